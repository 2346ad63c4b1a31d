import type { Outlines } from '../answers';
import { onDrawing, WORLD_PIXELS } from '../mercator';
import type { Bounds } from '../types';
import { type Sight, type Size, sightOf } from './camera';
import {
  borderedZoom,
  CONTEXT_STYLE,
  LINES,
  type LineStyle,
  PATTERN_NAMES,
  SYMBOL,
  widthAt,
} from './layers';
import type { Picture } from './map';
import { CHOSEN_SPOT, CROWD, type Spot, symbolSize } from './offers';
import { drawPattern, PATTERN_PIXEL_RATIO, PATTERNS, type PatternName } from './patterns';
import { drawShape, SHAPE_SIZE, type Shape } from './symbols';

/** Everything the map will show, but names and a map of another service. */
export interface FirstPicture {
  outlines: Outlines;
  picture: Picture;
  bounds: Bounds;
  /** Where the visitor looks; the whole city when `null`. */
  viewport: string | null;
  chosen: number[];
  spots: Spot[];
  /** The key of the offer that is chosen. */
  offer: string | null;
  /** Ids of the layers that are switched on; all when `null`. */
  context: string[] | null;
  /** How strong the fills are, from 0 to 1. */
  opacity: number;
}

/** Beyond this enlargement outlines are visibly coarser than the tiles of the map. */
const MOST_ENLARGED = 3;
/** Closes the hair between two colours that are drawn one after the other. */
const SEAM_PIXELS = 0.6;

/** Pixels of the screen per unit of the drawing, and where the drawing begins. */
export interface Placing {
  scale: number;
  left: number;
  top: number;
}

/** Where the outlines lie for a map that looks there; `null` where they are too coarse for it. */
export function placed(outlines: Outlines, sight: Sight, { width, height }: Size): Placing | null {
  const pixels = WORLD_PIXELS * 2 ** sight.zoom;
  const scale = pixels / outlines.scale;
  if (scale > MOST_ENLARGED) return null;
  const [x, y] = outlines.origin;
  return {
    scale,
    left: (x - sight.center[0]) * pixels + width / 2,
    top: (y - sight.center[1]) * pixels + height / 2,
  };
}

/**
 * The width that leaves as much ink as the map's soft edges, which reach half a pixel beyond every line and so
 * make lines thinner than a pixel stronger than they are.
 */
export function inked(width: number): number {
  return width < 1 ? ((width + 1) / 2) ** 2 : width;
}

/** The outlines of every class as one path, so that no hair of white parts areas of one colour. */
export function classPaths({ id, path }: Outlines, { ids, classes }: Picture): Map<number, string> {
  const classOf = new Map(ids.map((area, at) => [area, classes[at] ?? -1]));
  const parts = new Map<number, string[]>();
  id.forEach((area, at) => {
    const key = classOf.get(area) ?? -1;
    if (key < 0) return;
    const list = parts.get(key) ?? [];
    list.push(path[at] ?? '');
    parts.set(key, list);
  });
  return new Map([...parts].map(([key, list]) => [key, list.join('')]));
}

interface CircleStyle {
  fill: string;
  edge: string;
  width: number;
}

/** Circles for amounts; the map fills them by three quarters. */
const ABOVE: CircleStyle = { fill: `${SYMBOL}bf`, edge: '#ffffff', width: 1 };
const BELOW: CircleStyle = { fill: '#ffffffbf', edge: SYMBOL, width: 2 };

/** One drawing: the pen, and where it draws. */
class Drawing {
  private readonly pen: CanvasRenderingContext2D;
  private readonly first: FirstPicture;
  private readonly sight: Sight;
  private readonly size: Size;
  private readonly placing: Placing;
  private readonly paths: Map<number, string>;
  /** The map makes patterns and dashes for whole zooms and enlarges them in between. */
  private readonly enlarged: number;

