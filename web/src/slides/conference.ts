/** The slides of one area of a coarse level, for a conference of the people who live and work there. */

import { amount, range } from '../amounts';
import {
  address,
  ask,
  fetchAreas,
  fetchPriority,
  fetchProfile,
  fetchValues,
  Problem,
} from '../api';
import { type Choice, resolve } from '../choice';
import { formatNumber, formatPeriod } from '../format';
import { NothingToShow } from '../load';
import type { Wording } from '../model';
import type { Query } from '../state';
import type { Areas, City, Definition, Indicator, Level, Values } from '../types';
import {
  axis,
  barOf,
  type Content,
  creditOf,
  isTotal,
  picture,
  points,
  roomBelow,
  statusName,
  subjectOf,
  together,
} from './content';
import type { Body, Deck, DeckSlide, Line } from './deck';

/** As many lines as are read from the last row. */
const LINES = 6;
/** As many hints and decisions as fit on a slide. */
const MOST_LISTED = 10;
/** From so many units on classes by standard deviation say something; below, values stand for themselves. */
const FEW = 20;

interface Place {
  city: City;
  choice: Choice;
  level: Level;
  areas: Areas;
  code: string;
  name: string;
  wording: Wording;
  signal: AbortSignal;
}

/** The level whose areas lie in the areas of this one. */
function partsOf(city: City, level: Level): Level | null {
  return city.levels.find(({ parent }) => parent === level.id) ?? null;
}

export async function conference(
  query: Query,
  city: City,
  wording: Wording,
  signal: AbortSignal,
): Promise<Deck> {
  const choice = resolve(query, city);
  if (!choice) throw new NothingToShow('app.empty');
  const { level } = choice;
  const areas = await fetchAreas(city.id, level.id, signal);
  const at = areas.code.indexOf(query.area ?? '');
  const name = areas.name[at];
  if (name === undefined) throw new Problem(404, '', wording.t('conference.no_area'));
  const place = { city, choice, level, areas, code: query.area ?? '', name, wording, signal };
  const made = await Promise.all([
    partSlides(place),
    siblingSlides(place),
    hintSlides(place),
    offerSlides(place),
  ]);
  return {
    title: said(wording.t('conference.title', { level: level.name, area: name }), wording),
    city: city.name,
    invented: city.invented,
    internal: city.audience !== 'public',
    slides: made.flat(),
  };
}

function said(text: string, { language }: Wording) {
  return { text, language };
}

function slide(message: string, { subject, body, credit }: Content, wording: Wording): DeckSlide {
  return { message: said(message, wording), subject, body, credit, notes: null };
}

/** The values of a level in the chosen indicator; `null` when it has none there. */
async function valuesOf(
  { city, choice, wording, signal }: Place,
  level: Level,
): Promise<Values | null> {
  const { indicator } = choice;
  const periods = indicator.available.find((entry) => entry.level === level.id)?.periods ?? [];
  const wanted = choice.period ?? city.default.period;
  const period = periods.includes(wanted) ? wanted : periods.at(-1);
  if (period === undefined) return null;
  const ids = { city: city.id, level: level.id, indicator: indicator.id, period };
  const plain = { method: null, classes: null, smoothed: false, fixed: false, earlier: null };
  try {
    return await fetchValues({ ...ids, ...plain, language: wording.language }, signal);
  } catch (error) {
    if (error instanceof Problem && error.isRefusal) return null;
    throw error;
  }
}

/** One line per area of a level that `take` names, in the order of their values. */
function linesOf(values: Values, areas: Areas, indicator: Indicator, place: Place): Line[] {
  const { wording, code } = place;
  const { t } = wording;
  const whole = isTotal(values.city, values.value) ? null : values.city;
  const at = axis([...values.value, ...values.upper, whole]);
  const order = areas.id.map((id, row) => ({ row, at: values.id.indexOf(id) }));
  order.sort((a, b) => (values.value[b.at] ?? -Infinity) - (values.value[a.at] ?? -Infinity));
  return order.map(({ row, at: index }): Line => {
    const value = values.value[index] ?? null;
    const bounds = { lower: values.lower[index] ?? null, upper: values.upper[index] ?? null };
    const verdict = values.to_city[index] ?? null;
    const beside =
      value === null || whole === null ? null : points(value - whole, indicator, wording);
    return {
      name: areas.name[row] ?? '',
      value:
        value === null
          ? t(`reason.${values.reason[index] ?? 'absent'}`)
          : amount(value, indicator, wording),
      range: range(bounds, indicator, wording),
      bar: barOf({ value, ...bounds }, whole, at),
      words: [beside ?? rankOf(values, index, t), verdict && t(`slides.to_city_${verdict}`)].filter(
        (text) => text !== null,
      ),
      strong: areas.level === place.level.id && areas.code[row] === code,
    };
  });
}

