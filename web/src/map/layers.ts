import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { roomPerArea } from '../mercator';
import type { Bounds, ContextLayer } from '../types';
import type { PatternName } from './patterns';

export const SOURCE = 'areas';
export const FILL = 'area-fill';
export const PATTERN_NAMES: PatternName[] = ['none', 'secret', 'excluded', 'flag'];

export const SYMBOLS = 'symbols';
export const FLAG_LAYERS = ['flag-casing', 'flag-line'];

const INK = '#14181a';
const SYMBOL = '#0e4f5c';
const CHOSEN = '#c2185b';

/** The first layer above everything that context layers may cover. */
export const ABOVE_CONTEXT = 'border-inner';

export function patternLayer(name: PatternName): string {
  return `pattern-${name}`;
}

export function only(ids: number[]): FilterSpecification {
  return ['in', ['id'], ['literal', ids]];
}

/** Colours by the server's class; the client never compares values with breaks. */
export function classColors(colors: string[]): ExpressionSpecification | string {
  if (colors.length === 0) return 'rgba(0,0,0,0)';
  const cases = colors.flatMap((color, index) => [index, color]);
  const state = ['coalesce', ['feature-state', 'class'], -1];
  return ['match', state, ...cases, 'rgba(0,0,0,0)'] as unknown as ExpressionSpecification;
}

/** Lines grow with the scale: a whole city of small areas must not drown in its borders. */
function growing(width: number, least = 0.4): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 9.5, width * least, 10.6, width];
}

function outline(id: string, color: string, width: number, least?: number) {
  return {
    id,
    type: 'line' as const,
    layout: { 'line-join': 'round' as const },
    paint: { 'line-color': color, 'line-width': growing(width, least) },
  };
}

/** Around the areas of a filter. Lines of all areas, most of them not to be seen, would cost most of a frame. */
function flagLine(id: string, color: string, width: number): LayerSpecification {
  const line = outline(id, color, width);
  return { ...line, source: SOURCE, 'source-layer': 'areas', filter: only([]) };
}

function border(
  id: string,
  kind: 'inner' | 'outer',
  color: string,
  width: number,
  minzoom = 0,
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: SOURCE,
    'source-layer': 'borders',
    minzoom,
    filter: ['==', ['get', 'kind'], kind],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': color, 'line-width': growing(width) },
  };
}

function pattern(name: PatternName): LayerSpecification {
  return {
    id: patternLayer(name),
    type: 'fill',
    source: SOURCE,
    'source-layer': 'areas',
    filter: only([]),
    paint: { 'fill-pattern': patternLayer(name), 'fill-antialias': false },
  };
}

/** Amounts as circles: the radius is a state of the area, below zero the circle is hollow. */
function symbols(): LayerSpecification {
  const radius = ['coalesce', ['feature-state', 'radius'], 0] as unknown as ExpressionSpecification;
  const below = ['boolean', ['feature-state', 'below'], false];
  const seen = ['case', ['>', radius, 0], 1, 0] as unknown as ExpressionSpecification;
  return {
    id: SYMBOLS,
    type: 'circle',
    source: SOURCE,
    'source-layer': 'labels',
    filter: only([]),
    paint: {
      'circle-radius': radius,
      'circle-color': ['case', below, '#ffffff', SYMBOL] as unknown as ExpressionSpecification,
      'circle-opacity': ['case', ['>', radius, 0], 0.75, 0] as unknown as ExpressionSpecification,
      'circle-stroke-color': [
        'case',
        below,
        SYMBOL,
        '#ffffff',
      ] as unknown as ExpressionSpecification,
      'circle-stroke-width': ['case', below, 2, 1] as unknown as ExpressionSpecification,
      'circle-stroke-opacity': seen,
    },
  };
}

/** Names of a few among hundreds of areas would only hide the others. */
const MANY_AREAS = 150;
const MANY_LABELS_ZOOM = 11;
/** Where areas are smaller than this many pixels, borders would cover their colours. */
const BORDERED_PIXELS = 6;

/** From where on there is room for a border around each of the areas. */
export function borderedZoom(areas: number, bounds: Bounds): number {
  const zoom = Math.log2(BORDERED_PIXELS / roomPerArea(areas, bounds));
  return Number.isFinite(zoom) ? Math.min(24, Math.max(0, zoom)) : 0;
}

/** Every layer of the areas, from the bottom up. */
export function areaLayers(areas: number, bounds: Bounds): LayerSpecification[] {
  const bordered = borderedZoom(areas, bounds);
  return [
    {
      id: FILL,
      type: 'fill',
      source: SOURCE,
      'source-layer': 'areas',
      paint: { 'fill-color': 'rgba(0,0,0,0)', 'fill-antialias': false },
    },
    ...PATTERN_NAMES.map(pattern),
    // A grey line in a light one is seen between light, dark and hatched areas.
    border(ABOVE_CONTEXT, 'inner', 'rgba(255,255,255,0.95)', 2, bordered),
    border('border-inner-line', 'inner', '#70797d', 0.8, bordered),
    border('border-outer', 'outer', '#4a5459', 1.6),
    flagLine('flag-casing', '#ffffff', 6),
    flagLine('flag-line', INK, 2.6),
    symbols(),
    {
      id: 'labels',
      type: 'symbol',
      source: SOURCE,
      'source-layer': 'labels',
      minzoom: areas > MANY_AREAS ? MANY_LABELS_ZOOM : 0,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': ['sans-serif'],
        'text-size': ['interpolate', ['linear'], ['zoom'], 9, 11, 14, 14],
        'text-max-width': 6,
        'text-variable-anchor': ['center', 'bottom', 'top'],
        'text-radial-offset': 0.4,
        'text-padding': 2,
      },
      paint: {
        'text-color': INK,
        'text-halo-color': '#ffffff',
        'text-halo-width': 2,
      },
    },
  ];
}

/** Lines around single areas, each with the layer that it lies below. */
export function markLayers(source: string): [LayerSpecification, string][] {
  const line = (
    id: string,
    mark: 'chosen' | 'hover',
    color: string,
    width: number,
  ): LayerSpecification => ({
    // The one that is chosen must be found on any scale.
    ...outline(id, color, width, 0.7),
    source,
    filter: ['==', ['get', 'mark'], mark],
  });
  return [
    // A chosen area that is flagged shows both lines.
    [line('chosen-casing', 'chosen', '#ffffff', 10), 'flag-line'],
    [line('chosen-line', 'chosen', CHOSEN, 7), 'flag-line'],
    [line('hover-line', 'hover', INK, 2), SYMBOLS],
  ];
}

/** Lines and areas for orientation: water blue, rail grey and dashed, green green. */
export function contextLayers(
  source: string,
  kind: Exclude<ContextLayer['kind'], 'settlement'>,
): LayerSpecification[] {
  const color = { water: '#3f7fb5', rail: '#4f4f55', green: '#4f8a4c' }[kind];
  const paint =
    kind === 'rail'
      ? { 'line-color': color, 'line-width': 2, 'line-dasharray': [3, 2] }
      : { 'line-color': color, 'line-width': kind === 'water' ? 2 : 1 };
  return [
    {
      id: `${source}-fill`,
      type: 'fill',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': color, 'fill-opacity': kind === 'water' ? 0.75 : 0.35 },
    },
    {
      id: `${source}-line`,
      type: 'line',
      source,
      layout: { 'line-join': 'round' },
      paint,
    },
  ];
}
