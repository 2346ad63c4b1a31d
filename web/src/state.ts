import type { Availability, City, CityName, Definition, Indicator, Level } from './types';

/**
 * What the visitor chose, as the address holds it. State flows from the address to the view; this
 * is the only file that writes the browser's history.
 */
export interface Query {
  city: string | null;
  level: string | null;
  indicator: string | null;
  period: string | null;
  method: string | null;
  classes: number | null;
  area: string | null;
  definition: string | null;
  hints: boolean;
  /** The earlier period to compare with; `null`: the one before, [`WITHOUT`]: none. */
  earlier: string | null;
  smoothed: boolean;
  /** `null`: every context layer the city has. */
  context: string[] | null;
  sort: Sort;
  /** Centre and zoom of the map when they are not the whole city: zoom/lat/lon. */
  viewport: string | null;
  /** Words that the address has where the page knows only certain ones. */
  ignored: string[];
  language: Language;
}

export type Language = 'de' | 'en';
export type Column = 'name' | 'code' | 'value' | 'class' | 'hint';

export interface Sort {
  column: Column;
  descending: boolean;
}

export const METHODS = ['equal_interval', 'quantiles', 'fisher_jenks'] as const;
export const CLASS_COUNTS = [3, 4, 5, 6, 7] as const;

/** The word for no earlier period. */
export const WITHOUT = 'ohne';

const COLUMN_WORDS: Record<Column, string> = {
  name: 'name',
  code: 'schluessel',
  value: 'wert',
  class: 'klasse',
  hint: 'hinweis',
};
const DEFAULT_SORT: Sort = { column: 'name', descending: false };
const VIEWPORT = /^\d{1,2}(\.\d+)?\/-?\d{1,2}(\.\d+)?\/-?\d{1,3}(\.\d+)?$/;

/** Words of the address that would have no effect and were not left out on purpose. */
function ignoredWords(params: URLSearchParams, query: Omit<Query, 'ignored'>): string[] {
  const kept = new URLSearchParams(formatQuery({ ...query, ignored: [] }));
  // What is the preset anyway does not stand in the address.
  const presets: Record<string, string> = { sortierung: COLUMN_WORDS.name, sprache: 'de' };
  return ['methode', 'klassen', 'sortierung', 'ausschnitt', 'sprache'].flatMap((key) => {
    const word = params.get(key);
    return word && !kept.has(key) && word !== presets[key] ? [word] : [];
  });
}

function parseSort(text: string | null): Sort {
  if (!text) return DEFAULT_SORT;
  const descending = text.startsWith('-');
  const word = descending ? text.slice(1) : text;
  const entry = Object.entries(COLUMN_WORDS).find(([, name]) => name === word);
  return entry ? { column: entry[0] as Column, descending } : DEFAULT_SORT;
}

function parseClasses(text: string | null): number | null {
  const count = Number(text);
  return CLASS_COUNTS.some((known) => known === count) ? count : null;
}

function parseContext(text: string | null): string[] | null {
  if (text === null) return null;
  return text === 'keine' ? [] : text.split(',').filter((id) => id !== '');
}

export function parseQuery(search: string): Query {
  const params = new URLSearchParams(search);
  const word = (key: string) => params.get(key) || null;
  const method = word('methode');
  const viewport = word('ausschnitt');
  const query = {
    city: word('stadt'),
    level: word('ebene'),
    indicator: word('indikator'),
    period: word('jahr'),
    method: METHODS.some((known) => known === method) ? method : null,
    classes: parseClasses(params.get('klassen')),
    area: word('gebiet'),
    definition: word('definition'),
    hints: params.get('hinweise') !== 'aus',
    earlier: word('vergleich'),
    smoothed: params.get('geglaettet') === 'ja',
    context: parseContext(params.get('kontext')),
    sort: parseSort(params.get('sortierung')),
    viewport: viewport && VIEWPORT.test(viewport) ? viewport : null,
    language: params.get('sprache') === 'en' ? ('en' as const) : ('de' as const),
  };
  return { ...query, ignored: ignoredWords(params, query) };
}

