/** What slides show below their message, out of the server's answers. */

import { amount, difference, range } from '../amounts';
import type { Comparison, ProfileIndicator, Side } from '../answers';
import {
  address,
  ask,
  fetchAreas,
  fetchComparison,
  fetchPriority,
  fetchProfile,
  Problem,
} from '../api';
import { formatPeriod, formatSigned } from '../format';
import type { Wording } from '../model';
import type { City, Indicator, Level } from '../types';
import type { Bar, Body, Line } from './deck';
import type { PresentedSlide, SavedView } from './file';

export interface Content {
  subject: string | null;
  body: Body;
  credit: string | null;
}

/** What message and foot of the slide say already. */
const SAID = ['title', 'sources', 'notes', 'address'];
/** The picture leaves room for message and foot; its letters are as large as those of the slide. */
const PICTURE = { width: '1200', letters: '24' };
/** On a phone the legend stands below the map, and both are read without a glass. */
const ON_PHONE = { width: '420', height: '720', letters: '15' };
const PHONE = '(max-width: 719px)';
/** As many flagged areas as fit on a slide. */
const MOST_LISTED = 10;
/** As many indicators as fit on a slide. */
const MOST_SHOWN = 6;

/** Messages of at most so many letters stand on one line whatever the typeface, and leave more room. */
const ONE_LINE = 44;

/** Height and parts of a picture below a message and above a credit of two lines: the legend has no room for layers of orientation below a long one. */
export function roomBelow(message: string, hints = true): Record<string, string> {
  const short = message.length <= ONE_LINE;
  const without = [...SAID, ...(short ? [] : ['context']), ...(hints ? [] : ['flags'])];
  return { height: short ? '505' : '455', without: without.join(',') };
}

export function bodyOf(
  slide: PresentedSlide,
  city: City,
  wording: Wording,
  signal: AbortSignal,
): Promise<Content> {
  switch (slide.kind) {
    case 'map':
      return mapOf(slide, city, wording, signal);
    case 'comparison':
      return comparisonOf(slide.view, city, wording, signal);
    case 'profile':
      return profileOf(slide.view, city, wording, signal);
    case 'priority':
      return priorityOf(slide.view, city, wording, signal);
    case 'text': {
      const { text = '', language = wording.language } = slide.text ?? {};
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return Promise.resolve({
        subject: null,
        body: { kind: 'text', lines, language },
        credit: null,
      });
    }
  }
}

function found<T extends { id: string }>(items: T[], id: string | undefined): T {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new Problem(404, '', '');
  return item;
}

/** The legend of a slide has room for a few layers: railways orient least. */
function orienting({ context }: City): string {
  const ids = context.filter(({ kind }) => kind !== 'rail').map(({ id }) => id);
  return ids.join(',') || 'none';
}

export async function picture(
  city: City,
  level: string,
  query: Record<string, string>,
  wording: Wording,
  signal: AbortSignal,
): Promise<Body> {
  const asked = wording.language === 'de' ? query : { ...query, language: wording.language };
  const layers = { context: orienting(city) };
  const size = matchMedia(PHONE).matches ? ON_PHONE : {};
  const at = (extension: string) =>
    address(['cities', city.id, level, `map.${extension}`], {
      ...PICTURE,
      ...layers,
      ...asked,
      ...size,
    });
  const accept = (type: string) => ({ signal, headers: { accept: type } });
  const [drawn, said] = await Promise.all([
    ask(at('svg'), accept('image/svg+xml')).then((answer) => answer.blob()),
    ask(at('txt'), accept('text/plain')).then((answer) => answer.text()),
  ]);
  return { kind: 'picture', url: URL.createObjectURL(drawn), alt: said.trim() };
}

/** What the picture of a saved view has to know. */
export function asked(view: SavedView): Record<string, string> {
  const query: Record<string, string> = {};
  if (view.indicator) query.indicator = view.indicator;
  if (view.period) query.period = view.period;
  if (view.method) query.method = view.method;
  if (view.classes) query.classes = String(view.classes);
  if (view.all_periods) query.scale = 'periods';
  if (view.smoothed) query.smoothed = 'true';
  if (view.show) query.show = view.show;
  if (view.definition) query.definition = view.definition;
  if (view.context) query.context = view.context.join(',') || 'none';
  return query;
}

async function mapOf(
  { view, message }: PresentedSlide,
  city: City,
  wording: Wording,
  signal: AbortSignal,
): Promise<Content> {
  const level = found(city.levels, view.level);
  const definition = city.priorities.find(({ id }) => id === view.definition);
  const onIndex = (view.show ?? 'values') !== 'values';
  const indicator = found(city.indicators, view.indicator ?? city.default.indicator);
  const name = onIndex ? (definition?.name ?? '') : indicator.name;
  const period = onIndex ? definition?.period : view.period;
  const query = { ...roomBelow(message.text, view.hints), ...asked(view) };
  const body = await picture(city, level.id, query, wording, signal);
  const shown = onIndex ? (definition?.indicators ?? []) : [indicator.id];
  const credit = creditOf(city, level, shown);
  return { subject: subjectOf(name, level, period, wording), body, credit };
}

