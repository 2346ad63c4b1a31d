/** The file of a presentation and what the server says about it. */

import { address, ask } from '../api';
import type { Language } from '../state';

export const FORMAT = 'sozialraumatlas-presentation';
export const VERSION = 1;
/** As the server has it; it has the last word. */
export const MOST = { message: 140, title: 120, text: 700, notes: 4000, bytes: 128 * 1024 };

export interface Words {
  de?: string;
  en?: string;
}

export const KINDS = ['map', 'comparison', 'profile', 'priority', 'text'] as const;
export type Kind = (typeof KINDS)[number];

export interface SavedView {
  level?: string;
  indicator?: string;
  indicators?: string[];
  period?: string;
  earlier?: string;
  method?: string;
  classes?: number;
  all_periods?: boolean;
  smoothed?: boolean;
  show?: 'values' | 'status' | 'dynamics';
  definition?: string;
  hints?: boolean;
  area?: string;
  areas?: string[];
  context?: string[];
}

export interface SlideFile {
  kind: Kind;
  message: Words;
  text?: Words;
  notes?: Words;
  view?: SavedView;
}

export interface PresentationFile {
  format: typeof FORMAT;
  version: typeof VERSION;
  title: Words;
  published: boolean;
  publish_notes: boolean;
  slides: SlideFile[];
}

export interface Said {
  text: string;
  language: Language;
  open?: string[];
}

export interface PresentedSlide {
  kind: Kind;
  message: Said;
  text: Said | null;
  notes: Said | null;
  view: SavedView;
}

export interface Presentation {
  id: string;
  city: string;
  city_name: string;
  invented: boolean;
  audience: string;
  data_version: string;
  title: Said;
  published: boolean;
  revision: string;
  slides: PresentedSlide[];
  file?: PresentationFile;
}

export interface Listed {
  id: string;
  title: Said;
  published: boolean;
  slides: number;
  revision: string;
}

export interface Presentations {
  city: string;
  audience: string;
  writable: boolean;
  presentations: Listed[];
  faults?: { id: string; detail: string }[];
}

function spoken(language: Language): Record<string, string> {
  return language === 'de' ? {} : { language };
}

function place(city: string, id: string | null, language: Language): string {
  const path = ['cities', city, 'presentations'];
  return address(id === null ? path : [...path, id], spoken(language));
}

export async function fetchPresentations(
  city: string,
  language: Language,
  signal: AbortSignal,
): Promise<Presentations> {
  return (await ask(place(city, null, language), { signal })).json();
}

export async function fetchPresentation(
  city: string,
  id: string,
  language: Language,
  signal?: AbortSignal,
): Promise<Presentation> {
  const init = signal ? { signal } : {};
  return (await ask(place(city, id, language), init)).json();
}

/** `null`: there must be none yet. Gives the new revision. */
export async function putPresentation(
  where: { city: string; id: string; language: Language },
  body: string,
  revision: string | null,
): Promise<string> {
  const seen: Record<string, string> =
    revision === null ? { 'if-none-match': '*' } : { 'if-match': `"${revision}"` };
  const headers = { 'content-type': 'application/json', ...seen };
  const answer = await ask(place(where.city, where.id, where.language), {
    method: 'PUT',
    headers,
    body,
  });
  return ((await answer.json()) as { revision: string }).revision;
}

export async function deletePresentation(
  where: { city: string; id: string; language: Language },
  revision: string,
): Promise<void> {
  const headers = { 'if-match': `"${revision}"` };
  await ask(place(where.city, where.id, where.language), { method: 'DELETE', headers });
}

/** A name that an address and a file can have, made of a title. */
export function idOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return plain || 'vortrag';
}

/** The bytes that are exported and written: indented, so that people can read them. */
export function fileText(file: PresentationFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