/** The rank among all areas of the level from the highest value down; equal values share their ranks. */
function rankOf(values: Values, at: number, t: Wording['t']): string | null {
  const own = values.value[at] ?? null;
  if (own === null) return null;
  const known = values.value.filter((value) => value !== null);
  const from = known.filter((value) => value > own).length + 1;
  const to = known.filter((value) => value >= own).length;
  const areas = known.length;
  return from === to
    ? t('slides.rank', { rank: from, areas })
    : t('slides.ranks', { from, to, areas });
}

function pages(lines: Line[]): Line[][] {
  const count = Math.ceil(lines.length / LINES);
  const size = Math.ceil(lines.length / Math.max(1, count));
  return Array.from({ length: count }, (_, at) => lines.slice(at * size, (at + 1) * size));
}

function head(level: Level, { t }: Wording): [string, string] {
  return [level.name, t('slides.what')];
}

function kept(areas: Areas, keep: (row: number) => boolean): Areas {
  const only = <T>(list: T[]) => list.filter((_, row) => keep(row));
  return {
    level: areas.level,
    id: only(areas.id),
    code: only(areas.code),
    name: only(areas.name),
    parent: only(areas.parent),
    lon: only(areas.lon),
    lat: only(areas.lat),
    area_km2: only(areas.area_km2),
  };
}

/** The map of the parts, and the parts against the city. */
async function partSlides(place: Place): Promise<DeckSlide[]> {
  const { city, choice, level, code, name, wording, signal } = place;
  const { t } = wording;
  const { indicator } = choice;
  const parts = partsOf(city, level);
  if (parts === null) return [];
  const [all, values] = await Promise.all([
    fetchAreas(city.id, parts.id, signal),
    valuesOf(place, parts),
  ]);
  const areas = kept(all, (row) => all.parent[row] === code);
  if (values === null || areas.id.length === 0) return [];
  const asked: Record<string, string> = {
    indicator: indicator.id,
    period: values.period,
    within: code,
    parents: level.id,
  };
  const definition = city.priorities.find((item) => item.level === parts.id);
  if (definition) asked.definition = definition.id;
  const subject = subjectOf(indicator.name, parts, values.period, wording);
  const title = t('conference.map', { area: name, indicator: indicator.name });
  const query = { ...roomBelow(title), ...asked };
  const drawn = await picture(city, parts.id, query, wording, signal);
  const alt = t('conference.picture', { area: name, subject });
  const body: Body = drawn.kind === 'picture' ? { ...drawn, alt } : drawn;
  const credit = creditOf(city, parts, [indicator.id]);
  const map = slide(title, { subject, body, credit }, wording);
  const lines = linesOf(values, areas, indicator, place);
  const message = higherSentence(values, areas, parts, place);
  const tables = pages(lines).map((page): DeckSlide => {
    const table: Body = {
      kind: 'table',
      caption: subject,
      head: head(parts, wording),
      lines: page,
    };
    return slide(message, { subject, body: table, credit }, wording);
  });
  return [map, ...tables];
}

/** How many parts lie above the city for certain; where that cannot be said, what the table shows. */
function higherSentence(values: Values, areas: Areas, parts: Level, place: Place): string {
  const { t } = place.wording;
  const verdicts = areas.id.flatMap((id) => values.to_city[values.id.indexOf(id)] ?? []);
  const words = { plural: parts.plural, area: place.name };
  const whole = values.city !== null && !isTotal(values.city, values.value);
  if (!whole) return t('conference.ranked', { ...words, count: values.id.length });
  if (verdicts.length === 0) return t('conference.beside', words);
  const above = verdicts.filter((verdict) => verdict === 'higher').length;
  return t('conference.above', { ...words, above, count: verdicts.length });
}

/** The area among the areas of its level: values, ranges and differences, no classes where they are few. */
async function siblingSlides(place: Place): Promise<DeckSlide[]> {
  const { choice, level, areas, name, wording } = place;
  const { t } = wording;
  const values = await valuesOf(place, level);
  if (values === null) return [];
  const lines = linesOf(values, areas, choice.indicator, place);
  const words = { area: name, count: areas.id.length, plural: level.plural };
  const few = areas.id.length < FEW;
  const subject = subjectOf(choice.indicator.name, level, values.period, wording);
  const own = lines.findIndex(({ strong }) => strong);
  // Many areas would fill many slides: the own one with its neighbours in rank.
  const start = Math.max(0, Math.min(own - 3, lines.length - LINES));
  const shown = few ? pages(lines) : [lines.slice(start, start + LINES)];
  const credit = creditOf(place.city, level, [choice.indicator.id]);
  const message = t(few ? 'conference.few' : 'conference.among', words);
  return shown.map((page): DeckSlide => {
    const body: Body = { kind: 'table', caption: subject, head: head(level, wording), lines: page };
    return slide(message, { subject, body, credit }, wording);
  });
}

/** Codes of the areas of a level that lie in the area, from parent to parent. */
async function inside(place: Place, target: string): Promise<Areas | null> {
  const { city, level, code, signal } = place;
  if (target === level.id) return kept(place.areas, (row) => place.areas.code[row] === code);
  let [at, codes]: [Level, Set<string>] = [level, new Set([code])];
  for (;;) {
    const parts = partsOf(city, at);
    if (parts === null) return null;
    const all = await fetchAreas(city.id, parts.id, signal);
    const within = kept(all, (row) => codes.has(all.parent[row] ?? ''));
    if (parts.id === target) return within;
    [at, codes] = [parts, new Set(within.code)];
  }
}

