import { useLayoutEffect, useState } from 'preact/hooks';

/** Hidden pages draw no frames, but their tables must be right when they are looked at. */
const WITHOUT_FRAMES_MS = 250;

/** How much is put off at the moment, and who waits for all of it. */
let open = 0;
let waiting: (() => void)[] = [];

function close(): void {
  open -= 1;
  // What was put off may itself put something off.
  queueMicrotask(() => {
    if (open > 0) return;
    const callbacks = waiting;
    waiting = [];
    for (const callback of callbacks) callback();
  });
}

/** Calls back when nothing is put off; at once when that is so. */
export function whenAllThere(callback: () => void): void {
  if (open === 0) callback();
  else waiting.push(callback);
}

/** What comes first may be slow on its way; the rest does not wait longer than this. */
const MOST_MS = 1000;

/** What everything else waits for. */
let first: Promise<unknown> = Promise.resolve();

/** Puts everything off that may be, until the promise is settled. */
export function goFirst(promise: Promise<unknown>): void {
  const late = new Promise((done) => setTimeout(done, MOST_MS));
  first = Promise.race([promise.catch(() => {}), late]);
}

/** Calls back after the next frame is drawn. Gives what takes it back. */
function afterFrame(callback: () => void): () => void {
  let timer = setTimeout(callback, WITHOUT_FRAMES_MS);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(callback, 0);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/**
 * The value as it was before, until the next frame is drawn: what is long and may wait does not keep
 * the map from its first pixel.
 */
export function useLater<T>(value: T, before: T): T {
  const [later, setLater] = useState(before);
  useLayoutEffect(() => {
    if (later === value) return;
    open += 1;
    let gone = false;
    let cancel = () => {};
    void first.then(() => {
      if (!gone) cancel = afterFrame(() => setLater(value));
    });
    return () => {
      gone = true;
      cancel();
      close();
    };
  }, [value, later]);
  return later;
}
