import type { MissingKind } from '../model';

export type PatternName = MissingKind | 'flag';

/** Strokes and dots on a square tile; the map and the legend draw the same ones. */
export interface Pattern {
  size: number;
  background: string | null;
  lines: { path: string; color: string; width: number }[];
  dots: { x: number; y: number; radius: number; color: string }[];
}

const PAPER = '#f3f1ec';
const PENCIL = '#7d8488';

export const PATTERNS: Record<PatternName, Pattern> = {
  none: {
    size: 8,
    background: PAPER,
    lines: [{ path: 'M-2 2 2-2M0 8 8 0M6 10 10 6', color: PENCIL, width: 1 }],
    dots: [],
  },
  secret: {
    size: 8,
    background: '#e3e1dc',
    lines: [
      {
        path: 'M0 0 8 8M8 0 0 8M-2 6 2 10M6-2 10 2M-2 2 2-2M6 10 10 6',
        color: '#5d6468',
        width: 1.1,
      },
    ],
    dots: [],
  },
  excluded: {
    size: 8,
    background: '#ffffff',
    lines: [{ path: 'M0 2H8M0 6H8', color: PENCIL, width: 1 }],
    dots: [],
  },
  // A dark dot in a light ring is seen on light and on dark classes.
  flag: {
    size: 12,
    background: null,
    lines: [],
    dots: [
      { x: 3, y: 3, radius: 2, color: '#ffffff' },
      { x: 3, y: 3, radius: 1.2, color: '#14181a' },
      { x: 9, y: 9, radius: 2, color: '#ffffff' },
      { x: 9, y: 9, radius: 1.2, color: '#14181a' },
    ],
  },
};

export const PATTERN_PIXEL_RATIO = 2;

/** The pattern as pixels for the map, twice as fine as the screen's points. */
export function drawPattern(pattern: Pattern): ImageData | null {
  const side = pattern.size * PATTERN_PIXEL_RATIO;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.scale(PATTERN_PIXEL_RATIO, PATTERN_PIXEL_RATIO);
  if (pattern.background) {
    context.fillStyle = pattern.background;
    context.fillRect(0, 0, pattern.size, pattern.size);
  }
  for (const { path, color, width } of pattern.lines) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(new Path2D(path));
  }
  for (const { x, y, radius, color } of pattern.dots) {
    context.fillStyle = color;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  return context.getImageData(0, 0, side, side);
}