  constructor(
    pen: CanvasRenderingContext2D,
    first: FirstPicture,
    sight: Sight,
    size: Size,
    placing: Placing,
  ) {
    this.pen = pen;
    this.first = first;
    this.sight = sight;
    this.size = size;
    this.placing = placing;
    this.enlarged = 2 ** (sight.zoom - Math.floor(sight.zoom));
    const { id, path } = first.outlines;
    this.paths = new Map(id.map((area, at) => [area, path[at] ?? '']));
  }

  /** From the bottom up, in the order of the layers of the map. */
  draw(): void {
    const { outlines, picture, chosen, bounds, opacity } = this.first;
    const { pen, placing } = this;
    pen.lineJoin = 'round';
    pen.save();
    pen.translate(placing.left, placing.top);
    pen.scale(placing.scale, placing.scale);
    pen.globalAlpha = opacity;
    this.fills();
    for (const name of PATTERN_NAMES) this.hatch(name);
    pen.globalAlpha = 1;
    this.context();
    pen.lineCap = 'round';
    const inner = new Path2D(outlines.inner);
    if (this.sight.zoom >= borderedZoom(outlines.id.length, bounds)) {
      this.line(inner, LINES.innerCasing);
      this.line(inner, LINES.inner);
    }
    this.line(new Path2D(outlines.outer), LINES.outer);
    pen.lineCap = 'butt';
    // A chosen area that is flagged shows both lines.
    this.lines(picture.patterns.flag, LINES.flagCasing);
    this.lines(chosen, LINES.chosenCasing, LINES.chosen);
    this.lines(picture.patterns.flag, LINES.flag);
    pen.restore();
    this.circles();
    this.offers();
  }

  private pathOf(ids: number[]): Path2D {
    return new Path2D(ids.map((id) => this.paths.get(id) ?? '').join(''));
  }

  private fills(): void {
    const { pen, first, placing } = this;
    const { outlines, picture } = first;
    pen.save();
    const settled = picture.radii === null && outlines.context.find((layer) => this.settles(layer));
    if (settled) pen.clip(new Path2D(settled.areas), 'evenodd');
    const paths = [...classPaths(outlines, picture)].map(
      ([key, d]) => [picture.colors[key] ?? 'transparent', new Path2D(d)] as const,
    );
    pen.lineWidth = SEAM_PIXELS / placing.scale;
    for (const [color, path] of paths) {
      pen.strokeStyle = color;
      if (pen.globalAlpha === 1) pen.stroke(path);
    }
    for (const [color, path] of paths) {
      pen.fillStyle = color;
      pen.fill(path, 'evenodd');
    }
    pen.restore();
  }

  private isOn(id: string): boolean {
    return this.first.context?.includes(id) ?? true;
  }

  private settles({ id, kind }: { id: string; kind: string }): boolean {
    return kind === 'settlement' && this.isOn(id);
  }

  /** The map lays its patterns from the corner of the world. */
  private hatch(name: PatternName): void {
    const ids = this.first.picture.patterns[name];
    const image = ids.length > 0 ? drawPattern(PATTERNS[name]) : null;
    if (!image) return;
    const tile = document.createElement('canvas');
    tile.width = image.width;
    tile.height = image.height;
    tile.getContext('2d')?.putImageData(image, 0, 0);
    const { pen, placing, sight, size } = this;
    const pattern = pen.createPattern(tile, 'repeat');
    if (!pattern) return;
    const { enlarged } = this;
    const side = PATTERNS[name].size * enlarged;
    const pixels = WORLD_PIXELS * 2 ** sight.zoom;
    const left = (size.width / 2 - sight.center[0] * pixels) % side;
    const top = (size.height / 2 - sight.center[1] * pixels) % side;
    pattern.setTransform(
      new DOMMatrix()
        .scale(1 / placing.scale)
        .translate(left - placing.left, top - placing.top)
        .scale(enlarged / PATTERN_PIXEL_RATIO),
    );
    pen.fillStyle = pattern;
    pen.fill(this.pathOf(ids), 'evenodd');
  }

