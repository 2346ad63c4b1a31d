import type { Map as LibreMap } from 'maplibre-gl';
import type { Bounds } from '../types';
import { markLayers, only } from './layers';

export const MARKS = 'marks';

interface Ground {
  tiles: string;
  bounds: Bounds;
}

export type Mark = 'chosen' | 'hover';
const LAYERS: Record<Mark, string[]> = {
  chosen: ['chosen-casing', 'chosen-line'],
  hover: ['hover-line'],
};

/**
 * The few areas that are chosen or under the pointer. They have a source of their own, made when the
 * first of them is to be marked: a filter is laid out anew for its whole source, and thousands of
 * coloured areas need not be for one line.
 */
export class Marks {
  private readonly map: LibreMap;
  private ground: Ground | null = null;
  private marked: Record<Mark, number[]> = { chosen: [], hover: [] };

  constructor(map: LibreMap) {
    this.map = map;
  }

  /** Takes the marks of the last level away. */
  reset(ground: Ground): void {
    this.ground = ground;
    this.marked = { chosen: [], hover: [] };
    if (!this.map.getSource(MARKS)) return;
    for (const [layer] of markLayers(MARKS)) this.map.removeLayer(layer.id);
    this.map.removeSource(MARKS);
  }

  put(mark: Mark, ids: number[]): void {
    if (ids.join() === this.marked[mark].join()) return;
    this.marked[mark] = ids;
    if (!this.map.getSource(MARKS) && !this.add()) return;
    for (const layer of LAYERS[mark]) this.map.setFilter(layer, only(ids));
  }

  private add(): boolean {
    if (!this.ground) return false;
    const { tiles, bounds } = this.ground;
    this.map.addSource(MARKS, {
      type: 'vector',
      tiles: [tiles],
      bounds,
      minzoom: 0,
      maxzoom: 14,
    });
    for (const [layer, below] of markLayers(MARKS)) this.map.addLayer(layer, below);
    return true;
  }
}
