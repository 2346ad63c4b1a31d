import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Whether the page is being printed. */
function usePaper(): boolean {
  const [onPaper, setOnPaper] = useState(false);
  useEffect(() => {
    const printing = matchMedia('print');
    const listen = () => setOnPaper(printing.matches);
    listen();
    printing.addEventListener('change', listen);
    return () => printing.removeEventListener('change', listen);
  }, []);
  return onPaper;
}

/** As wide as a sheet of A4 within its margins, in pixels of the page. */
const SHEET = 660;

/**
 * How wide the box is drawn, so that a chart is drawn in its real size and its words keep theirs. A sheet is
 * narrower than the screen, and nothing tells its boxes' widths before it is printed: `sheet` is how wide the box will be there.
 */
export function useWidth<E extends Element>(
  first: number,
  sheet = SHEET,
): [RefObject<E | null>, number] {
  const box = useRef<E>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const now = Math.round(entry?.contentRect.width ?? 0);
      if (now > 0) setWidth(now);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const onPaper = usePaper();
  return [box, onPaper ? Math.min(width, sheet) : width];
}
