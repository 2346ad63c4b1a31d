import type {
  ExpressionSpecification,
  GeoJSONSource,
  Map as LibreMap,
  MapMouseEvent,
} from 'maplibre-gl';
import { wayBetween } from './camera';
import {
  drawShape,
  SHAPE_EDGE,
  SHAPE_FILL,
  SHAPE_PIXEL_RATIO,
  SHAPES,
  type Shape,
  shapeImage,
} from './symbols';

/** One offer on the map. */
export interface Spot {
  key: string;
  shape: Shape;
  lon: number;
  lat: number;
}

const SOURCE = 'offers';
const LAYERS = ['offer-cluster', 'offer-count', 'offer-chosen', 'offer-symbol'] as const;
/** Fewer symbols than this stand beside each other. */
export const CROWD = 300;
/** Symbols are smaller on a small scale: the part of their size at two zooms. */
const SIZES = { zooms: [10, 13], parts: [0.7, 1] } as const;
/** The ring around the one that is chosen. */
export const CHOSEN_SPOT = { radius: 14, fill: 'rgba(255,255,255,0.6)', edge: '#c2185b', width: 4 };
/** From this zoom on every symbol stands for itself. */
const APART_ZOOM = 13;

export interface OfferEvents {
  hover(key: string | null, x: number, y: number): void;
  click(key: string): void;
}

/** The part of its size that a symbol has at a zoom. */
export function symbolSize(zoom: number): number {
  const { zooms, parts } = SIZES;
  return parts[0] + (parts[1] - parts[0]) * wayBetween(zoom, ...zooms);
}

function features(spots: Spot[]) {
  return {
    type: 'FeatureCollection' as const,
    features: spots.map(({ key, shape, lon, lat }) => ({
      type: 'Feature' as const,
      properties: { key, image: shapeImage(shape) },
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    })),
  };
}

function addLayers(map: LibreMap): void {
  map.addLayer({
    id: 'offer-cluster',
    type: 'circle',
    source: SOURCE,
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': SHAPE_FILL,
      'circle-stroke-color': SHAPE_EDGE,
      'circle-stroke-width': 2,
      'circle-radius': ['step', ['get', 'point_count'], 11, 10, 13, 100, 16],
    },
  });
  map.addLayer({
    id: 'offer-count',
    type: 'symbol',
    source: SOURCE,
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['to-string', ['get', 'point_count']],
      'text-font': ['sans-serif'],
      'text-size': 12,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': '#ffffff' },
  });
  map.addLayer({
    id: 'offer-chosen',
    type: 'circle',
    source: SOURCE,
    filter: ['==', ['get', 'key'], ''],
    paint: {
      'circle-radius': CHOSEN_SPOT.radius,
      'circle-color': CHOSEN_SPOT.fill,
      'circle-stroke-color': CHOSEN_SPOT.edge,
      'circle-stroke-width': CHOSEN_SPOT.width,
    },
  });
  map.addLayer({
    id: 'offer-symbol',
    type: 'symbol',
    source: SOURCE,
    filter: ['!', ['has', 'point_count']],
    layout: {
      'icon-image': ['get', 'image'],
      'icon-size': [
        'interpolate',
        ['linear'],
        ['zoom'],
        ...SIZES.zooms.flatMap((zoom, at) => [zoom, SIZES.parts[at] ?? 1]),
      ] as unknown as ExpressionSpecification,
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    },
  });
}

/** Draws offers above everything else and tells which one is meant. */
export class Offers {
  private readonly map: LibreMap;
  private chosen: string | null = null;

  constructor(map: LibreMap, events: OfferEvents) {
    this.map = map;
    const key = (event: MapMouseEvent) => this.keyAt(event);
    map.on('mousemove', (event) => {
      const found = key(event);
      if (found) map.getCanvas().style.cursor = 'pointer';
      events.hover(found, event.point.x, event.point.y);
    });
    map.on('mouseout', () => events.hover(null, 0, 0));
    map.on('click', (event) => {
      const found = key(event);
      if (found) events.click(found);
      else void this.open(event);
    });
  }

  /** Whether a place is taken by an offer or a crowd of them. */
  takes(event: MapMouseEvent): boolean {
    return this.at(event).length > 0;
  }

  private at(event: MapMouseEvent) {
    const layers = ['offer-symbol', 'offer-cluster'].filter((id) => this.map.getLayer(id));
    return layers.length > 0 ? this.map.queryRenderedFeatures(event.point, { layers }) : [];
  }

  private keyAt(event: MapMouseEvent): string | null {
    const key: unknown = this.at(event)[0]?.properties.key;
    return typeof key === 'string' ? key : null;
  }

  /** Goes nearer to a crowd until it falls apart. */
  private async open(event: MapMouseEvent): Promise<void> {
    const [crowd] = this.at(event);
    const id: unknown = crowd?.properties.cluster_id;
    const source = this.map.getSource<GeoJSONSource>(SOURCE);
    if (typeof id !== 'number' || !source) return;
    const zoom = await source.getClusterExpansionZoom(id);
    this.map.jumpTo({ center: event.lngLat, zoom });
    this.map.fire('moveend');
  }

  show(spots: Spot[], chosen: string | null): void {
    const { map } = this;
    const shown = map.getSource(SOURCE) !== undefined;
    if (shown) {
      for (const id of LAYERS) map.removeLayer(id);
      map.removeSource(SOURCE);
    }
    if (spots.length === 0) return;
    const crowded = spots.length > CROWD;
    map.addSource(SOURCE, {
      type: 'geojson',
      data: features(spots),
      cluster: crowded,
      clusterRadius: 36,
      clusterMaxZoom: APART_ZOOM - 1,
    });
    addLayers(map);
    this.choose(chosen);
  }

  /** Brings the symbols back above areas that were drawn anew. */
  restack(): void {
    for (const id of LAYERS) if (this.map.getLayer(id)) this.map.moveLayer(id);
  }

  choose(chosen: string | null): void {
    this.chosen = chosen;
    if (this.map.getLayer('offer-chosen')) {
      this.map.setFilter('offer-chosen', ['==', ['get', 'key'], this.chosen ?? '']);
    }
  }
}

/** The picture of a symbol, if the name is one of a symbol. */
export function offerImage(id: string): { image: ImageData; pixelRatio: number } | null {
  const shape = SHAPES.find((known) => shapeImage(known) === id);
  const image = shape ? drawShape(shape) : null;
  return image && { image, pixelRatio: SHAPE_PIXEL_RATIO };
}
