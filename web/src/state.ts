import { CLASS_COUNTS, METHODS } from './methods';
import {
  NO_PRIORITY,
  PRIORITY_PRESETS,
  type PriorityChoice,
  parsePriority,
  putPriority,
} from './priority/choice';

/**
 * What the visitor chose, as the address holds it. State flows from the address to the view; this
 * is the only file that writes the browser's history.
 */
export interface Query {
  screen: Screen;
  city: string | null;
  level: string | null;
  indicator: string | null;
  period: string | null;
  method: string | null;
  classes: number | null;
  area: string | null;
  /** Areas that are compared. */
  areas: string[];
  /** Areas that are put together; `null`: one area is chosen at a time. */
  selection: string[] | null;
  /** The indicator beside the first one. */
  second: string | null;
  definition: string | null;
  /** What was chosen on the screen of priority areas. */
  priority: PriorityChoice;
  hints: boolean;
  /** The earlier period to compare with; `null`: the one before, [`WITHOUT`]: none. */
  earlier: string | null;
  smoothed: boolean;
  /** What the breaks are made of; `null`: of all periods where years are compared, else of the shown one. */
  scale: Scale | null;
  /** How strong the fills are, in per cent; `null`: in full. */
  opacity: number | null;
  /** Kinds of offers on the map, and the one that is looked at. */
  offers: string[];
  offer: string | null;
  /** A map of another service below the areas, where the city declares one. */
  baseMap: boolean;
  /** What is set beside each other. */
  comparing: Comparing;
  /** The period of the second of two maps; `null`: the same, or the one before. */
  otherPeriod: string | null;
  /** Where two maps meet, in per cent of their width. */
  divider: number | null;
  /** Which rows the table shows; `null`: all. */
  only: Only | null;
  /** `null`: every context layer the city has. */
  context: string[] | null;
  sort: Sort;
  /** Centre and zoom of the map when they are not the whole city: zoom/lat/lon. */
  viewport: string | null;
  /** Words that the address has where the page knows only certain ones. */
  ignored: string[];
  /** The presentation that is shown or edited, its slide from 1, and how it is shown. */
  presentation: string | null;
  slide: number | null;
  mode: Mode | null;
  language: Language;
}

export type Language = 'de' | 'en';
export type Column = 'name' | 'code' | 'value' | 'class' | 'hint';

export interface Sort {
  column: Column;
  descending: boolean;
}

export const SCREENS = [
  'map',
  'priority',
  'profile',
  'comparison',
  'correlation',
  'development',
  'check',
  'sources',
  'slides',
  'conference',
] as const;
export type Screen = (typeof SCREENS)[number];

const SCREEN_WORDS: Record<Screen, string> = {
  map: 'karte',
  priority: 'schwerpunkte',
  profile: 'steckbrief',
  comparison: 'vergleich',
  correlation: 'zusammenhaenge',
  development: 'entwicklung',
  check: 'pruefbericht',
  sources: 'daten',
  slides: 'vortrag',
  conference: 'konferenz',
};

export type Mode = 'overview' | 'handout' | 'edit';
const MODE_WORDS: Record<Mode, string> = {
  overview: 'uebersicht',
  handout: 'handzettel',
  edit: 'bearbeiten',
};

export type Comparing = 'areas' | 'swipe' | 'multiples';
const COMPARING_WORDS: Record<Comparing, string> = {
  areas: 'gebiete',
  swipe: 'wischen',
  multiples: 'reihe',
};
export const COMPARING = Object.keys(COMPARING_WORDS) as Comparing[];

export type Scale = 'fixed' | 'period';
const SCALE_WORDS: Record<Scale, string> = { fixed: 'fest', period: 'zeitpunkt' };

export type Only = 'flagged' | 'higher' | 'lower' | 'missing';
const ONLY_WORDS: Record<Only, string> = {
  flagged: 'auffaellig',
  higher: 'darueber',
  lower: 'darunter',
  missing: 'ohne_wert',
};
export const ONLY = Object.keys(ONLY_WORDS) as Only[];

/** Two maps meet in the middle unless told otherwise. */
export const MIDDLE = 50;

