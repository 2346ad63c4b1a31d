import { useEffect } from 'preact/hooks';

export type Action =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'overview'
  | 'full'
  | 'handout'
  | 'notes'
  | 'leave';

const KEYS: Record<string, Action> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageDown: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  PageUp: 'previous',
  Home: 'first',
  End: 'last',
  Escape: 'leave',
};
const LETTERS: Record<string, Action> = { o: 'overview', f: 'full', h: 'handout', n: 'notes' };

/** Who speaks commands or shakes can turn the letters off. */
let letters = true;

export function lettersAreOn(): boolean {
  return letters;
}

export function switchLetters(on: boolean): void {
  letters = on;
}

/** What a key means; nothing while something is typed or a modifier is held. */
export function actionOf(event: KeyboardEvent): Action | null {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return null;
  const target = event.target as Element | null;
  if (target?.closest('input:not([type=checkbox]), select, textarea, dialog')) return null;
  const action = KEYS[event.key] ?? (letters ? LETTERS[event.key.toLowerCase()] : undefined);
  return action ?? null;
}

/** Keys that move the window, where there is something to move. */
const SCROLLING = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']);

function scrolls(page: Document): boolean {
  const { scrollHeight, clientHeight } = page.documentElement;
  return scrollHeight > clientHeight + 1;
}

export function onKeys(page: Document, act: (action: Action) => void): () => void {
  const listen = (event: KeyboardEvent) => {
    const action = actionOf(event);
    if (action === null || (SCROLLING.has(event.key) && scrolls(page))) return;
    event.preventDefault();
    act(action);
  };
  page.addEventListener('keydown', listen);
  return () => page.removeEventListener('keydown', listen);
}

export function useKeys(act: (action: Action) => void): void {
  useEffect(() => onKeys(document, act), [act]);
}
