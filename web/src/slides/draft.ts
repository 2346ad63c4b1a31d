/** The presentation that a planner works on. It outlives a walk to the map and back, but neither sign-out nor reload. */

import type { View } from '../model';
import { isFixed, type Query } from '../state';
import { isSignedIn, onTurn } from '../token';
import {
  FORMAT,
  type Kind,
  type Presentation,
  type PresentationFile,
  type SavedView,
  type SlideFile,
  VERSION,
} from './file';

export interface Draft {
  city: string;
  id: string;
  /** Of the file it was read from; `null` when there is none yet. */
  revision: string | null;
  file: PresentationFile;
  /** Whether there is something that no file has. */
  changed: boolean;
}

let draft: Draft | null = null;
const listeners = new Set<() => void>();

export function currentDraft(): Draft | null {
  return draft;
}

export function setDraft(next: Draft | null): void {
  draft = next;
  for (const listener of listeners) listener();
}

export function onDraft(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

// What was written for one department is not left to whoever comes next.
onTurn(() => {
  if (!isSignedIn()) setDraft(null);
});

addEventListener('beforeunload', (event) => {
  if (draft?.changed) event.preventDefault();
});

export function changeDraft(
  patch: Partial<Omit<Draft, 'file'>> & { file?: Partial<PresentationFile> },
) {
  if (draft === null) return;
  const { file, ...rest } = patch;
  setDraft({ ...draft, changed: true, ...rest, file: { ...draft.file, ...file } });
}

export function changeSlide(at: number, patch: Partial<SlideFile>): void {
  if (draft === null) return;
  const slides = draft.file.slides.map((slide, index) =>
    index === at ? { ...slide, ...patch } : slide,
  );
  changeDraft({ file: { slides } });
}

/** Moves a slide by so many places. */
export function moveSlide(at: number, by: number): void {
  const slides = [...(draft?.file.slides ?? [])];
  const [slide] = slides.splice(at, 1);
  if (slide === undefined) return;
  slides.splice(at + by, 0, slide);
  changeDraft({ file: { slides } });
}

export function removeSlide(at: number): void {
  const slides = (draft?.file.slides ?? []).filter((_, index) => index !== at);
  changeDraft({ file: { slides } });
}

export function addSlide(slide: SlideFile): void {
  changeDraft({ file: { slides: [...(draft?.file.slides ?? []), slide] } });
}

export function newDraft(city: string): Draft {
  const file: PresentationFile = {
    format: FORMAT,
    version: VERSION,
    title: { de: '' },
    published: false,
    publish_notes: false,
    slides: [],
  };
  return { city, id: '', revision: null, file, changed: false };
}

export function draftOf({ city, id, revision, file }: Presentation): Draft | null {
  return file ? { city, id, revision, file, changed: false } : null;
}

/** Texts that were left empty are left out of the file. */
function words<T extends { de?: string; en?: string }>(of: T | undefined): T | undefined {
  if (of === undefined) return undefined;
  const said = Object.entries(of).filter(([, text]) => text?.trim());
  return said.length === 0 ? undefined : (Object.fromEntries(said) as T);
}

/** The file as it is written. */
export function finished(file: PresentationFile): PresentationFile {
  const slides = file.slides.map(({ kind, message, text, notes, view }): SlideFile => {
    const [lines, said] = [words(text), words(notes)];
    return {
      kind,
      message: words(message) ?? {},
      ...(lines && { text: lines }),
      ...(said && { notes: said }),
      ...(view && { view }),
    };
  });
  return { ...file, title: words(file.title) ?? {}, slides };
}

/** What is chosen now, as a slide of this kind keeps it; `null` where something is not chosen. */
export function savedView(kind: Kind, view: View, query: Query): SavedView | null {
  const { level, indicator, period, earlier, definition } = view.choice;
  const base: SavedView = { level: level.id, indicator: indicator.id };
  if (period !== null) base.period = period;
  switch (kind) {
    case 'text':
      return {};
    case 'priority':
      return definition && { level: definition.level, definition: definition.id };
    case 'profile':
      return query.area === null
        ? null
        : { ...base, area: query.area, indicators: indicatorsOf(view) };
    case 'comparison': {
      const areas = query.areas.length > 0 ? query.areas : query.area === null ? [] : [query.area];
      if (areas.length === 0) return null;
      return { ...base, areas, ...(earlier !== null && { earlier }) };
    }
    case 'map': {
      if (query.method !== null) base.method = query.method;
      if (query.classes !== null) base.classes = query.classes;
      if (isFixed(query)) base.all_periods = true;
      if (query.smoothed) base.smoothed = true;
      if (!query.hints) base.hints = false;
      else if (definition?.level === level.id) base.definition = definition.id;
      if (query.context !== null) base.context = query.context;
      return base;
    }
  }
}

/** The shown indicator first, then those of the index. */
function indicatorsOf({ choice }: View): string[] {
  const { indicator, definition } = choice;
  return [...new Set([indicator.id, ...(definition?.indicators ?? [])])].slice(0, 5);
}
