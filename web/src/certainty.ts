import { formatNumber, formatPeriod, formatSigned, withUnit } from './format';
import type { Row, View, Wording } from './model';
import type { Language } from './state';
import type { Mark, Trend, Values, Verdict } from './types';

interface RowChange {
  absolute: number;
  perCent: number | null;
  bounds: Bounds | null;
  verdict: Verdict | null;
  trend: Trend | null;
  mark: Mark | null;
}

interface Bounds {
  lower: number;
  upper: number;
}

/** How sure the value of one area is. */
export interface Certainty {
  counts: { numerator: number; denominator: number } | null;
  bounds: Bounds | null;
  toCity: Verdict | null;
  smoothed: number | null;
  change: RowChange | null;
}

function boundsOf(lower: number | null | undefined, upper: number | null | undefined) {
  return lower == null || upper == null ? null : { lower, upper };
}

function changeAt({ change }: Values, at: number): RowChange | null {
  const absolute = change?.absolute[at] ?? null;
  if (!change || absolute === null) return null;
  return {
    absolute,
    perCent: change.per_cent[at] ?? null,
    bounds: boundsOf(change.lower[at], change.upper[at]),
    verdict: change.verdict[at] ?? null,
    trend: change.trend[at] ?? null,
    mark: change.mark[at] ?? null,
  };
}

export function certaintyAt(values: Values, at: number): Certainty {
  const numerator = values.numerator[at] ?? null;
  const denominator = values.denominator[at] ?? null;
  return {
    counts: numerator === null || denominator === null ? null : { numerator, denominator },
    bounds: boundsOf(values.lower[at], values.upper[at]),
    toCity: values.to_city[at] ?? null,
    smoothed: values.smoothed?.[at] ?? null,
    change: changeAt(values, at),
  };
}

/** True when the indicator has intervals at all. */
export function hasIntervals(view: View): boolean {
  return (view.values?.interval.method ?? null) !== null;
}

/** Only the sign of per cent is short enough to stand behind a range. */
function ranged(text: string, view: View): string {
  const { unit } = view.choice.indicator;
  return unit === '%' ? withUnit(text, unit) : text;
}

/** Both bounds; short ones stand in tables and boxes. */
export function boundsText(
  row: Row,
  view: View,
  { t, language }: Wording,
  form: 'range' | 'short' = 'range',
): string | null {
  const bounds = row.certainty?.bounds;
  if (!bounds) return null;
  const lower = formatNumber(bounds.lower, view.decimals, language);
  const upper = formatNumber(bounds.upper, view.decimals, language);
  return t(`interval.${form}`, { lower, upper });
}

function countText(count: number, language: Language): string {
  return formatNumber(count, Number.isInteger(count) ? 0 : 1, language);
}

export function countsText(row: Row, view: View, { t, language }: Wording): string | null {
  const counts = row.certainty?.counts;
  if (!counts) return null;
  const key = view.values?.interval.method === 'wilson' ? 'interval.of' : 'interval.per';
  const numerator = countText(counts.numerator, language);
  return t(key, { numerator, denominator: countText(counts.denominator, language) });
}

/** The interval in words, or why there is none; nothing where the value itself is missing. */
export function intervalText(row: Row, view: View, wording: Wording): string | null {
  if (row.value === null || !view.values) return null;
  if (!hasIntervals(view)) return view.values.interval.note;
  const text = boundsText(row, view, wording);
  return text === null ? wording.t('interval.withheld') : ranged(text, view);
}

/** Interval and counts behind a value: "(2,9–4,1 %), 34 von 1.000". */
export function behindText(row: Row, view: View, wording: Wording): string | null {
  const bounds = boundsText(row, view, wording, 'short');
  const parts = [bounds && `(${ranged(bounds, view)})`, countsText(row, view, wording)];
  return parts.filter(Boolean).join(', ') || null;
}

export function toCityText(row: Row, { t }: Wording): string | null {
  const verdict = row.certainty?.toCity;
  return verdict ? t(`to_city.${verdict}`) : null;
}

export function smoothedText(row: Row, view: View, { t, language }: Wording): string | null {
  const smoothed = row.certainty?.smoothed ?? null;
  const mean = view.values?.smoothing?.mean ?? null;
  if (smoothed === null || mean === null) return null;
  const text = (value: number) =>
    withUnit(formatNumber(value, view.decimals, language), view.choice.indicator.unit);
  return t('info.smoothed_value', { value: text(smoothed), mean: text(mean) });
}

function amountText(value: number, view: View, { t, language }: Wording): string {
  const number = formatSigned(value, view.decimals, language);
  const { unit } = view.choice.indicator;
  return unit === '%' ? t('change.points', { number }) : withUnit(number, unit);
}

/** The change since the earlier period, with its range and what may be said of it. */
export function changeText(row: Row, view: View, wording: Wording): string | null {
  const change = row.certainty?.change;
  if (!change) return null;
  const { t, language } = wording;
  const signed = (value: number) => formatSigned(value, view.decimals, language);
  const { bounds, perCent } = change;
  const range =
    bounds && t('interval.range', { lower: signed(bounds.lower), upper: signed(bounds.upper) });
  const relative =
    perCent !== null && view.choice.indicator.unit !== '%'
      ? t('change.per_cent', { number: formatSigned(perCent, 1, language) })
      : null;
  const inside = [relative, range].filter(Boolean).join('; ');
  const amount = amountText(change.absolute, view, wording) + (inside && ` (${inside})`);
  const told = [amount, change.verdict && t(`change.${change.verdict}`)].filter(Boolean).join(': ');
  const breaks = view.values?.change?.breaks ?? [];
  const between = breaks.map(({ period }) =>
    t('change.break', { period: formatPeriod(period, language, t) }),
  );
  return [told, change.mark && t(`mark.${change.mark}`), ...between].filter(Boolean).join('; ');
}

export function sinceText(view: View, { t, language }: Wording): string {
  const earlier = view.values?.change?.earlier ?? '';
  return t('change.since', { period: formatPeriod(earlier, language, t) });
}

/** The direction over all periods from the earlier one on; only where there are enough. */
export function trendText(row: Row, { t }: Wording): string | null {
  const trend = row.certainty?.change?.trend;
  return trend ? t(`change.trend_${trend.verdict}`, { periods: trend.periods }) : null;
}
