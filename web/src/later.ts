import { useEffect, useState } from 'preact/hooks';

/** Hidden pages draw no frames, but their tables must be right when they are looked at. */
const WITHOUT_FRAMES_MS = 250;

/**
 * The value as it was before, until the next frame is drawn: what is long and may wait does not keep
 * the map from its first pixel.
 */
export function useLater<T>(value: T, first: T): T {
  const [later, setLater] = useState(first);
  useEffect(() => {
    let timer = setTimeout(() => setLater(value), WITHOUT_FRAMES_MS);
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setLater(value), 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [value]);
  return later;
}
