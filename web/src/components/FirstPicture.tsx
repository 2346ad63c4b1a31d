import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { codeGate, firstGate, type Gate, noteSeen, whenPainted } from '../first-sight';
import { drawFirst } from '../map/first';
import type { Picture } from '../map/map';
import type { Spot } from '../map/offers';
import type { Row, View } from '../model';
import { useOutlines } from '../outlines';
import type { Query } from '../state';

interface Props {
  view: View;
  query: Query;
  picture: Picture;
  marked: Row[];
  spots: Spot[];
  /** Opened when the picture is painted, or when there will be none. */
  gate: Gate;
  box: RefObject<HTMLDivElement | null>;
}

/** Counts how often the box has changed its size. */
function useSize(box: RefObject<Element | null>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    // The first call tells of the size that is known.
    let calls = 0;
    const observer = new ResizeObserver(() => {
      if (calls > 0) setCount(calls);
      calls += 1;
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return count;
}

/**
 * What the map will show, drawn at once from the outlines: WebGL takes its time to begin. It lies over the map
 * until that is drawn, and says nothing that the map and the table do not say.
 */
export function FirstPicture({ view, query, picture, marked, spots, gate, box }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { answer, error } = useOutlines(view);
  const size = useSize(box);
  const { bounds } = view.city;
  const chosen = marked.map(({ id }) => id);
  const { viewport, context, offer } = query;
  const withBase = query.baseMap && view.city.base_map !== null;
  const opacity = (query.opacity ?? 100) / 100;
  // Drawn anew with everything that the map would follow.
  useLayoutEffect(() => {
    if (!canvas.current || !box.current) return;
    // The map of another service is drawn by the map alone.
    const first = !withBase &&
      answer && {
        outlines: answer,
        picture,
        bounds,
        viewport,
        chosen,
        spots,
        offer,
        context,
        opacity,
      };
    const drawn = first && drawFirst(canvas.current, first);
    box.current.classList.toggle('is-drawn', drawn === true);
    const open = () => {
      codeGate.open();
      gate.open();
      firstGate.open();
    };
    if (!drawn) {
      if (withBase || answer || error !== null) open();
      return;
    }
    return whenPainted(codeGate.open, () => {
      noteSeen();
      open();
    });
  }, [
    answer,
    error,
    picture,
    bounds,
    viewport,
    chosen.join(),
    spots,
    offer,
    context,
    opacity,
    withBase,
    size,
  ]);
  return (
    <div class="first-picture" ref={box} aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}
