import { describe, expect, it } from 'vitest';
import type { Outlines } from '../src/answers';
import { PADDING, sightOf } from '../src/map/camera';
import { classPaths, inked, placed } from '../src/map/first';
import { LINES, widthAt } from '../src/map/layers';
import type { Picture } from '../src/map/map';
import { symbolSize } from '../src/map/offers';
import { onDrawing, onWorld, WORLD_PIXELS } from '../src/mercator';
import type { Bounds } from '../src/types';

const BOUNDS: Bounds = [9.6, 51.4, 9.9, 51.55];
const SIZE = { width: 600, height: 400 };
const [left] = onWorld(BOUNDS[0], BOUNDS[1]);
const [right, top] = onWorld(BOUNDS[2], BOUNDS[3]);
const OUTLINES: Outlines = {
  level: 'block',
  width: 1000,
  height: 800,
  origin: [left, top],
  scale: 1000 / (right - left),
  id: [1, 2, 3, 4],
  code: ['1', '2', '3', '4'],
  path: ['M0 0l1 0z', 'M1 0l1 0z', 'M2 0l1 0z', 'M3 0l1 0z'],
  label: [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
  ],
  inner: '',
  outer: '',
  context: [],
};

/** Where a place lies on the screen according to the drawing. */
function onScreen(viewport: string | null, lon: number, lat: number): [number, number] {
  const sight = sightOf(viewport, BOUNDS, SIZE);
  const placing = sight && placed(OUTLINES, sight, SIZE);
  if (!placing) throw new Error('nothing is drawn');
  const [x, y] = onDrawing(OUTLINES, lon, lat);
  return [placing.left + x * placing.scale, placing.top + y * placing.scale];
}

describe('where the first picture lies', () => {
  it('the whole city fills the box up to its edge and stands in its middle', () => {
    const [west, south] = onScreen(null, BOUNDS[0], BOUNDS[1]);
    const [east, north] = onScreen(null, BOUNDS[2], BOUNDS[3]);
    expect((west + east) / 2).toBeCloseTo(SIZE.width / 2);
    expect((north + south) / 2).toBeCloseTo(SIZE.height / 2);
    // This city is higher than the box is wide: above and below, the edge is left free.
    expect(north).toBeCloseTo(PADDING);
    expect(south).toBeCloseTo(SIZE.height - PADDING);
    expect(west).toBeGreaterThan(PADDING);
  });

  it('the place of the address stands in the middle, in its scale', () => {
    const [x, y] = onScreen('10/51.5/9.7', 9.7, 51.5);
    expect([x, y].map(Math.round)).toEqual([300, 200]);
    const [east] = onScreen('10/51.5/9.7', 9.8, 51.5);
    expect(east - x).toBeCloseTo((0.1 / 360) * WORLD_PIXELS * 2 ** 10);
  });

  it('nothing is drawn where outlines are coarser than the map, or where there is no room', () => {
    const near = sightOf('16/51.5/9.7', BOUNDS, SIZE);
    expect(near && placed(OUTLINES, near, SIZE)).toBeNull();
    expect(sightOf(null, BOUNDS, { width: 40, height: 400 })).toBeNull();
  });
});

describe('what the first picture draws', () => {
  it('areas of one class are one path, and areas without a class are none', () => {
    const picture = { ids: [4, 3, 2, 1], classes: [0, -1, 1, 0] } as Picture;
    expect([...classPaths(OUTLINES, picture)]).toEqual([
      [0, 'M0 0l1 0zM3 0l1 0z'],
      [1, 'M1 0l1 0z'],
    ]);
  });

  it('lines are as wide as on the map', () => {
    expect(widthAt(LINES.outer, 8)).toBeCloseTo(0.4 * LINES.outer.width);
    expect(widthAt(LINES.outer, 10.05)).toBeCloseTo(0.7 * LINES.outer.width);
    expect(widthAt(LINES.outer, 12)).toBeCloseTo(LINES.outer.width);
    expect(inked(0.5)).toBeCloseTo(0.5625);
    expect(inked(1)).toBe(1);
    expect(inked(2)).toBe(2);
  });

  it('symbols grow with the scale as on the map', () => {
    expect([8, 10, 11.5, 13, 15].map(symbolSize)).toEqual([0.7, 0.7, 0.85, 1, 1]);
  });
});
