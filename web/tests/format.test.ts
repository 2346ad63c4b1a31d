import { describe, expect, it } from 'vitest';
import {
  fittingDecimals,
  formatNumber,
  formatPeriod,
  formatRange,
  formatSigned,
  withUnit,
} from '../src/format';
import { translator } from '../src/i18n';

const t = translator('de');

describe('numbers', () => {
  it('are written the German way', () => {
    expect(formatNumber(1234.56, 1, 'de')).toBe('1.234,6');
    expect(formatNumber(1234.56, 1, 'en')).toBe('1,234.6');
    expect(formatNumber(0, 1, 'de')).toBe('0,0');
  });

  it('have a true minus sign and never a negative zero', () => {
    expect(formatNumber(-1.5, 1, 'de')).toBe('−1,5');
    expect(formatNumber(-0.01, 1, 'de')).toBe('0,0');
    expect(formatSigned(2, 1, 'de')).toBe('+2,0');
    expect(formatSigned(0.001, 1, 'de')).toBe('0,0');
  });

  it('stay on one line with their unit', () => {
    expect(withUnit('3,4', '%')).toBe('3,4\u00a0%');
    expect(withUnit('3,4', '')).toBe('3,4');
  });
});

describe('class ranges', () => {
  it('include both ends of the first class and only the upper end of the others', () => {
    expect(formatRange([0, 12.3, 30], 0, 1, 'de', t)).toBe('0,0 bis 12,3');
    expect(formatRange([0, 12.3, 30], 1, 1, 'de', t)).toBe('über 12,3 bis 30,0');
  });

  it('show one number when a class has one value', () => {
    expect(formatRange([4, 4, 30], 0, 0, 'de', t)).toBe('4');
  });

  it('get further decimals when two breaks would look alike', () => {
    expect(fittingDecimals([14.81, 14.84, 15], [], 1)).toBe(2);
    expect(fittingDecimals([1, 2, 3], [], 1)).toBe(1);
  });

  it('get further decimals when a value would look like the break that its class excludes', () => {
    const breaks = [3.8, 6.71, 10.5];
    const low = { value: 6.71, class: 0 };
    expect(fittingDecimals(breaks, [low, { value: 6.81, class: 1 }], 1)).toBe(1);
    expect(fittingDecimals(breaks, [low, { value: 6.74, class: 1 }], 1)).toBe(2);
    expect(fittingDecimals(breaks, [low, { value: 6.7104, class: 1 }], 1)).toBe(4);
  });

  it('get three more decimals at most', () => {
    expect(fittingDecimals([1, 2, 3], [{ value: 2.0000001, class: 1 }], 1)).toBe(4);
    expect(fittingDecimals([1, 1.0000001, 3], [], 0)).toBe(3);
  });

  it('ask nothing of missing values, of the first class and of classes with one value', () => {
    const values = [
      { value: null, class: -1 },
      { value: 1, class: 0 },
      { value: 5, class: 1 },
    ];
    expect(fittingDecimals([1, 5, 5, 9], values, 0)).toBe(0);
  });
});

describe('periods', () => {
  it.each([
    ['2023', '2023'],
    ['2021-06', 'Juni 2021'],
    ['2020-12-31', '31.12.2020'],
    ['2021-Q1', '1. Quartal 2021'],
    ['2021-H2', '2. Halbjahr 2021'],
  ])('%s is %s', (period, words) => {
    expect(formatPeriod(period, 'de', t)).toBe(words);
  });
});
