import { formatPeriod, formatRange } from './format';
import type { Key } from './i18n';
import { METHODS } from './methods';
import { MISSING_KINDS, type MissingKind, missingKind, type View, type Wording } from './model';
import type { Reason } from './types';

export interface ClassEntry {
  color: string;
  range: string;
  count: number;
}

export interface MissingEntry {
  kind: MissingKind;
  label: string;
  count: number;
  /** The reasons in words, when they say more than the label. */
  detail: string | null;
}

export function classEntries(view: View, { t, language }: Wording): ClassEntry[] {
  const classification = view.values?.classification;
  if (!classification) return [];
  const { colors, breaks, counts } = classification;
  return colors.map((color, index) => ({
    color,
    range: formatRange(breaks, index, view.decimals, language, t),
    count: counts[index] ?? 0,
  }));
}

function missingCounts(view: View): Map<Reason, number> {
  const counts = new Map<Reason, number>();
  for (const row of view.rows) {
    if (row.reason) counts.set(row.reason, (counts.get(row.reason) ?? 0) + 1);
  }
  return counts;
}

export function missingEntries(view: View, { t }: Wording): MissingEntry[] {
  const counts = [...missingCounts(view)];
  return MISSING_KINDS.flatMap((kind) => {
    const mine = counts.filter(([reason]) => missingKind(reason) === kind);
    if (mine.length === 0) return [];
    const plain = mine.length === 1 && mine[0]?.[0] === 'absent';
    const detail =
      kind === 'none' && !plain
        ? mine
            .map(([reason, count]) =>
              mine.length === 1
                ? t(`reason.${reason}`)
                : t('legend.none_detail', { reason: t(`reason.${reason}`), count }),
            )
            .join(', ')
        : null;
    const count = mine.reduce((sum, [, number]) => sum + number, 0);
    return [{ kind, label: t(`legend.${kind}`), count, detail }];
  });
}

const KNOWN_METHODS = [...METHODS, 'manual', 'diverging'] as const;
type KnownMethod = (typeof KNOWN_METHODS)[number];

function known(method: string): KnownMethod | null {
  return KNOWN_METHODS.find((name) => name === method) ?? null;
}

export function methodName(method: string, { t }: Wording): string {
  const name = known(method);
  return name ? t(`method.${name}` satisfies Key) : method;
}

/** One sentence on how the classes came about. */
export function howSentence(view: View, { t }: Wording): string | null {
  const classification = view.values?.classification;
  if (!classification || classification.colors.length === 0) return t('legend.no_classes');
  const name = known(classification.method);
  return name ? t(`legend.how_${name}` satisfies Key) : null;
}

/** The class of a row in words; empty when it has none. */
export function rangeText(view: View, index: number, { t, language }: Wording): string {
  const breaks = view.values?.classification.breaks;
  if (!breaks || index < 0) return '';
  return formatRange(breaks, index, view.decimals, language, t);
}

export function periodText(view: View, { t, language }: Wording): string {
  const { period } = view.choice;
  return period === null ? t('choose.no_period') : formatPeriod(period, language, t);
}
