import type { Map as LibreMap } from 'maplibre-gl';
import type { BaseMap, ContextLayer } from '../types';
import { ABOVE_CONTEXT, contextLayers, FILL, patternLayer } from './layers';

export interface Layered extends ContextLayer {
  url: string;
}

export const BASE = 'base';
const UNSETTLED = '#ffffff';
const ABOVE_MASK = patternLayer('none');

type Ring = [number, number][];

/** The part of GeoJSON that layers of the server use. */
interface Collection {
  features: { geometry: { type: string; coordinates: unknown } }[];
}

/** The whole world but the polygons: what lies outside of the settlement is covered. */
export function inverted(collection: Collection) {
  const polygons = collection.features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return [geometry.coordinates as Ring[]];
    return geometry.type === 'MultiPolygon' ? (geometry.coordinates as Ring[][]) : [];
  });
  const world: Ring = [
    [-180, -85],
    [180, -85],
    [180, 85],
    [-180, 85],
    [-180, -85],
  ];
  const islands = polygons.flatMap((rings) => rings.slice(1).map((hole) => [hole]));
  const outer = polygons.flatMap((rings) => rings.slice(0, 1));
  return {
    type: 'Feature' as const,
    properties: {},
    geometry: {
      type: 'MultiPolygon' as const,
      coordinates: [[world, ...outer], ...islands],
    },
  };
}

async function mask(map: LibreMap, url: string, source: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  const data = inverted((await answer.json()) as Collection);
  // The layer may have been switched off meanwhile, or the map may be gone.
  if (!map.style || map.getSource(source) || !map.getLayer(FILL)) return;
  map.addSource(source, { type: 'geojson', data, tolerance: 0.2 });
  const paint = { 'fill-color': UNSETTLED };
  map.addLayer({ id: `${source}-fill`, type: 'fill', source, paint }, ABOVE_MASK);
}

/** What lies below and above the colours: a map of another service, where people live, water, rail, green. */
export class Ground {
  private readonly map: LibreMap;
  private readonly fail: () => void;
  private readonly shown = new Map<string, string>();
  private wanted = new Set<string>();
  private base: string | null = null;
  private covering: Promise<void> | null = null;

  constructor(map: LibreMap, fail: () => void) {
    this.map = map;
    this.fail = fail;
  }

  /** The lowest layer above the colours, below which areas have to be added. */
  first(): string | undefined {
    const lines = [...this.shown.values()].map((source) => `${source}-line`);
    return lines.find((id) => this.map.getLayer(id))?.replace(/-line$/, '-fill');
  }

  /** Brings what belongs between the layers of the areas back to its place. */
  restack(): void {
    for (const source of this.shown.values()) {
      const line = this.map.getLayer(`${source}-line`);
      const fill = this.map.getLayer(`${source}-fill`);
      if (fill && !line) this.map.moveLayer(`${source}-fill`, ABOVE_MASK);
    }
    if (this.base !== null) this.map.moveLayer(BASE, FILL);
  }

  show(layers: Layered[]): void {
    const { map, shown } = this;
    this.wanted = new Set(layers.map((layer) => layer.url));
    for (const [url, source] of shown) {
      if (this.wanted.has(url)) continue;
      for (const id of [`${source}-fill`, `${source}-line`])
        if (map.getLayer(id)) map.removeLayer(id);
      if (map.getSource(source)) map.removeSource(source);
      shown.delete(url);
    }
    const above = map.getLayer(ABOVE_CONTEXT) ? ABOVE_CONTEXT : undefined;
    for (const layer of layers) {
      if (shown.has(layer.url)) continue;
      const source = `context-${layer.id}`;
      shown.set(layer.url, source);
      if (layer.kind === 'settlement') {
        this.cover(layer.url, source);
        continue;
      }
      map.addSource(source, { type: 'geojson', data: layer.url });
      for (const part of contextLayers(source, layer.kind)) map.addLayer(part, above);
    }
  }

  private cover(url: string, source: string): void {
    this.covering = mask(this.map, url, source)
      .then(() => {
        if (!this.wanted.has(url) && this.map.getLayer(`${source}-fill`)) {
          this.map.removeLayer(`${source}-fill`);
          this.map.removeSource(source);
        }
      })
      .catch(() => {
        this.shown.delete(url);
        this.fail();
      })
      .finally(() => {
        this.covering = null;
      });
  }

  /** Calls back when nothing is about to be covered; at once when that is so. */
  whenCovered(callback: () => void): void {
    if (this.covering === null) callback();
    else void this.covering.then(callback);
  }

  showBase(base: BaseMap | null): void {
    const { map } = this;
    if (base?.tiles === this.base || (base === null && this.base === null)) return;
    if (this.base !== null) {
      map.removeLayer(BASE);
      map.removeSource(BASE);
    }
    this.base = base?.tiles ?? null;
    if (base === null) return;
    map.addSource(BASE, {
      type: 'raster',
      tiles: [base.tiles],
      tileSize: 256,
      maxzoom: base.max_zoom,
      attribution: base.attribution,
    });
    const below = map.getLayer(FILL) ? FILL : undefined;
    map.addLayer({ id: BASE, type: 'raster', source: BASE }, below);
  }
}
