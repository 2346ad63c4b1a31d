import type { Screen } from './state';

/** What is slow to begin waits until there is something to look at. */
export interface Gate {
  opened: Promise<void>;
  open(): void;
}

/** A picture that is late does not keep the map waiting longer than this: it is made while numbers are on their way. */
const MOST_MS = 1000;

export function makeGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
    setTimeout(done, MOST_MS);
  });
  return { opened, open };
}

/** The gate of the code of the map, which may run while the first picture is on its way to the screen. */
export const codeGate = makeGate();
/** The gate of the first map of a visit. */
export const firstGate = makeGate();

/**
 * Calls back when what stands in the document has been drawn: in the frame after its own; and before, when the page
 * has done its part of it. Hidden pages draw no frames and call nothing back. Gives what takes it back.
 */
export function whenPainted(handed: () => void, callback: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    setTimeout(handed);
    frame = requestAnimationFrame(callback);
  });
  return () => cancelAnimationFrame(frame);
}

const WITH_MAP = new Set<Screen>(['map', 'priority', 'comparison', 'correlation', 'development']);

let seen = false;

/** Whether the map of the city is still to be seen for the first time. */
export function awaitsMap(screen: Screen): boolean {
  return !seen && WITH_MAP.has(screen);
}

/** Notes when the visitor first saw the city, for those who measure it. */
export function noteSeen(): void {
  if (seen) return;
  seen = true;
  performance.mark('city seen');
}

let live = false;

/** Notes when the map first answered the pointer. */
export function noteLive(): void {
  if (live) return;
  live = true;
  performance.mark('map live');
}
