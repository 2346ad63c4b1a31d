import { describe, expect, it } from 'vitest';
import { comparedRows } from '../src/compared';
import { moved } from '../src/components/AreaSearch';
import { filterRows } from '../src/only';
import { rankRange } from '../src/rank';
import { strength } from '../src/screens/CorrelationScreen';
import { changePicture } from '../src/screens/DevelopmentScreen';
import { parseQuery } from '../src/state';
import { isAmount, legendAmounts, radiiOf, radius } from '../src/symbols';
import { sampleView } from './sample';

const view = sampleView();
const row = (code: string) => {
  const found = view.rows.find((item) => item.code === code);
  if (!found) throw new Error(code);
  return found;
};

describe('ranks', () => {
  it('are shared by areas whose ranges overlap', () => {
    // 04 lies wholly above the others; 01 and 02 do too, from each other.
    expect(rankRange(row('04'), view.rows)).toEqual({ from: 1, to: 1, areas: 3 });
    expect(rankRange(row('01'), view.rows)).toEqual({ from: 2, to: 2, areas: 3 });
    const wide = {
      ...row('01'),
      certainty: { ...row('01').certainty, bounds: { lower: 5, upper: 30 } },
    } as (typeof view.rows)[number];
    const rows = view.rows.map((item) => (item.code === '01' ? wide : item));
    expect(rankRange(wide, rows)).toEqual({ from: 1, to: 3, areas: 3 });
  });

  it('are not told of areas without a value', () => {
    expect(rankRange(row('03'), view.rows)).toBeNull();
  });
});

describe('circles', () => {
  it('have areas that follow the amounts', () => {
    expect(radius(100, 400) * 2).toBe(radius(400, 400));
    expect(radius(0, 400)).toBe(0);
    expect(radius(-400, 400)).toBe(-radius(400, 400));
  });

  it('are drawn for values only', () => {
    expect([...radiiOf(view.rows).keys()].sort()).toEqual([11, 14]);
    expect(legendAmounts(view.rows.map(({ value }) => value)).map(({ value }) => value)).toEqual([
      30, 15, 6,
    ]);
  });

  it('stand for plain numbers, not for shares', () => {
    expect(isAmount(view)).toBe(false);
    if (!view.values) throw new Error('the sample has values');
    const interval = { confidence: 0.95, method: null, reason: 'absolute', note: '' };
    expect(isAmount({ ...view, values: { ...view.values, interval } })).toBe(true);
  });
});

describe('rows of the table', () => {
  it('are kept by what the visitor asks for', () => {
    expect(filterRows(view.rows, null)).toHaveLength(5);
    expect(filterRows(view.rows, 'higher').map(({ code }) => code)).toEqual(['04']);
    expect(filterRows(view.rows, 'missing').map(({ code }) => code)).toEqual(['03', '05']);
  });
});

describe('the search', () => {
  it('walks through the suggestions and past their end', () => {
    expect(moved('ArrowDown', -1, 3)).toBe(0);
    expect(moved('ArrowDown', 2, 3)).toBe(-1);
    expect(moved('ArrowUp', -1, 3)).toBe(2);
    expect(moved('a', 1, 3)).toBeNull();
  });
});

describe('areas side by side', () => {
  it('are those of the address, else the chosen one, and unknown ones are left out', () => {
    const codes = (search: string) =>
      comparedRows(view, parseQuery(search)).map(({ code }) => code);
    expect(codes('?gebiete=04,01,xx')).toEqual(['04', '01']);
    expect(codes('?gebiet=02')).toEqual(['02']);
    expect(codes('')).toEqual([]);
  });
});

describe('the map of changes', () => {
  it('takes the classes of the server and hatches what has no change', () => {
    const picture = changePicture(view);
    expect(picture?.classes).toEqual([4, -1, -1, 1]);
    expect(picture?.patterns.secret).toEqual([13]);
    expect(picture?.patterns.none).toEqual([12]);
  });
});

describe('coefficients', () => {
  it('are named by their size whatever their sign', () => {
    expect([0.1, -0.3, 0.5, -0.9].map(strength)).toEqual(['none', 'weak', 'middle', 'strong']);
  });
});
