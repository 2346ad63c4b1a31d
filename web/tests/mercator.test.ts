import { describe, expect, it } from 'vitest';
import { borderedZoom } from '../src/map/layers';
import { type Line, roomPerArea, within } from '../src/mercator';

/** The eastern half of the world north of the equator. */
const TILE = { z: 1, x: 1, y: 0 };

describe('lines around areas', () => {
  it('are whole where the area lies in the tile', () => {
    const ring: Line = [
      [10, 10],
      [20, 10],
      [20, 20],
      [10, 10],
    ];
    expect(within(ring, TILE)).toEqual([ring]);
  });

  it('leave out the cut at the edge of the tile', () => {
    // An area that goes on in the west; the tile cuts it a little beyond its edge, at -1.
    const ring: Line = [
      [-1, 10],
      [20, 10],
      [20, 30],
      [-1, 30],
      [-1, 10],
    ];
    const lines = within(ring, TILE);
    expect(lines.length).toBe(1);
    const [line = []] = lines;
    const [edge = Number.NaN, ...rest] = line.map(([lon]) => lon);
    expect(edge).toBeCloseTo(0);
    expect(rest.slice(0, 2)).toEqual([20, 20]);
    expect(rest[2]).toBeCloseTo(0);
    expect(line.map(([, lat]) => lat)).toEqual([10, 10, 30, 30]);
  });

  it('fall away where the area only reaches over the edge', () => {
    const ring: Line = [
      [-2, 10],
      [-1, 10],
      [-1, 20],
      [-2, 10],
    ];
    expect(within(ring, TILE)).toEqual([]);
  });
});

describe('borders', () => {
  const city: [number, number, number, number] = [9.6, 51.4, 9.9, 51.59];

  it('need a larger scale where there are more areas', () => {
    expect(borderedZoom(500, city)).toBeLessThan(borderedZoom(11_000, city));
    expect(borderedZoom(1, city)).toBeLessThan(6);
  });

  it('begin where an area has six pixels a side', () => {
    const zoom = borderedZoom(11_000, city);
    expect(roomPerArea(11_000, city) * 2 ** zoom).toBeCloseTo(6);
  });
});
