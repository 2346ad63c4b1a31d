/** Shapes of offers; the map, the legend and maps without WebGL draw the same ones. */
export const SHAPES = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'cross',
  'star',
  'pentagon',
  'drop',
] as const;
export type Shape = (typeof SHAPES)[number];

/** Outlines around the middle of a square from -10 to 10. */
export const SHAPE_PATHS: Record<Shape, string> = {
  circle: 'M-7 0A7 7 0 1 1 7 0A7 7 0 1 1-7 0Z',
  square: 'M-6.2-6.2H6.2V6.2H-6.2Z',
  triangle: 'M0-7.8 7.6 6.2H-7.6Z',
  diamond: 'M0-8.6 7.4 0 0 8.6-7.4 0Z',
  cross: 'M-2.8-7.6H2.8V-2.8H7.6V2.8H2.8V7.6H-2.8V2.8H-7.6V-2.8H-2.8Z',
  star: 'M0-8.6 2.3-3 8.3-2.6 3.7 1.3 5.2 7.2 0 4 -5.2 7.2-3.7 1.3-8.3-2.6-2.3-3Z',
  pentagon: 'M0-7.8 7.6-2.2 4.7 6.6H-4.7L-7.6-2.2Z',
  drop: 'M0 8.6C-4 3.6-6.4 1-6.4-2.4A6.4 6.4 0 0 1 6.4-2.4C6.4 1 4 3.6 0 8.6Z',
};

/** Dark in a light edge: seen on light and on dark classes. */
export const SHAPE_FILL = '#4a1454';
export const SHAPE_EDGE = '#ffffff';
export const SHAPE_EDGE_WIDTH = 2;
/** Pixels of a symbol on the map. */
export const SHAPE_SIZE = 20;

export function shapeImage(shape: Shape): string {
  return `offer-${shape}`;
}

export const SHAPE_PIXEL_RATIO = 2;

export function drawShape(shape: Shape): ImageData | null {
  const side = SHAPE_SIZE * SHAPE_PIXEL_RATIO;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.scale(SHAPE_PIXEL_RATIO, SHAPE_PIXEL_RATIO);
  context.translate(SHAPE_SIZE / 2, SHAPE_SIZE / 2);
  const path = new Path2D(SHAPE_PATHS[shape]);
  context.lineJoin = 'round';
  context.lineWidth = 2 * SHAPE_EDGE_WIDTH;
  context.strokeStyle = SHAPE_EDGE;
  context.stroke(path);
  context.fillStyle = SHAPE_FILL;
  context.fill(path);
  return context.getImageData(0, 0, side, side);
}
