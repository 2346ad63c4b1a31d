import type { Problem } from './api';
import { type Certainty, certaintyAt } from './certainty';
import type { Choice } from './choice';
import { formatNumber, formatSigned, withUnit } from './format';
import type { Translate } from './i18n';
import type { Column, Language, Query, Sort } from './state';
import type {
  Areas,
  City,
  CityName,
  Disparity,
  Mark,
  Priority,
  PriorityArea,
  Reason,
  Stage,
  Values,
} from './types';

/** One area with everything the map, the table and the panel show of it. */
export interface Row {
  id: number;
  code: string;
  name: string;
  parent: string | null;
  areaKm2: number;
  /** Its place among all areas by name. */
  order: number;
  value: number | null;
  reason: Reason | null;
  mark: Mark | null;
  /** -1 when there is no value. */
  class: number;
  flagged: boolean;
  /** How far the area has come: a computed hint, a proposal or a decision. */
  stage: Stage | null;
  priority: PriorityArea | null;
  /** `null` when the answer has no line for the area. */
  certainty: Certainty | null;
}

/** One consistent picture: every part of it belongs to the same choice. */
export interface View {
  query: Query;
  cities: CityName[];
  city: City;
  choice: Choice;
  rows: Row[];
  /** At which no printed value contradicts its class. */
  decimals: number;
  parents: Map<string, string>;
  /** `null` when the indicator has no values on this level. */
  values: Values | null;
  /** Why they did not come; then only the choice is shown. */
  valuesProblem: Problem | null;
  /** `null` when it could not be had; an extra beside the map. */
  disparity: Disparity | null;
  priority: Priority | null;
  priorityProblem: Problem | null;
  /** Why the classes asked for gave way to the preset. */
  classesProblem: Problem | null;
}

/** The kinds of missing values that the map tells apart. */
export type MissingKind = 'none' | 'secret' | 'excluded';
export const MISSING_KINDS: MissingKind[] = ['none', 'secret', 'excluded'];

export function missingKind(reason: Reason): MissingKind {
  if (reason === 'suppressed') return 'secret';
  return reason === 'excluded' ? 'excluded' : 'none';
}

const orders = new WeakMap<Areas, number[]>();

/** The place of every area by name; found once, since names stay and sorting thousands takes time. */
function nameOrder(areas: Areas): number[] {
  const known = orders.get(areas);
  if (known) return known;
  const sorted = areas.name.map((_, at) => at);
  sorted.sort((a, b) => compareText(areas.name[a] ?? '', areas.name[b] ?? ''));
  const order: number[] = new Array(sorted.length);
  sorted.forEach((at, place) => {
    order[at] = place;
  });
  orders.set(areas, order);
  return order;
}

/** Answers are joined by id, never by position. */
export function joinRows(areas: Areas, values: Values | null, priority: Priority | null): Row[] {
  const position = new Map(values?.id.map((id, index) => [id, index]));
  const hints = new Map(priority?.areas.map((area) => [area.id, area]));
  const order = nameOrder(areas);
  return areas.id.map((id, index) => {
    const at = position.get(id);
    const value = (at === undefined ? null : values?.value[at]) ?? null;
    const told = at === undefined ? null : values?.reason[at];
    const reason = told ?? (values ? 'no_row' : 'not_aggregable');
    const hint = hints.get(id) ?? null;
    return {
      id,
      code: areas.code[index] ?? '',
      name: areas.name[index] ?? '',
      parent: areas.parent[index] ?? null,
      areaKm2: areas.area_km2[index] ?? 0,
      order: order[index] ?? 0,
      value,
      reason: value === null ? reason : null,
      mark: value === null || at === undefined ? null : (values?.mark[at] ?? null),
      class: value === null || at === undefined ? -1 : (values?.class[at] ?? -1),
      flagged: hint?.flag ?? false,
      stage: hint?.flag_status ?? (hint?.flag ? 'auffaellig' : null),
      priority: hint,
      certainty: values && at !== undefined ? certaintyAt(values, at) : null,
    };
  });
}

/** Made once: a comparison that makes its own rules anew is a hundred times slower. */
const COLLATOR = new Intl.Collator('de', { numeric: true, sensitivity: 'base' });

function compareText(a: string, b: string): number {
  return COLLATOR.compare(a, b);
}

function sortKey(row: Row, column: Column): number | string | null {
  switch (column) {
    case 'name':
      return row.order;
    case 'code':
      return row.code;
    case 'value':
    case 'class':
      return row.value;
    case 'hint':
      return row.flagged ? 1 : 0;
  }
}

/** Missing values stand last in either direction; equal rows keep the order of their names. */
export function sortRows(rows: Row[], sort: Sort): Row[] {
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = sortKey(a, sort.column);
    const right = sortKey(b, sort.column);
    if (left === null || right === null) {
      if (left !== null) return -1;
      if (right !== null) return 1;
      return a.order - b.order;
    }
    const order =
      typeof left === 'string' ? compareText(left, String(right)) : left - Number(right);
    return order === 0 ? a.order - b.order : sign * order;
  });
}

export interface Wording {
  t: Translate;
  language: Language;
}

/** The value with its unit, or the reason why there is none. */
export function valueText(row: Row, view: View, { t, language }: Wording): string {
  if (row.value === null) return t(`reason.${row.reason ?? 'absent'}`);
  const { unit } = view.choice.indicator;
  const text = withUnit(formatNumber(row.value, view.decimals, language), unit);
  return row.mark === null ? text : `${text} (${t(`mark.${row.mark}`)})`;
}

export function cityText(view: View, { t, language }: Wording): string | null {
  const { values, choice } = view;
  if (!values) return null;
  if (values.city === null) return values.city_reason ? t(`reason.${values.city_reason}`) : null;
  return withUnit(formatNumber(values.city, view.decimals, language), choice.indicator.unit);
}

/**
 * A mean of areas lies between the lowest and the highest of them: a city value above the highest
 * is a total, and the difference to a total says nothing.
 */
function isTotal(city: number, rows: Row[]): boolean {
  const known = rows.flatMap((row) => (row.value === null ? [] : [row.value]));
  const sum = known.reduce((total, value) => total + value, 0);
  return (
    known.length > 1 && Math.min(...known) >= 0 && city > Math.max(...known) && sum > city * 0.5
  );
}

/** How the area stands to the city as a whole, in words. */
export function comparison(row: Row, view: View, wording: Wording): string | null {
  const { t, language } = wording;
  const total = view.values?.city ?? null;
  const city = cityText(view, wording);
  if (row.value === null || total === null || city === null) return null;
  const { decimals } = view;
  const { unit } = view.choice.indicator;
  if (isTotal(total, view.rows)) {
    const share = `${formatNumber((100 * row.value) / total, 1, language)}\u00a0%`;
    return t('info.share', { share, city });
  }
  const difference = row.value - total;
  if (Number(difference.toFixed(decimals)) === 0) return t('info.same', { city });
  const number = formatNumber(Math.abs(difference), decimals, language);
  return t(difference > 0 ? 'info.above' : 'info.below', {
    difference: unit === '%' ? t('info.percentage_points', { number }) : withUnit(number, unit),
    city,
  });
}

export function signed(value: number | null, language: Language): string {
  return value === null ? '–' : formatSigned(value, 2, language);
}