/** As many columns as are read side by side. */
export const MOST_COMPARED = 4;

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

/** The keys whose words the page itself knows; the others are ids of the city. */
const CHECKED = [
  'ansicht',
  'art',
  'methode',
  'klassen',
  'grenzen',
  'deckkraft',
  'nur',
  'sortierung',
  'ausschnitt',
  'sprache',
  'modus',
  ...Object.keys(PRIORITY_PRESETS),
];

/** Words of the address that would have no effect and were not left out on purpose. */
function ignoredWords(params: URLSearchParams, query: Omit<Query, 'ignored'>): string[] {
  const kept = new URLSearchParams(formatQuery({ ...query, ignored: [] }));
  // What is the preset anyway does not stand in the address.
  const presets: Record<string, string> = {
    ansicht: SCREEN_WORDS.map,
    art: COMPARING_WORDS.areas,
    sortierung: COLUMN_WORDS.name,
    sprache: 'de',
    ...PRIORITY_PRESETS,
  };
  return CHECKED.flatMap((key) => {
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

/** The key whose German word stands in the address. */
function named<K extends string>(words: Record<K, string>, text: string | null): K | null {
  const entry = Object.entries(words).find(([, word]) => word === text);
  return entry ? (entry[0] as K) : null;
}

function parseOpacity(text: string | null): number | null {
  const percent = Number(text);
  return text !== null && Number.isInteger(percent) && percent >= 0 && percent <= 100
    ? percent
    : null;
}

function parseClasses(text: string | null): number | null {
  const count = Number(text);
  return CLASS_COUNTS.some((known) => known === count) ? count : null;
}

function parseSlide(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,2}$/.test(text) ? Number(text) : null;
}

function parseDivider(text: string | null): number | null {
  const percent = Number(text);
  const known = text !== null && Number.isInteger(percent) && percent >= 0 && percent <= 100;
  return known && percent !== MIDDLE ? percent : null;
}

function parseContext(text: string | null): string[] | null {
  if (text === null) return null;
  return text === 'keine' ? [] : list(text);
}

/** Words between commas, each once. */
function list(text: string | null): string[] {
  return [...new Set((text ?? '').split(',').filter((id) => id !== ''))];
}

export function parseQuery(search: string): Query {
  const params = new URLSearchParams(search);
  const word = (key: string) => params.get(key) || null;
  const method = word('methode');
  const viewport = word('ausschnitt');
  const query = {
    screen: named(SCREEN_WORDS, params.get('ansicht')) ?? 'map',
    city: word('stadt'),
    level: word('ebene'),
    indicator: word('indikator'),
    period: word('jahr'),
    method: METHODS.some((known) => known === method) ? method : null,
    classes: parseClasses(params.get('klassen')),
    area: word('gebiet'),
    areas: list(params.get('gebiete')).slice(0, MOST_COMPARED),
    selection: parseContext(params.get('auswahl')),
    second: word('mit'),
    definition: word('definition'),
    priority: parsePriority(params),
    hints: params.get('hinweise') !== 'aus',
    earlier: word('vergleich'),
    smoothed: params.get('geglaettet') === 'ja',
    scale: named(SCALE_WORDS, params.get('grenzen')),
    opacity: parseOpacity(params.get('deckkraft')),
    offers: list(params.get('angebote')),
    offer: word('angebot'),
    baseMap: params.get('grundkarte') === 'ja',
    comparing: named(COMPARING_WORDS, params.get('art')) ?? 'areas',
    otherPeriod: word('anderes_jahr'),
    divider: parseDivider(params.get('teiler')),
    only: named(ONLY_WORDS, params.get('nur')),
    context: parseContext(params.get('kontext')),
    sort: parseSort(params.get('sortierung')),
    viewport: viewport && VIEWPORT.test(viewport) ? viewport : null,
    presentation: word('vortrag'),
    slide: parseSlide(params.get('folie')),
    mode: named(MODE_WORDS, params.get('modus')),
    language: params.get('sprache') === 'en' ? ('en' as const) : ('de' as const),
  };
  return { ...query, ignored: ignoredWords(params, query) };
}

export function formatQuery(query: Query): string {
  const params = new URLSearchParams();
  const put = (key: string, value: string | number | null) => {
    if (value !== null && value !== '') params.set(key, String(value));
  };
  if (query.screen !== 'map') put('ansicht', SCREEN_WORDS[query.screen]);
  put('stadt', query.city);
  put('ebene', query.level);
  put('indikator', query.indicator);
  put('jahr', query.period);
  put('methode', query.method);
  put('klassen', query.classes);
  put('gebiet', query.area);
  put('gebiete', query.areas.join(','));
  if (query.selection !== null) put('auswahl', query.selection.join(',') || 'keine');
  put('mit', query.second);
  put('definition', query.definition);
  putPriority(query.priority, put);
  if (!query.hints) put('hinweise', 'aus');
  put('vergleich', query.earlier);
  if (query.smoothed) put('geglaettet', 'ja');
  if (query.scale !== null) put('grenzen', SCALE_WORDS[query.scale]);
  put('deckkraft', query.opacity);
  put('angebote', query.offers.join(','));
  put('angebot', query.offer);
  if (query.baseMap) put('grundkarte', 'ja');
  if (query.comparing !== 'areas') put('art', COMPARING_WORDS[query.comparing]);
  put('anderes_jahr', query.otherPeriod);
  put('teiler', query.divider);
  if (query.only !== null) put('nur', ONLY_WORDS[query.only]);
  if (query.context !== null) put('kontext', query.context.join(',') || 'keine');
  const { column, descending } = query.sort;
  if (column !== DEFAULT_SORT.column || descending) {
    put('sortierung', `${descending ? '-' : ''}${COLUMN_WORDS[column]}`);
  }
  put('ausschnitt', query.viewport);
  // Slides belong to the screens that show them.
  if (query.screen === 'slides') put('vortrag', query.presentation);
  if (query.screen === 'slides' || query.screen === 'conference') {
    put('folie', query.slide);
    if (query.mode !== null) put('modus', MODE_WORDS[query.mode]);
  }
  if (query.language === 'en') put('sprache', 'en');
  // Slashes and commas are legal in a query and far easier to read than their codes.
  const text = params
    .toString()
    .replaceAll('%2F', '/')
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':');
  return text ? `?${text}` : '';
}

/** Breaks of all periods make colours mean the same in each: needed as soon as years are compared. */
export function isFixed({ scale, earlier, screen, comparing }: Query): boolean {
  if (scale !== null) return scale === 'fixed';
  if (screen === 'comparison' && comparing !== 'areas') return true;
  return earlier !== null && earlier !== WITHOUT;
}

/** The address of another screen or choice, for links. */
export function linkTo(patch: Partial<Query>): string {
  return formatQuery({ ...currentQuery(), ...patch }) || '?';
}

/** Whether the address says nothing but perhaps a language: who comes so has chosen no city yet. */
export function isStart(query: Query): boolean {
  return query.ignored.length === 0 && formatQuery({ ...query, language: 'de' }) === '';
}

/** The part of the query that decides which answers are needed from the server. */
export function dataKey(query: Query): string {
  const { city, level, indicator, period, method, classes, definition, hints, language } = query;
  const all = [city, level, indicator, period, method, classes, definition, hints, language];
  return JSON.stringify([...all, query.earlier, query.smoothed, isFixed(query)]);
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

/** A choice among priority areas. */
export function choosePriority(patch: Partial<PriorityChoice>, more: Partial<Query> = {}): void {
  choose({ ...more, priority: { ...currentQuery().priority, ...patch } });
}

/** Nothing chosen among priority areas: what one city calls its classes says nothing about the next. */
export const NOTHING_CHOSEN: PriorityChoice = NO_PRIORITY;

/** The same as a correction of the last one. */
export function adjustPriority(patch: Partial<PriorityChoice>): void {
  adjust({ priority: { ...currentQuery().priority, ...patch } });
}

export function subscribe(listener: Listener): () => void {
  if (listeners.size === 0) addEventListener('popstate', publish);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('popstate', publish);
  };
}
