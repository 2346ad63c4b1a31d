import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { ContextLayer } from '../types';
import type { PatternName } from './patterns';

export const SOURCE = 'areas';
export const FILL = 'area-fill';
export const PATTERN_NAMES: PatternName[] = ['none', 'secret', 'excluded', 'flag'];

export const SYMBOLS = 'symbols';

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

function when(state: string, yes: number): ExpressionSpecification {
  return ['case', ['boolean', ['feature-state', state], false], yes, 0];
}

/** Lines grow with the scale: a whole city of small areas must not drown in its borders. */
function growing(width: number, least = 0.4): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 9.5, width * least, 10.6, width];
}

function outline(id: string, state: string, color: string, width: number): LayerSpecification {
  // The one that is chosen must be found on any scale.
  const shown = state === 'flag' ? growing(width) : growing(width, 0.7);
  return {
    id,
    type: 'line',
    source: SOURCE,
    'source-layer': 'areas',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': shown, 'line-opacity': when(state, 1) },
  };
}

function border(
  id: string,
  kind: 'inner' | 'outer',
  color: string,
  width: number,
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: SOURCE,
    'source-layer': 'borders',
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

/** Every layer of the areas, from the bottom up. */
export function areaLayers(areas: number): LayerSpecification[] {
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
    border(ABOVE_CONTEXT, 'inner', 'rgba(255,255,255,0.95)', 2),
    border('border-inner-line', 'inner', '#70797d', 0.8),
    border('border-outer', 'outer', '#4a5459', 1.6),
    outline('flag-casing', 'flag', '#ffffff', 6),
    outline('chosen-casing', 'chosen', '#ffffff', 10),
    outline('chosen-line', 'chosen', CHOSEN, 7),
    // A chosen area that is flagged shows both lines.
    outline('flag-line', 'flag', INK, 2.6),
    outline('hover-line', 'hover', INK, 2),
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
