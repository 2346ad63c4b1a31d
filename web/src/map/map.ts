import {
  Map as LibreMap,
  type LngLatBoundsLike,
  type MapGeoJSONFeature,
  type MapLayerMouseEvent,
  type MapMouseEvent,
  prewarm,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { authorizationFor } from '../token';
import type { BaseMap, Bounds } from '../types';
import { MAX_ZOOM, PADDING } from './camera';
import { BASE, Ground, type Layered } from './ground';
import {
  ABOVE_CONTEXT,
  areaLayers,
  classColors,
  FILL,
  FLAG_LAYERS,
  only,
  PATTERN_NAMES,
  patternLayer,
  SOURCE,
  SYMBOLS,
} from './layers';
import { Marks } from './marks';
import { Offers, offerImage, type Spot } from './offers';
import { drawPattern, PATTERN_PIXEL_RATIO, PATTERNS, type PatternName } from './patterns';

export interface MapWords {
  label: string;
  scroll: string;
  scrollMac: string;
  touch: string;
  meters: string;
  kilometers: string;
}

export interface MapEvents {
  hover(id: number | null, x: number, y: number): void;
  click(id: number | null, more: boolean): void;
  hoverOffer(key: string | null, x: number, y: number): void;
  clickOffer(key: string): void;
  /** The visitor moved the map. */
  move(viewport: string): void;
  /** The visitor is moving it. */
  moving(viewport: string): void;
  /** It looks elsewhere than it was told to. */
  leave(): void;
  fail(areas: boolean): void;
}

/** What the areas shall look like; everything else follows from it. */
export interface Picture {
  ids: number[];
  classes: number[];
  colors: string[];
  patterns: Record<PatternName, number[]>;
  /** Circles in place of fills: radius in pixels by area, negative for amounts below zero. */
  radii: Map<number, number> | null;
}

export interface ShownLevel {
  tiles: string;
  bounds: Bounds;
  /** How many areas it has. */
  areas: number;
}

export interface MapHandle {
  showLevel(level: ShownLevel): void;
  showPicture(picture: Picture): void;
  showChosen(ids: number[]): void;
  showContext(layers: Layered[]): void;
  showBase(base: BaseMap | null): void;
  showOffers(spots: Spot[]): void;
  showOffer(key: string | null): void;
  showViewport(viewport: string | null): void;
  /** How strong the fills are, from 0 to 1. */
  showOpacity(opacity: number): void;
  setLabel(label: string): void;
  zoom(step: 1 | -1): void;
  resize(): void;
  /** Calls back once after everything shown so far is drawn. */
  whenDrawn(callback: () => void): void;
  remove(): void;
}

declare global {
  interface Window {
    /** The drawn map, for tests that look at it. */
    atlasMap?: LibreMap;
  }
}

setWorkerUrl(workerUrl);
/** Workers stay when the map of one screen gives way to that of another. */
prewarm();

function newMap(container: HTMLElement, words: MapWords): LibreMap {
  return new LibreMap({
    container,
    style: { version: 8, sources: {}, layers: [] },
    attributionControl: false,
    // Tiles belong to a boundary version: recolouring must never fetch them again.
    refreshExpiredTiles: false,
    transformRequest: (url) => ({ url, headers: authorizationFor(url) }),
    cooperativeGestures: matchMedia('(pointer: coarse)').matches,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    maxZoom: MAX_ZOOM,
    locale: {
      'Map.Title': words.label,
      'CooperativeGesturesHandler.WindowsHelpText': words.scroll,
      'CooperativeGesturesHandler.MacHelpText': words.scrollMac,
      'CooperativeGesturesHandler.MobileHelpText': words.touch,
      'ScaleControl.Meters': words.meters,
      'ScaleControl.Kilometers': words.kilometers,
    },
  });
}

function provideImages(map: LibreMap): void {
  map.setMissingStyleImageResolver((id) => {
    const name = PATTERN_NAMES.find((known) => patternLayer(known) === id);
    const pattern = name && drawPattern(PATTERNS[name]);
    const made = pattern ? { image: pattern, pixelRatio: PATTERN_PIXEL_RATIO } : offerImage(id);
    if (made && !map.hasImage(id)) map.addImage(id, made.image, { pixelRatio: made.pixelRatio });
  });
}

const state = (id: number) => ({ source: SOURCE, sourceLayer: 'areas', id });
const labelState = (id: number) => ({ source: SOURCE, sourceLayer: 'labels', id });

class Painting {
  private filters = new Map<string, string>();
  private colors = '';
  private classes = new Map<number, number>();
  private circles: number[] = [];
  private opacity = 1;
  private readonly map: LibreMap;

  constructor(map: LibreMap) {
    this.map = map;
  }

  reset(): void {
    this.filters.clear();
    this.colors = '';
    this.classes.clear();
    this.circles = [];
    this.showOpacity(this.opacity);
  }

  showOpacity(opacity: number): void {
    this.opacity = opacity;
    if (!this.map.getLayer(FILL)) return;
    for (const layer of [FILL, ...PATTERN_NAMES.map(patternLayer)]) {
      this.map.setPaintProperty(layer, 'fill-opacity', opacity);
    }
  }

  private showCircles(radii: Map<number, number> | null): void {
    for (const id of this.circles) this.map.setFeatureState(labelState(id), { radius: 0 });
    this.circles = [...(radii?.keys() ?? [])];
    for (const [id, radius] of radii ?? []) {
      const circle = { radius: Math.abs(radius), below: radius < 0 };
      this.map.setFeatureState(labelState(id), circle);
    }
    this.filter(SYMBOLS, this.circles);
  }

  show({ ids, classes, colors, patterns, radii }: Picture): void {
    this.showCircles(radii);
    ids.forEach((id, index) => {
      const at = classes[index] ?? -1;
      if (this.classes.get(id) === at) return;
      this.classes.set(id, at);
      this.map.setFeatureState(state(id), { class: at });
    });
    if (colors.join() !== this.colors) {
      this.colors = colors.join();
      this.map.setPaintProperty(FILL, 'fill-color', classColors(colors));
    }
    for (const layer of FLAG_LAYERS) this.filter(layer, patterns.flag);
    for (const name of PATTERN_NAMES) this.filter(patternLayer(name), patterns[name]);
  }

  /** A filter is laid out anew from the tiles at hand; an unchanged one is left alone. */
  private filter(layer: string, ids: number[]): void {
    const text = ids.join();
    if ((this.filters.get(layer) ?? '') === text) return;
    this.filters.set(layer, text);
    this.map.setFilter(layer, only(ids));
  }
}

function viewportOf(map: LibreMap): string {
  const { lng, lat } = map.getCenter();
  return `${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
}

function listen(map: LibreMap, events: MapEvents, marks: Marks): Offers {
  const offers = new Offers(map, { hover: events.hoverOffer, click: events.clickOffer });
  const idAt = (feature: MapGeoJSONFeature | undefined) =>
    typeof feature?.id === 'number' ? feature.id : null;
  map.on('mousemove', FILL, (event: MapLayerMouseEvent) => {
    const id = idAt(event.features?.[0]);
    marks.put('hover', id === null ? [] : [id]);
    map.getCanvas().style.cursor = 'pointer';
    events.hover(id, event.point.x, event.point.y);
  });
  const leave = () => {
    marks.put('hover', []);
    map.getCanvas().style.cursor = '';
    events.hover(null, 0, 0);
  };
  map.on('mouseleave', FILL, leave);
  map.on('movestart', leave);
  map.on('click', (event: MapMouseEvent) => {
    if (!map.getLayer(FILL) || offers.takes(event)) return;
    const { ctrlKey, metaKey, shiftKey } = event.originalEvent;
    const found = map.queryRenderedFeatures(event.point, { layers: [FILL] })[0];
    events.click(idAt(found), ctrlKey || metaKey || shiftKey);
  });
  // A request given up on purpose is no failure.
  map.on('error', (event) => {
    // The map of another service is an extra: without it the page says what it has to say.
    if ('sourceId' in event && event.sourceId === BASE) return;
    if (!('error' in event) || (event.error as Error).name === 'AbortError') return;
    events.fail('sourceId' in event && event.sourceId === SOURCE);
  });
  return offers;
}

function replaceAreas(map: LibreMap, level: ShownLevel, below: string | undefined) {
  const { tiles, bounds, areas } = level;
  const layers = areaLayers(areas, bounds);
  if (map.getSource(SOURCE)) {
    for (const layer of layers) map.removeLayer(layer.id);
    map.removeSource(SOURCE);
  }
  map.addSource(SOURCE, { type: 'vector', tiles: [tiles], bounds, minzoom: 0, maxzoom: 14 });
  let covered = true;
  for (const layer of layers) {
    if (layer.id === ABOVE_CONTEXT) covered = false;
    map.addLayer(layer, covered ? below : undefined);
  }
}

/** Moves of the program are told from moves of the visitor by this camera. */
class Camera {
  private bounds: Bounds | null = null;
  private wanted: string | null = null;
  private byProgram = false;
  private settled = '';
  private readonly map: LibreMap;

  constructor(map: LibreMap, events: MapEvents) {
    this.map = map;
    map.on('moveend', () => {
      const viewport = viewportOf(map);
      // A resized map tells of a move although it still looks at the same place.
      if (!this.bounds || this.byProgram || viewport === this.settled) return;
      this.settled = viewport;
      events.move(viewport);
    });
    map.on('move', () => {
      if (!this.bounds || this.byProgram) return;
      const viewport = viewportOf(map);
      events.moving(viewport);
      if (viewport !== this.settled) events.leave();
    });
    map.on('resize', () => {
      if (this.wanted === null) this.go(null);
    });
  }

  home(bounds: Bounds): void {
    this.bounds = bounds;
  }

  go(viewport: string | null): void {
    this.wanted = viewport;
    if (!this.bounds || viewport === viewportOf(this.map)) return;
    this.byProgram = true;
    if (viewport === null) {
      const options = { padding: PADDING, animate: false };
      this.map.fitBounds(this.bounds as LngLatBoundsLike, options);
    } else {
      const [zoom = 0, lat = 0, lng = 0] = viewport.split('/').map(Number);
      this.map.jumpTo({ zoom, center: [lng, lat] });
    }
    this.settled = viewportOf(this.map);
    this.byProgram = false;
  }
}

/** A map in a box of its own, and when it can take layers. */
interface Made {
  box: HTMLElement;
  map: LibreMap;
  styled: Promise<unknown>;
}

function make(words: MapWords): Made {
  const box = document.createElement('div');
  box.className = 'map-canvas';
  const map = newMap(box, words);
  return { box, map, styled: map.once('style.load') };
}

let spare: Made | null = null;
/** Whether a place has asked for a map. */
let asked = false;

/** Makes the first map where there is no place for it yet: drawing is slow to begin, and the numbers are on their way. */
export function prepareMap(words: MapWords): void {
  if (!asked) spare ??= make(words);
}

/** Resolves when the map can take layers. */
export async function createMap(
  container: HTMLElement,
  words: MapWords,
  events: MapEvents,
): Promise<MapHandle> {
  asked = true;
  const { box, map, styled } = spare ?? make(words);
  spare = null;
  container.append(box);
  map.resize();
  provideImages(map);
  const painting = new Painting(map);
  const marks = new Marks(map);
  const camera = new Camera(map, events);
  const ground = new Ground(map, () => events.fail(false));
  const offers = listen(map, events, marks);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 90 }), 'bottom-left');
  await styled;
  window.atlasMap ??= map;
  return {
    showLevel(level) {
      camera.home(level.bounds);
      marks.reset();
      replaceAreas(map, level, ground.first());
      ground.restack();
      offers.restack();
      painting.reset();
    },
    showPicture: (picture) => painting.show(picture),
    showOpacity: (opacity) => painting.showOpacity(opacity),
    showChosen: (ids) => marks.put('chosen', ids),
    showContext: (layers) => ground.show(layers),
    showBase: (base) => ground.showBase(base),
    showOffers: (spots) => offers.show(spots, null),
    showOffer: (key) => offers.choose(key),
    showViewport: (viewport) => camera.go(viewport),
    setLabel: (label) => map.getCanvas().setAttribute('aria-label', label),
    zoom: (step) => map.zoomTo(map.getZoom() + step),
    resize: () => map.resize(),
    whenDrawn(callback) {
      ground.whenCovered(() => {
        map.once('idle', callback);
        map.triggerRepaint();
      });
    },
    remove() {
      if (window.atlasMap === map) delete window.atlasMap;
      map.remove();
      box.remove();
    },
  };
}
