import { address } from './api';
import type { View } from './model';
import { isFixed, type Query } from './state';

type Extension = 'svg' | 'png' | 'txt';

/** Which map: of the values, or of their change since the earlier period. */
export type PictureOf = 'values' | 'change';

/** What the picture of a map has to know to look like the map on the screen. */
export function pictureQuery(
  view: View,
  query: Query,
  of: PictureOf = 'values',
): Record<string, string> {
  const { indicator, period, earlier, definition, level } = view.choice;
  const asked: Record<string, string> = { indicator: indicator.id };
  if (period !== null) asked.period = period;
  if (query.context !== null) asked.context = query.context.join(',') || 'none';
  if (query.language !== 'de') asked.language = query.language;
  if (of === 'change' && earlier !== null) return { ...asked, earlier };
  // What gave way on the screen gives way on paper.
  if (view.classesProblem === null) {
    if (query.method !== null) asked.method = query.method;
    if (query.classes !== null) asked.classes = String(query.classes);
  }
  if (isFixed(query)) asked.scale = 'periods';
  if (query.smoothed) asked.smoothed = 'true';
  if (definition?.level === level.id) asked.definition = definition.id;
  if (!query.hints) asked.without = 'flags';
  return asked;
}

/** Where the picture of what is on the screen stands; `more` goes before what the screen says. */
export function pictureAddress(
  view: View,
  query: Query,
  extension: Extension,
  more: Record<string, string> = {},
  of: PictureOf = 'values',
): string {
  const asked = { ...pictureQuery(view, query, of), ...more };
  return address(['cities', view.city.id, view.choice.level.id, `map.${extension}`], asked);
}

/** What a picture holds beside the coloured areas. */
export const PICTURE_PARTS = [
  'title',
  'legend',
  'scale',
  'north',
  'sources',
  'notes',
  'address',
  'labels',
  'borders',
  'parents',
  'flags',
  'context',
] as const;
export type PicturePart = (typeof PICTURE_PARTS)[number];

/** The parts that are left out, those that the screen leaves out included. */
export function partsOff(off: PicturePart[], hints: boolean): Record<string, string> {
  const all = new Set<PicturePart>([...off, ...(hints ? [] : (['flags'] as const))]);
  return all.size === 0 ? {} : { without: [...all].join(',') };
}