export function subjectOf(
  name: string,
  level: Level,
  period: string | undefined,
  { t, language }: Wording,
): string {
  const when = period && formatPeriod(period, language, t);
  return [name, level.plural, when].filter(Boolean).join(' · ');
}

/** Publishers of the numbers and of the boundaries, each once. */
export function creditOf(city: City, level: Level, indicators: string[]): string {
  const shown = city.indicators.filter(({ id }) => indicators.includes(id));
  const ids = new Set([...shown.flatMap(({ sources }) => sources), level.source]);
  const publishers = city.sources.filter(({ id }) => ids.has(id)).map((item) => item.publisher);
  return [...new Set(publishers)].join('; ');
}

/** Places between the ends of all numbers; amounts begin at zero. */
export function axis(numbers: (number | null)[]): (value: number | null) => number | null {
  const known = numbers.filter((number) => number !== null);
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  return (value) => (value === null || high === low ? null : (value - low) / (high - low));
}

interface Measured {
  value: number | null;
  lower: number | null;
  upper: number | null;
}

export function barOf(
  of: Measured,
  city: number | null,
  at: (value: number | null) => number | null,
): Bar | null {
  const value = at(of.value);
  if (value === null) return null;
  return { value, lower: at(of.lower), upper: at(of.upper), city: at(city) };
}

function changeWords(side: Side, earlier: string | null, indicator: Indicator, wording: Wording) {
  if (side.change === null || earlier === null) return null;
  const { t, language } = wording;
  const since = t('change.since', { period: formatPeriod(earlier, language, t) });
  // A number that may be chance is not read out.
  if (side.change_verdict === 'not_secured') return `${since}: ${t('slides.change_not_secured')}`;
  const number = points(side.change, indicator, wording);
  const verdict = side.change_verdict && t('slides.secured');
  return `${since}: ${[number, verdict].filter(Boolean).join(', ')}`;
}

/** A difference in short words. */
export function points(value: number, indicator: Indicator, wording: Wording): string {
  const { t, language } = wording;
  if (indicator.unit !== '%') return difference(value, indicator, wording);
  return t('slides.points', { number: formatSigned(value, indicator.decimals, language) });
}

/** A total of the city would press the bars of its parts to the floor. */
export function isTotal(city: number | null, values: (number | null)[]): boolean {
  const known = values.filter((value) => value !== null);
  return city !== null && known.length > 0 && city > Math.max(...known);
}

async function comparisonOf(
  view: SavedView,
  city: City,
  wording: Wording,
  signal: AbortSignal,
): Promise<Content> {
  const { t } = wording;
  const level = found(city.levels, view.level);
  const indicator = found(city.indicators, view.indicator);
  const question = { city: city.id, level: level.id, areas: view.areas ?? [] };
  const times = { period: view.period ?? null, earlier: view.earlier ?? null };
  const answer = await fetchComparison({ ...question, ...times }, signal);
  const line = answer.indicators.find((item) => item.indicator === indicator.id);
  if (!line) throw new Problem(404, '', '');
  const body = {
    kind: 'table' as const,
    caption: indicator.name,
    head: [level.name, t('slides.what')] as [string, string],
    lines: comparedLines(answer, line, indicator, city, wording),
  };
  const credit = creditOf(city, level, [indicator.id]);
  return { subject: subjectOf(indicator.name, level, line.period, wording), body, credit };
}

function comparedLines(
  answer: Comparison,
  line: Comparison['indicators'][number],
  indicator: Indicator,
  city: City,
  wording: Wording,
): Line[] {
  const { t } = wording;
  const total = isTotal(
    line.city.value,
    line.areas.map(({ value }) => value),
  );
  const whole = total ? null : line.city.value;
  const ends = line.areas.flatMap(({ value, upper }) => [value, upper]);
  const at = axis([...ends, whole]);
  const one = (name: string, side: Side, strong: boolean): Line => ({
    name,
    value:
      side.value === null
        ? t(`reason.${side.reason ?? 'absent'}`)
        : amount(side.value, indicator, wording),
    range: range(side, indicator, wording),
    bar: strong && total ? null : barOf(side, whole, at),
    words: [
      !strong && side.to_city ? t(`slides.to_city_${side.to_city}`) : null,
      changeWords(side, line.earlier, indicator, wording),
    ].filter((text) => text !== null),
    strong,
  });
  const lines = line.areas.map((side, index) => one(answer.areas[index]?.name ?? '', side, false));
  return [...lines, one(city.name, line.city, true)];
}

