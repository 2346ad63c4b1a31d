import type { GeoJSONSource, Map as LibreMap } from 'maplibre-gl';
import { type Line, within } from '../mercator';
import { markLayers, only, SOURCE } from './layers';

const MARKS = 'marks';
const NAMES = ['chosen', 'hover'] as const;
export type MarkName = (typeof NAMES)[number];

/** What the map gives of an area in one tile. */
interface Piece {
  id: number;
  tile: { z: number; x: number; y: number };
  geometry: { type: string; coordinates: unknown };
}

function rings({ type, coordinates }: Piece['geometry']): Line[] {
  if (type === 'Polygon') return coordinates as Line[];
  return type === 'MultiPolygon' ? (coordinates as Line[][]).flat() : [];
}

/**
 * Lines around the few areas that are chosen or under the pointer, made from the tiles at hand: drawn
 * as a state of all areas they would cost most of a frame, and asked for anew they would need the server.
 */
export class Marks {
  private readonly map: LibreMap;
  private marked: Record<MarkName, number[]> = { chosen: [], hover: [] };
  private drawn = '';

  constructor(map: LibreMap) {
    this.map = map;
    map.on('sourcedata', (event) => {
      if (event.sourceId === SOURCE && 'tile' in event) this.draw();
    });
    // Other tiles came into sight.
    map.on('idle', () => this.draw());
  }

  /** A new level has other areas. */
  reset(): void {
    this.marked = { chosen: [], hover: [] };
    this.drawn = '';
    if (!this.map.getSource(MARKS)) return;
    for (const [layer] of markLayers(MARKS)) this.map.removeLayer(layer.id);
    this.map.removeSource(MARKS);
  }

  put(name: MarkName, ids: number[]): void {
    if (ids.join() === this.marked[name].join()) return;
    this.marked[name] = ids;
    this.draw();
  }

  private draw(): void {
    const { chosen, hover } = this.marked;
    if (chosen.length + hover.length === 0 && this.drawn === '') return;
    if (!this.map.getSource(SOURCE)) return;
    const features = NAMES.flatMap((name) => this.lines(name));
    const text = JSON.stringify(features);
    if (text === this.drawn) return;
    this.drawn = text;
    const data = { type: 'FeatureCollection' as const, features };
    const source = this.map.getSource<GeoJSONSource>(MARKS);
    if (source) void source.setData(data);
    else {
      this.map.addSource(MARKS, { type: 'geojson', data, tolerance: 0 });
      for (const [layer, below] of markLayers(MARKS)) this.map.addLayer(layer, below);
    }
  }

  private lines(mark: MarkName) {
    const ids = this.marked[mark];
    if (ids.length === 0) return [];
    const wanted = { sourceLayer: 'areas', filter: only(ids) };
    const pieces = this.map.querySourceFeatures(SOURCE, wanted) as unknown as Piece[];
    return pieces.map(({ id, tile, geometry }) => ({
      type: 'Feature' as const,
      id,
      properties: { mark },
      geometry: {
        type: 'MultiLineString' as const,
        coordinates: rings(geometry).flatMap((ring) => within(ring, tile)),
      },
    }));
  }
}
