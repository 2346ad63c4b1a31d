import type { Outlines } from './answers';

/** Where a place lies on the drawing of the outlines. */
export function onDrawing(outlines: Outlines, lon: number, lat: number): [number, number] {
  const { origin, scale } = outlines;
  const sine = Math.sin((lat * Math.PI) / 180);
  const x = lon / 360 + 0.5;
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [(x - origin[0]) * scale, (y - origin[1]) * scale];
}
