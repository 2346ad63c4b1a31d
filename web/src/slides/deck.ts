import { fetchCities, fetchCity, Problem } from '../api';
import { resolveCity } from '../choice';
import { problemText } from '../components/Failure';
import { NothingToShow } from '../load';
import type { Wording } from '../model';
import type { Language, Query } from '../state';
import type { City } from '../types';
import { conference } from './conference';
import { bodyOf } from './content';
import { fetchPresentation, type PresentedSlide, type Said } from './file';

/** A line of a table for the last row: a name, a number, what may be said of it. */
export interface Line {
  name: string;
  value: string;
  range: string | null;
  bar: Bar | null;
  words: string[];
  /** The one that the slide is about. */
  strong: boolean;
}

/** Where value, range and city lie between the ends of an axis, from 0 to 1. */
export interface Bar {
  value: number;
  lower: number | null;
  upper: number | null;
  city: number | null;
}

export type Body =
  | { kind: 'picture'; url: string; alt: string }
  | { kind: 'table'; caption: string; head: [string, string]; lines: Line[] }
  | { kind: 'list'; items: { name: string; detail: string; status: string }[]; note: string }
  | { kind: 'text'; lines: string[]; language: Language }
  | { kind: 'failed'; detail: string };

export interface DeckSlide {
  message: Said;
  /** What the body shows, where and when. */
  subject: string | null;
  body: Body;
  /** Who published what is shown. */
  credit: string | null;
  notes: Said | null;
}

/** Everything that a presentation needs; with it nothing more is asked of the server. */
export interface Deck {
  title: Said;
  city: string;
  invented: boolean;
  internal: boolean;
  slides: DeckSlide[];
}

/** A slide that cannot be made says why; the others are shown. */
async function made(
  slide: PresentedSlide,
  city: City,
  wording: Wording,
  signal: AbortSignal,
): Promise<DeckSlide> {
  const { message, notes } = slide;
  try {
    return { message, notes, ...(await bodyOf(slide, city, wording, signal)) };
  } catch (error) {
    if (signal.aborted) throw error;
    const detail = problemText(error, wording);
    return { message, notes, subject: null, credit: null, body: { kind: 'failed', detail } };
  }
}

async function cityOf(query: Query, signal: AbortSignal): Promise<City> {
  const name = resolveCity(query, await fetchCities(signal));
  if (!name) throw new NothingToShow('app.no_city');
  // An address that names another city must not be answered with this one.
  if (query.city !== null && query.city !== name.id) throw new Problem(404, '', '');
  return fetchCity(name.id, query.language, signal);
}

/** Fetches every answer and picture of every slide. */
export async function loadDeck(query: Query, wording: Wording, signal: AbortSignal): Promise<Deck> {
  const city = await cityOf(query, signal);
  if (query.screen === 'conference') return conference(query, city, wording, signal);
  const id = query.presentation ?? '';
  const found = await fetchPresentation(city.id, id, query.language, signal);
  const slides = found.slides.map((slide) => made(slide, city, wording, signal));
  return {
    title: found.title,
    city: found.city_name,
    invented: found.invented,
    internal: found.audience !== 'public',
    slides: await Promise.all(slides),
  };
}

/** Gives back the memory of the pictures. */
export function forgetDeck(deck: Deck): void {
  for (const { body } of deck.slides) {
    if (body.kind === 'picture') URL.revokeObjectURL(body.url);
  }
}