/** The indicators that were saved, else those of the index, else the first that have a value. */
function shownIndicators(view: SavedView, all: ProfileIndicator[], city: City): ProfileIndicator[] {
  const saved = view.indicators ?? [];
  const ids = saved.length > 0 ? saved : (city.priorities[0]?.indicators ?? []);
  const chosen = ids.flatMap((id) => all.find((item) => item.id === id) ?? []);
  const shown = chosen.length > 0 ? chosen : all.filter(({ value }) => value !== null);
  return shown.slice(0, MOST_SHOWN);
}

/** Where the area stands among the others, where nothing is secured. */
function rankOf({ position, value }: ProfileIndicator, { t }: Wording): string | null {
  if (value === null || position === null || position.areas < 2) return null;
  const { rank_from, rank_to, areas } = position;
  if (rank_from === rank_to) return t('slides.rank', { rank: rank_from, areas });
  return t('slides.ranks', { from: rank_from, to: rank_to, areas });
}

async function profileOf(
  view: SavedView,
  city: City,
  wording: Wording,
  signal: AbortSignal,
): Promise<Content> {
  const { t, language } = wording;
  const level = found(city.levels, view.level);
  const ids = { city: city.id, level: level.id, code: view.area ?? '' };
  const answer = await fetchProfile({ ...ids, period: view.period ?? null, language }, signal);
  const all = answer.themes.flatMap(({ indicators }) => indicators);
  const lines = shownIndicators(view, all, city).map((item): Line => {
    const when = item.period === view.period ? '' : ` (${formatPeriod(item.period, language, t)})`;
    const total = item.difference === null && item.city.value !== null;
    const at = axis([item.value, item.upper, item.city.value, item.position?.max.value ?? null]);
    const whole =
      item.city.value === null
        ? item.city.reason && t('slides.city_value', { value: t(`reason.${item.city.reason}`) })
        : t('slides.city_value', { value: amount(item.city.value, item, wording) });
    const verdict = item.difference?.verdict ?? null;
    return {
      name: item.name + when,
      value: item.value === null ? (item.reason_text ?? '') : amount(item.value, item, wording),
      range: range(item, item, wording),
      bar: total ? null : barOf(item, item.city.value, at),
      words: [whole, verdict ? t(`slides.to_city_${verdict}`) : rankOf(item, wording)].filter(
        (text) => text !== null,
      ),
      strong: false,
    };
  });
  const head: [string, string] = [t('slides.indicator'), t('slides.what')];
  const subject = `${answer.area.name} · ${level.name} · ${city.name}`;
  const credit = creditOf(
    city,
    level,
    shownIndicators(view, all, city).map(({ id }) => id),
  );
  return { subject, body: { kind: 'table', caption: answer.area.name, head, lines }, credit };
}

async function priorityOf(
  view: SavedView,
  city: City,
  wording: Wording,
  signal: AbortSignal,
): Promise<Content> {
  const { t, language } = wording;
  const definition = found(city.priorities, view.definition);
  const level = found(city.levels, view.level ?? definition.level);
  const [priority, areas] = await Promise.all([
    fetchPriority(city.id, level.id, definition.id, language, signal),
    fetchAreas(city.id, level.id, signal),
  ]);
  const names = new Map(areas.id.map((id, index) => [id, areas.name[index] ?? '']));
  const flagged = priority.areas.filter(({ flag }) => flag);
  flagged.sort((a, b) => (b.index ?? 0) - (a.index ?? 0));
  const items = flagged.slice(0, MOST_LISTED).map((area) => ({
    name: names.get(area.id) ?? '',
    detail: area.class_label ?? '',
    status: statusName(area.flag_status, wording),
  }));
  const more = flagged.length - items.length;
  const plain = items.length === 0 ? t('slides.no_hints') : t('slides.hint_note');
  const note = more > 0 ? t('slides.more', { count: more }) : plain;
  const subject = subjectOf(definition.name, level, priority.period, wording);
  const credit = creditOf(city, level, definition.indicators);
  return { ...together(subject, items, note), credit };
}

interface Item {
  name: string;
  detail: string;
  status: string;
}

/** A status that all share is said once. */
export function together(subject: string, items: Item[], note: string) {
  const status = items[0]?.status ?? '';
  const same = items.length > 1 && items.every((item) => item.status === status);
  const shown = same ? items.map((item) => ({ ...item, status: '' })) : items;
  const said = same ? `${subject} · ${status}` : subject;
  return { subject: said, body: { kind: 'list' as const, items: shown, note } };
}

const STATUSES = [
  'auffaellig',
  'vorschlag',
  'beraten',
  'beschlossen',
  'aufgehoben',
  'abgelehnt',
] as const;

export function statusName(status: string | null, { t }: Wording): string {
  const known = STATUSES.find((name) => name === status);
  return known ? t(`slides.status_${known}`) : '';
}