interface Decided {
  areas: {
    name: string;
    level: string;
    codes: string[];
    flag_status: string;
    flag_status_name: string;
    committee?: string;
    date?: string;
    paper?: string | null;
  }[];
}

/** Flags and decisions in the area, with how far they have come. */
async function hintSlides(place: Place): Promise<DeckSlide[]> {
  const { city, wording, signal } = place;
  const query = wording.language === 'de' ? {} : { language: wording.language };
  const asked = await ask(address(['cities', city.id, 'decisions'], query), { signal });
  const decided = (await asked.json()) as Decided;
  const made = city.priorities.map((definition) => hintSlide(place, definition, decided));
  return (await Promise.all(made)).filter((found) => found !== null);
}

async function hintSlide(
  place: Place,
  definition: Definition,
  decided: Decided,
): Promise<DeckSlide | null> {
  const { city, wording, signal, name } = place;
  const { t, language } = wording;
  const level = city.levels.find(({ id }) => id === definition.level);
  const areas = await inside(place, definition.level);
  if (!level || areas === null || areas.id.length === 0) return null;
  const question = fetchPriority(city.id, level.id, definition.id, language, signal);
  const answer = await question.catch(() => null);
  if (answer === null) return null;
  const names = new Map(areas.id.map((id, row) => [id, areas.name[row] ?? '']));
  const flagged = answer.areas.filter((area) => area.flag && names.has(area.id));
  flagged.sort((a, b) => (b.index ?? 0) - (a.index ?? 0));
  const hints = flagged.map((area) => ({
    name: names.get(area.id) ?? '',
    detail: area.class_label ?? '',
    status: statusName(area.flag_status, wording),
  }));
  const all = [...stepsOf(decided, level, new Set(areas.code), wording), ...hints];
  const items = all.slice(0, MOST_LISTED);
  const left = all.length - items.length;
  const note = left > 0 ? t('slides.more', { count: left }) : t('slides.hint_note');
  const words = { area: name, count: flagged.length, all: areas.id.length };
  const some = flagged.length > 0;
  // An area of the level that is compared stands for itself alone.
  const message = t(
    areas.id.length === 1
      ? `conference.${some ? 'hint_itself' : 'no_hint_itself'}`
      : `conference.${some ? 'hints' : 'no_hints'}`,
    words,
  );
  const subject = subjectOf(definition.name, level, answer.period, wording);
  const credit = creditOf(city, level, definition.indicators);
  return slide(message, { ...together(subject, items, note), credit }, wording);
}

/** What committees proposed, discussed and resolved about areas of these codes. */
function stepsOf(decided: Decided, level: Level, codes: Set<string>, { t, language }: Wording) {
  const here = decided.areas.filter(
    (area) => area.level === level.id && area.codes.some((code) => codes.has(code)),
  );
  return here.map((area) => ({
    name: area.name,
    detail: [
      area.committee,
      area.date && formatPeriod(area.date, language, t),
      area.paper && t('conference.paper', { paper: area.paper }),
    ]
      .filter(Boolean)
      .join(', '),
    status: area.flag_status_name,
  }));
}

/** What there is in the area, counted by kind; nothing where the city has no files of offers. */
async function offerSlides(place: Place): Promise<DeckSlide[]> {
  const { city, level, code, name, choice, wording, signal } = place;
  const { t, language } = wording;
  if (city.offers.length === 0) return [];
  const ids = { city: city.id, level: level.id, code };
  const { offers } = await fetchProfile({ ...ids, period: choice.period, language }, signal);
  const all = offers.flatMap((layer) => layer.offers);
  const counts = new Map<string, number>();
  for (const layer of offers) {
    // What a file has of one kind only is called what the file is called.
    const single = new Set(layer.offers.map(({ type }) => type)).size === 1;
    for (const { type } of layer.offers) {
      const kind = single ? layer.name : type;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  const kinds = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'de'));
  const items = kinds.slice(0, MOST_LISTED).map(([type, count]) => ({
    name: type || t('conference.other_offers'),
    detail: formatNumber(count, 0, language),
    status: '',
  }));
  const left = kinds.length - items.length;
  const note = left > 0 ? t('slides.more', { count: left }) : t('conference.offers_note');
  const files = city.offers.filter(({ id }) => offers.some((layer) => layer.id === id));
  const sources = new Set(files.map(({ source }) => source));
  const publishers = city.sources.filter(({ id }) => sources.has(id)).map((of) => of.publisher);
  const credit = [...new Set(publishers)].join('; ') || null;
  const subject = `${level.name} · ${city.name}`;
  const body: Body = { kind: 'list', items, note };
  const message = t('conference.offers', { area: name, count: all.length });
  return [slide(message, { subject, body, credit }, wording)];
}
