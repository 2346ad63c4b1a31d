import type { Row, View, Wording } from './model';

export interface RankRange {
  from: number;
  to: number;
  areas: number;
}

/**
 * The ranks that an area may have, counted from the highest value: behind those whose whole range
 * lies above its own, before those whose whole range lies below. A single rank would claim more
 * than the numbers bear.
 */
export function rankRange(row: Row, rows: Row[]): RankRange | null {
  const bounds = (of: Row) =>
    of.value === null ? null : (of.certainty?.bounds ?? { lower: of.value, upper: of.value });
  const own = bounds(row);
  if (!own) return null;
  const others = rows.flatMap((other) => (other === row ? [] : (bounds(other) ?? [])));
  const above = others.filter((other) => other.lower > own.upper).length;
  const below = others.filter((other) => other.upper < own.lower).length;
  return { from: above + 1, to: others.length + 1 - below, areas: others.length + 1 };
}

export function rankText(row: Row, view: View, { t }: Wording): string | null {
  const rank = rankRange(row, view.rows);
  if (!rank || rank.areas < 2) return null;
  const { from, to, areas } = rank;
  return from === to
    ? t('info.rank_one', { rank: from, areas })
    : t('info.rank_range', { from, to, areas });
}
