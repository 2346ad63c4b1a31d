import { formatNumber, formatSigned, withUnit } from './format';
import type { Wording } from './model';

/** What is needed to write a number of an indicator. */
export interface Measured {
  unit: string;
  decimals: number;
}

export function amount(value: number, { unit, decimals }: Measured, { language }: Wording): string {
  return withUnit(formatNumber(value, decimals, language), unit);
}

/** A difference: of values in per cent these are percentage points. */
export function difference(value: number, of: Measured, { t, language }: Wording): string {
  const number = formatSigned(value, of.decimals, language);
  return of.unit === '%' ? t('change.points', { number }) : withUnit(number, of.unit);
}

interface Bounds {
  lower: number | null;
  upper: number | null;
}

export function range(bounds: Bounds, of: Measured, { t, language }: Wording): string | null {
  const { lower, upper } = bounds;
  if (lower === null || upper === null) return null;
  const text = (value: number) => formatNumber(value, of.decimals, language);
  return t('interval.range', { lower: text(lower), upper: text(upper) });
}

export function signedRange(bounds: Bounds, of: Measured, { t, language }: Wording): string | null {
  const { lower, upper } = bounds;
  if (lower === null || upper === null) return null;
  const text = (value: number) => formatSigned(value, of.decimals, language);
  return t('interval.range', { lower: text(lower), upper: text(upper) });
}
