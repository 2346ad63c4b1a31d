import type { Translate } from './i18n';
import type { Language } from './state';

const LOCALES: Record<Language, string> = { de: 'de-DE', en: 'en-GB' };

/** Made once for each number of decimals: making one takes as long as using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(decimals: number, language: Language): Intl.NumberFormat {
  const key = `${language}${decimals}`;
  const known = formats.get(key);
  if (known) return known;
  // Rounding a small negative number must not leave "-0".
  const format = new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: 'negative',
  });
  formats.set(key, format);
  return format;
}

export function formatNumber(value: number, decimals: number, language: Language): string {
  return numberFormat(decimals, language).format(value).replace('-', '−');
}

export function formatSigned(value: number, decimals: number, language: Language): string {
  const text = formatNumber(value, decimals, language);
  return Number(value.toFixed(decimals)) > 0 ? `+${text}` : text;
}

/** A number with its unit, kept on one line by a no-break space. */
export function withUnit(number: string, unit: string): string {
  return unit ? `${number}\u00a0${unit}` : number;
}

/** Values with the class that the server put them in, -1 for none. */
export interface Classed {
  value: number | null;
  class: number;
}

const MORE_DECIMALS = 3;

/**
 * The fewest decimals, from the indicator's own, at which no two breaks look alike and no value
 * looks like the lower break that its class excludes.
 */
export function fittingDecimals(breaks: number[], values: Classed[], decimals: number): number {
  const distinct = new Set(breaks).size;
  const fits = (digits: number) => {
    const texts = breaks.map((value) => formatNumber(value, digits, 'de'));
    if (new Set(texts).size < distinct) return false;
    // Numbers further apart than the last digit never look alike; thousands need not be written to see it.
    const apart = 10 ** -digits;
    return values.every((item) => {
      if (item.value === null || item.class < 1) return true;
      const low = breaks[item.class];
      if (low === undefined || low === breaks[item.class + 1]) return true;
      if (Math.abs(item.value - low) > apart) return true;
      return formatNumber(item.value, digits, 'de') !== texts[item.class];
    });
  };
  for (let digits = decimals; digits < decimals + MORE_DECIMALS; digits += 1) {
    if (fits(digits)) return digits;
  }
  return decimals + MORE_DECIMALS;
}

/** The fewest decimals from these on with which breaks are written as they are. */
export function exactDecimals(breaks: number[], decimals: number): number | null {
  const exact = (digits: number) =>
    breaks.every((value) => Math.abs(Number(value.toFixed(digits)) - value) < 1e-9);
  const choices = Array.from({ length: MORE_DECIMALS }, (_, more) => decimals + more);
  return choices.find(exact) ?? null;
}

/** Classes hold their upper break and not their lower one, except the first, which holds both. */
export function formatRange(
  breaks: number[],
  index: number,
  digits: number,
  language: Language,
  t: Translate,
): string {
  const low = breaks[index];
  const high = breaks[index + 1];
  if (low === undefined || high === undefined) return '';
  const number = (value: number) => formatNumber(value, digits, language);
  if (low === high) return t('legend.single', { value: number(low) });
  const key = index === 0 ? 'legend.first_range' : 'legend.range';
  return t(key, { low: number(low), high: number(high) });
}

function formatDay(year: number, month: number, day: number | null, language: Language): string {
  const date = new Date(Date.UTC(year, month - 1, day ?? 1));
  const options: Intl.DateTimeFormatOptions =
    day === null
      ? { month: 'long', year: 'numeric', timeZone: 'UTC' }
      : { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(LOCALES[language], options).format(date);
}

/** A year, school year, month, day, quarter or half-year in the words of the language. */
export function formatPeriod(period: string, language: Language, t: Translate): string {
  const part = /^(\d{4})-([QH])(\d)$/.exec(period);
  if (part) {
    const [, year = '', kind, number = ''] = part;
    return t(kind === 'Q' ? 'period.quarter' : 'period.half', { year, number });
  }
  const school = /^(\d{4})-\d{2}(\d{2})$/.exec(period);
  if (school) {
    const [, from = '', to = ''] = school;
    return t('period.school_year', { from, to });
  }
  const date = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(period);
  if (!date) return period;
  const [, year, month, day] = date;
  return formatDay(Number(year), Number(month), day ? Number(day) : null, language);
}
