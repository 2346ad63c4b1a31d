import type { Outlines } from './answers';
import type { Bounds } from './types';

/** A place on the map of the world, which reaches from 0 to 1 both ways. */
function onWorld(lon: number, lat: number): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Where a place lies on the drawing of the outlines. */
export function onDrawing(outlines: Outlines, lon: number, lat: number): [number, number] {
  const { origin, scale } = outlines;
  const [x, y] = onWorld(lon, lat);
  return [(x - origin[0]) * scale, (y - origin[1]) * scale];
}

const WORLD_PIXELS = 512;

/** The side of the square that each of the areas would have at zoom 0, in pixels. */
export function roomPerArea(areas: number, [west, south, east, north]: Bounds): number {
  const [left, bottom] = onWorld(west, south);
  const [right, top] = onWorld(east, north);
  return WORLD_PIXELS * Math.sqrt(((right - left) * (bottom - top)) / areas);
}
