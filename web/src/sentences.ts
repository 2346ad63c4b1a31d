import { formatNumber, withUnit } from './format';
import { hintsDrawn, hintsElsewhere } from './hints';
import { periodText } from './legend';
import type { View, Wording } from './model';

export function viewTitle(view: View, wording: Wording): string {
  const { choice, city } = view;
  return `${choice.indicator.name}, ${subtitle(view, wording)}`.replace(`, ${city.name}`, '');
}

/** Level, city and period; the title of the map names the indicator. */
export function subtitle(view: View, wording: Wording): string {
  const { choice, city } = view;
  const words = { plural: choice.level.plural, city: city.name };
  if (choice.period === null) return wording.t('map.subtitle_plain', words);
  return wording.t('map.subtitle', { ...words, period: periodText(view, wording) });
}

/** What is on the map now, in one or two short sentences. */
export function viewSentence(view: View, wording: Wording): string {
  const { t } = wording;
  const missing = view.rows.filter((row) => row.value === null).length;
  const sentence = t(missing === 0 ? 'status.view_complete' : 'status.view', {
    indicator: view.choice.indicator.name,
    plural: view.choice.level.plural,
    period: periodText(view, wording),
    count: view.rows.length,
    missing,
  });
  if (!hintsDrawn(view)) {
    const elsewhere = hintsElsewhere(view, wording);
    return elsewhere === null ? sentence : `${sentence} ${elsewhere}`;
  }
  const flagged = view.rows.filter((row) => row.flagged).length;
  return flagged === 0 ? sentence : t('status.flagged', { sentence, flagged });
}

/** From where to where the areas reach; the server finds the ends. */
export function spreadSentence(view: View, { t, language }: Wording): string | null {
  const spread = view.disparity?.spread;
  if (!spread) return null;
  const { choice, decimals } = view;
  const text = (value: number) =>
    withUnit(formatNumber(value, decimals, language), choice.indicator.unit);
  const known = view.rows.filter((row) => row.value !== null).length;
  return t('legend.spread', {
    plural: choice.level.plural,
    count: known,
    low: text(spread.min.value),
    low_area: spread.min.name,
    high: text(spread.max.value),
    high_area: spread.max.name,
  });
}

/** What the page shows in place of what the address asks for. */
export function notices(view: View, { t }: Wording): string[] {
  const { choice, classesProblem } = view;
  const found: string[] = [];
  if (choice.unknown.length > 0) found.push(t('app.unknown', { words: choice.unknown.join(', ') }));
  if (classesProblem) found.push(t('app.classes', { detail: classesProblem.detail }).trim());
  return found;
}

export function flaggedSentence(count: number, { t }: Wording): string {
  return count === 0 ? t('priority.count_none') : t('priority.count', { count });
}
