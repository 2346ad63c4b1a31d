import { describe, expect, it } from 'vitest';
import { labelled } from '../src/charts/Scatter';
import { extent, linear, lonely, path, tickDecimals, ticks } from '../src/charts/scale';

describe('scales', () => {
  it('put round marks around all values', () => {
    expect(ticks(1.3, 48)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(ticks(-2.41, 2.41)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(ticks(0.12, 0.31)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
    expect(ticks(7, 7)).toEqual([7]);
  });

  it('write marks with as many decimals as they need', () => {
    expect(tickDecimals([0, 10])).toBe(0);
    expect(tickDecimals([0, 2.5])).toBe(1);
    expect(tickDecimals([0.1, 0.15])).toBe(2);
  });

  it('stand in the middle when nothing differs', () => {
    expect(linear([3, 3], [0, 100])(3)).toBe(50);
    expect(linear([0, 10], [100, 0])(2.5)).toBe(75);
  });

  it('know that there is nothing to draw', () => {
    expect(extent([null, null])).toBeNull();
    expect(extent([null, 4, -1])).toEqual([-1, 4]);
  });
});

describe('lines', () => {
  const same = (value: number) => value;

  it('leave a gap where a value is missing', () => {
    expect(path([1, 2, null, 4, 5], same, same)).toBe('M0.0 1.0L1.0 2.0M3.0 4.0L4.0 5.0');
  });

  it('find points that no line would show', () => {
    expect(lonely([1, null, 3, null, null, 6])).toEqual([0, 2, 5]);
    expect(lonely([1, 2])).toEqual([]);
  });
});

describe('names of points', () => {
  const dot = (key: string, x: number, y: number, chosen = false) => ({
    key,
    name: 'Gebiet',
    x,
    y,
    color: '#fff',
    chosen,
  });
  const same = (value: number) => value;

  it('are written where there is room, the chosen one always', () => {
    const dots = [
      dot('a', 100, 100),
      dot('b', 102, 101),
      dot('c', 400, 300),
      dot('d', 101, 100, true),
    ];
    const found = labelled(dots, same, same, 640);
    expect(found.has('d')).toBe(true);
    expect(found.has('c')).toBe(true);
    expect(found.has('a')).toBe(false);
    expect(found.has('b')).toBe(false);
  });

  it('are written before their point where they would be cut off behind it', () => {
    const found = labelled([dot('a', 600, 100), dot('b', 300, 300)], same, same, 620);
    expect(found.get('a')?.anchor).toBe('end');
    expect(found.get('b')?.anchor).toBe('start');
  });

  it('leave the name of the city alone, the chosen one too', () => {
    const city = { x: 300, y: 200, name: 'Stadt' };
    const place = labelled([dot('a', 298, 203, true)], same, same, 640, city).get('a');
    expect(place?.anchor === 'end' || Math.abs((place?.dy ?? 4) - 4) > 10).toBe(true);
  });
});