  private context(): void {
    const { pen, placing, first } = this;
    for (const { id, kind, areas, lines } of first.outlines.context) {
      if (kind === 'settlement' || !this.isOn(id)) continue;
      const { color, opacity, width, dashes } = CONTEXT_STYLE[kind];
      const ground = new Path2D(areas);
      pen.fillStyle = color;
      pen.globalAlpha = opacity;
      pen.fill(ground, 'evenodd');
      pen.globalAlpha = 1;
      pen.strokeStyle = color;
      pen.lineWidth = width / placing.scale;
      pen.setLineDash(dashes.map((dash) => (dash * width * this.enlarged) / placing.scale));
      pen.stroke(ground);
      pen.stroke(new Path2D(lines));
      pen.setLineDash([]);
    }
  }

  private line(path: Path2D, style: LineStyle): void {
    this.pen.strokeStyle = style.color;
    this.pen.lineWidth = inked(widthAt(style, this.sight.zoom)) / this.placing.scale;
    this.pen.stroke(path);
  }

  private lines(ids: number[], ...styles: LineStyle[]): void {
    if (ids.length === 0) return;
    const path = this.pathOf(ids);
    for (const style of styles) this.line(path, style);
  }

  private circles(): void {
    const { id, label } = this.first.outlines;
    const places = new Map(id.map((area, at) => [area, label[at]]));
    for (const [area, radius] of this.first.picture.radii ?? []) {
      const [x = 0, y = 0] = places.get(area) ?? [];
      this.circle(this.onScreen(x, y), Math.abs(radius), radius < 0 ? BELOW : ABOVE);
    }
  }

  private onScreen(x: number, y: number): [number, number] {
    const { left, top, scale } = this.placing;
    return [left + x * scale, top + y * scale];
  }

  /** A circle and its edge, which lies outside of it. */
  private circle(at: [number, number], radius: number, { fill, edge, width }: CircleStyle): void {
    const { pen } = this;
    pen.beginPath();
    pen.arc(...at, radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
    pen.beginPath();
    pen.arc(...at, radius + width / 2, 0, 2 * Math.PI);
    pen.strokeStyle = edge;
    pen.lineWidth = width;
    pen.stroke();
  }

  /** Crowds are gathered by the map alone. */
  private offers(): void {
    const { spots, outlines, offer } = this.first;
    if (spots.length > CROWD) return;
    const { pen } = this;
    const chosen = spots.find(({ key }) => key === offer);
    if (chosen) {
      const at = this.onScreen(...onDrawing(outlines, chosen.lon, chosen.lat));
      this.circle(at, CHOSEN_SPOT.radius, CHOSEN_SPOT);
    }
    const side = SHAPE_SIZE * symbolSize(this.sight.zoom);
    const tiles = new Map<Shape, HTMLCanvasElement>();
    for (const { shape, lon, lat } of spots) {
      const tile = tiles.get(shape) ?? shapeTile(shape);
      tiles.set(shape, tile);
      const [left, top] = this.onScreen(...onDrawing(outlines, lon, lat));
      pen.drawImage(tile, left - side / 2, top - side / 2, side, side);
    }
  }
}

function shapeTile(shape: Shape): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  const image = drawShape(shape);
  tile.width = image?.width ?? 1;
  tile.height = image?.height ?? 1;
  if (image) tile.getContext('2d')?.putImageData(image, 0, 0);
  return tile;
}

/** Draws what the map will look like; `false` where that cannot be told. */
export function drawFirst(canvas: HTMLCanvasElement, first: FirstPicture): boolean {
  const size = { width: canvas.clientWidth, height: canvas.clientHeight };
  const sight = sightOf(first.viewport, first.bounds, size);
  const placing = sight && placed(first.outlines, sight, size);
  // The processor draws this much faster than it gets a graphics card ready.
  const pen = placing && canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return false;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  pen.scale(ratio, ratio);
  new Drawing(pen, first, sight, size, placing).draw();
  return true;
}
