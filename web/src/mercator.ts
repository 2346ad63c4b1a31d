import type { Outlines } from './answers';
import type { Bounds } from './types';

export type Place = [number, number];
export type Line = Place[];

/** A place on the map of the world, which reaches from 0 to 1 both ways. */
export function onWorld(lon: number, lat: number): Place {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Where a place lies on the drawing of the outlines. */
export function onDrawing(outlines: Outlines, lon: number, lat: number): [number, number] {
  const { origin, scale } = outlines;
  const [x, y] = onWorld(lon, lat);
  return [(x - origin[0]) * scale, (y - origin[1]) * scale];
}

/** The side of the map of the world at zoom 0. */
export const WORLD_PIXELS = 512;

/** The side of the square that each of the areas would have at zoom 0, in pixels. */
export function roomPerArea(areas: number, [west, south, east, north]: Bounds): number {
  const [left, bottom] = onWorld(west, south);
  const [right, top] = onWorld(east, north);
  return WORLD_PIXELS * Math.sqrt(((right - left) * (bottom - top)) / areas);
}

/** From where to where on a stretch, from 0 to 1, it lies within the unit square; `null` when it does not. */
function part([x, y]: Place, [toX, toY]: Place): [number, number] | null {
  let [from, to] = [0, 1];
  for (const [at, step] of [
    [x, toX - x],
    [y, toY - y],
  ] as const) {
    if (step === 0) {
      if (at < 0 || at > 1) return null;
      continue;
    }
    const [first, last] = [-at / step, (1 - at) / step];
    from = Math.max(from, Math.min(first, last));
    to = Math.min(to, Math.max(first, last));
  }
  return from < to ? [from, to] : null;
}

/**
 * The parts of a ring that lie in a tile. Tiles reach a little over their edges and cut the areas
 * there; these cuts are no borders and fall away.
 */
export function within(ring: Line, { z, x, y }: { z: number; x: number; y: number }): Line[] {
  const scale = 2 ** z;
  const inTile = ([lon, lat]: Place): Place => {
    const [left, top] = onWorld(lon, lat);
    return [left * scale - x, top * scale - y];
  };
  const lines: Line[] = [];
  let line: Line = [];
  ring.forEach((to, at) => {
    const from = ring[at - 1];
    if (!from) return;
    const found = part(inTile(from), inTile(to));
    const on = (share: number): Place => [
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share,
    ];
    if (found && (line.length === 0 || found[0] > 0)) {
      line = [on(found[0])];
      lines.push(line);
    }
    if (found) line.push(found[1] === 1 ? to : on(found[1]));
    if (!found || found[1] < 1) line = [];
  });
  return lines;
}