export function formatQuery(query: Query): string {
  const params = new URLSearchParams();
  const put = (key: string, value: string | number | null) => {
    if (value !== null && value !== '') params.set(key, String(value));
  };
  put('stadt', query.city);
  put('ebene', query.level);
  put('indikator', query.indicator);
  put('jahr', query.period);
  put('methode', query.method);
  put('klassen', query.classes);
  put('gebiet', query.area);
  put('definition', query.definition);
  if (!query.hints) put('hinweise', 'aus');
  put('vergleich', query.earlier);
  if (query.smoothed) put('geglaettet', 'ja');
  if (query.context !== null) put('kontext', query.context.join(',') || 'keine');
  const { column, descending } = query.sort;
  if (column !== DEFAULT_SORT.column || descending) {
    put('sortierung', `${descending ? '-' : ''}${COLUMN_WORDS[column]}`);
  }
  put('ausschnitt', query.viewport);
  if (query.language === 'en') put('sprache', 'en');
  // Slashes and commas are legal in a query and far easier to read than their codes.
  const text = params.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}

/** The query made complete against what the city has. */
export interface Choice {
  level: Level;
  indicator: Indicator;
  available: Availability | null;
  period: string | null;
  /** Periods before the chosen one, and which of them it is compared with. */
  before: string[];
  earlier: string | null;
  definition: Definition | null;
  /** Words of the address that the city does not know. */
  unknown: string[];
}

export function resolveCity(query: Query, cities: CityName[]): CityName | null {
  return cities.find((city) => city.id === query.city) ?? cities[0] ?? null;
}

export function availability(indicator: Indicator, level: string): Availability | null {
  return indicator.available.find((entry) => entry.level === level) ?? null;
}

/** True when the indicator has at least one period of values on the level. */
export function hasValues(indicator: Indicator, level: string): boolean {
  const entry = availability(indicator, level);
  return entry !== null && entry.refused === null && entry.periods.length > 0;
}

function pickPeriod(wanted: string | null, fallback: string, periods: string[]): string | null {
  if (wanted !== null && periods.includes(wanted)) return wanted;
  if (wanted === null && periods.includes(fallback)) return fallback;
  return periods.at(-1) ?? null;
}

function pickEarlier(wanted: string | null, before: string[]): string | null {
  if (wanted === WITHOUT) return null;
  return wanted !== null && before.includes(wanted) ? wanted : (before.at(-1) ?? null);
}

export function resolve(query: Query, city: City): Choice | null {
  const unknown: string[] = [];
  const find = <T extends { id: string }>(items: T[], id: string | null): T | undefined => {
    const found = items.find((item) => item.id === id);
    if (id !== null && !found) unknown.push(id);
    return found;
  };
  const level =
    find(city.levels, query.level) ??
    city.levels.find((item) => item.id === city.default.level) ??
    city.levels[0];
  const indicator =
    find(city.indicators, query.indicator) ??
    city.indicators.find((item) => item.id === city.default.indicator) ??
    city.indicators[0];
  if (!level || !indicator) return null;
  const definition =
    find(city.priorities, query.definition) ??
    city.priorities.find((item) => item.level === level.id) ??
    city.priorities[0] ??
    null;
  const available = availability(indicator, level.id);
  const periods = available?.refused === null ? available.periods : [];
  const period = pickPeriod(query.period, city.default.period, periods);
  if (query.period !== null && period !== null && query.period !== period) {
    unknown.push(query.period);
  }
  const before = period === null ? [] : periods.slice(0, periods.indexOf(period));
  const earlier = pickEarlier(query.earlier, before);
  if (query.earlier !== null && query.earlier !== WITHOUT && !periods.includes(query.earlier)) {
    unknown.push(query.earlier);
  }
  return { level, indicator, available, period, before, earlier, definition, unknown };
}

/** The part of the query that decides which answers are needed from the server. */
export function dataKey(query: Query): string {
  const { city, level, indicator, period, method, classes, definition, hints, language } = query;
  const all = [city, level, indicator, period, method, classes, definition, hints, language];
  return JSON.stringify([...all, query.earlier, query.smoothed]);
}

type Listener = (query: Query) => void;
const listeners = new Set<Listener>();

export function currentQuery(): Query {
  return parseQuery(location.search);
}

function publish(): void {
  const query = currentQuery();
  for (const listener of listeners) listener(query);
}

function write(patch: Partial<Query>, method: 'pushState' | 'replaceState'): void {
  const search = formatQuery({ ...currentQuery(), ...patch });
  if (search === location.search) return;
  history[method](null, '', `${location.pathname}${search}`);
  publish();
}

/** A choice of the visitor: one step that "back" undoes. */
export function choose(patch: Partial<Query>): void {
  write(patch, 'pushState');
}

/** A correction or a movement of the map: no step of its own. */
export function adjust(patch: Partial<Query>): void {
  write(patch, 'replaceState');
}

export function subscribe(listener: Listener): () => void {
  if (listeners.size === 0) addEventListener('popstate', publish);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('popstate', publish);
  };
}
