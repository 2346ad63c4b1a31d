import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { roomPerArea } from '../mercator';
import type { Bounds, ContextLayer } from '../types';
import { wayBetween } from './camera';
import type { PatternName } from './patterns';

export const SOURCE = 'areas';
export const FILL = 'area-fill';
export const PATTERN_NAMES: PatternName[] = ['none', 'secret', 'excluded', 'flag'];

export const SYMBOLS = 'symbols';
export const FLAG_LAYERS = ['flag-casing', 'flag-line'];

const INK = '#14181a';
export const SYMBOL = '#0e4f5c';
const CHOSEN = '#c2185b';

/** A line that grows with the scale: its width, and the part of it that is left on a small scale. */
export interface LineStyle {
  color: string;
  width: number;
  least: number;
}

const SMALL_SCALE = 9.5;
const LARGE_SCALE = 10.6;

function lineStyle(color: string, width: number, least = 0.4): LineStyle {
  return { color, width, least };
}

export const LINES = {
  // A grey line in a light one is seen between light, dark and hatched areas.
  innerCasing: lineStyle('rgba(255,255,255,0.95)', 2),
  inner: lineStyle('#70797d', 0.8),
  outer: lineStyle('#4a5459', 1.6),
  flagCasing: lineStyle('#ffffff', 6),
  flag: lineStyle(INK, 2.6),
  // The one that is chosen must be found on any scale.
  chosenCasing: lineStyle('#ffffff', 10, 0.7),
  chosen: lineStyle(CHOSEN, 7, 0.7),
  hover: lineStyle(INK, 2, 0.7),
};

/** Layers for orientation: water blue, rail grey and dashed, green green. Dashes are measured in widths. */
export const CONTEXT_STYLE = {
  water: { color: '#3f7fb5', opacity: 0.75, width: 2, dashes: [] },
  rail: { color: '#4f4f55', opacity: 0.35, width: 2, dashes: [3, 2] },
  green: { color: '#4f8a4c', opacity: 0.35, width: 1, dashes: [] },
};

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
function growing({ width, least }: LineStyle): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], SMALL_SCALE, width * least, LARGE_SCALE, width];
}

/** How wide such a line is, in pixels. */
export function widthAt({ width, least }: LineStyle, zoom: number): number {
  return width * (least + (1 - least) * wayBetween(zoom, SMALL_SCALE, LARGE_SCALE));
}

function outline(id: string, style: LineStyle) {
  return {
    id,
    type: 'line' as const,
    layout: { 'line-join': 'round' as const },
    paint: { 'line-color': style.color, 'line-width': growing(style) },
  };
}

/** Around the areas of a filter. Lines of all areas, most of them not to be seen, would cost most of a frame. */
function flagLine(id: string, style: LineStyle): LayerSpecification {
  const line = outline(id, style);
  return { ...line, source: SOURCE, 'source-layer': 'areas', filter: only([]) };
}

function border(
  id: string,
  kind: 'inner' | 'outer',
  style: LineStyle,
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
    paint: { 'line-color': style.color, 'line-width': growing(style) },
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
    border(ABOVE_CONTEXT, 'inner', LINES.innerCasing, bordered),
    border('border-inner-line', 'inner', LINES.inner, bordered),
    border('border-outer', 'outer', LINES.outer),
    flagLine('flag-casing', LINES.flagCasing),
    flagLine('flag-line', LINES.flag),
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
  const line = (id: string, mark: 'chosen' | 'hover', style: LineStyle): LayerSpecification => ({
    ...outline(id, style),
    source,
    filter: ['==', ['get', 'mark'], mark],
  });
  return [
    // A chosen area that is flagged shows both lines.
    [line('chosen-casing', 'chosen', LINES.chosenCasing), 'flag-line'],
    [line('chosen-line', 'chosen', LINES.chosen), 'flag-line'],
    [line('hover-line', 'hover', LINES.hover), SYMBOLS],
  ];
}

/** Lines and areas for orientation. */
export function contextLayers(
  source: string,
  kind: Exclude<ContextLayer['kind'], 'settlement'>,
): LayerSpecification[] {
  const { color, opacity, width, dashes } = CONTEXT_STYLE[kind];
  const line = { 'line-color': color, 'line-width': width };
  const paint = dashes.length > 0 ? { ...line, 'line-dasharray': dashes } : line;
  return [
    {
      id: `${source}-fill`,
      type: 'fill',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': color, 'fill-opacity': opacity },
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
