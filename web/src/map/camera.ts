import { onWorld, type Place, WORLD_PIXELS } from '../mercator';
import type { Bounds } from '../types';

/** Pixels that are left free around the city. */
export const PADDING = 28;
export const MAX_ZOOM = 17;

/** How far a zoom is on the way from one to another, from 0 to 1. */
export function wayBetween(zoom: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (zoom - from) / (to - from)));
}

/** What a map looks at: the middle on the map of the world, and the zoom. */
export interface Sight {
  center: Place;
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The whole city within the box; `null` when there is no room for it. */
function whole([west, south, east, north]: Bounds, { width, height }: Size): Sight | null {
  const [left, bottom] = onWorld(west, south);
  const [right, top] = onWorld(east, north);
  const pixels = Math.min(
    (width - 2 * PADDING) / (right - left),
    (height - 2 * PADDING) / (bottom - top),
  );
  if (!(pixels > 0 && Number.isFinite(pixels))) return null;
  const zoom = Math.min(MAX_ZOOM, Math.log2(pixels / WORLD_PIXELS));
  return { center: [(left + right) / 2, (top + bottom) / 2], zoom };
}

/** What the map will look at, as soon as there is one: the viewport of the address, else the whole city. */
export function sightOf(viewport: string | null, bounds: Bounds, size: Size): Sight | null {
  if (viewport === null) return whole(bounds, size);
  const [zoom = 0, lat = 0, lon = 0] = viewport.split('/').map(Number);
  return { center: onWorld(lon, lat), zoom: Math.min(MAX_ZOOM, zoom) };
}
