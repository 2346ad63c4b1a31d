import { describe, expect, it } from 'vitest';
import { classEntries, howSentence, missingEntries } from '../src/legend';
import { comparison, findRow, joinRows, sortRows, valueText } from '../src/model';
import { viewSentence } from '../src/sentences';
import { wordingOf } from '../src/wording';
import { areas, sampleView, values } from './sample';

const german = wordingOf('de');
const codes = (rows: { code: string }[]) => rows.map((row) => row.code);

describe('the join', () => {
  it('goes by id and not by position', () => {
    const rows = joinRows(areas, values, null);
    expect(rows.map((row) => row.value)).toEqual([12.34, 0, null, 30, null]);
    expect(rows.map((row) => row.class)).toEqual([1, 0, -1, 1, -1]);
  });

  it('gives every missing value a reason and a present zero none', () => {
    const rows = joinRows(areas, values, null);
    expect(rows.map((row) => row.reason)).toEqual([null, null, 'suppressed', null, 'no_row']);
    expect(joinRows(areas, null, null)[0]?.reason).toBe('not_aggregable');
  });
});

describe('sorting', () => {
  const rows = joinRows(areas, values, null);

  it('puts missing values last in either direction', () => {
    expect(codes(sortRows(rows, { column: 'value', descending: false }))).toEqual([
      '02',
      '01',
      '04',
      '05',
      '03',
    ]);
    expect(codes(sortRows(rows, { column: 'value', descending: true }))).toEqual([
      '04',
      '01',
      '02',
      '05',
      '03',
    ]);
  });

  it('orders names as German dictionaries do', () => {
    expect(sortRows(rows, { column: 'name', descending: false }).map((row) => row.name)).toEqual([
      'Aue',
      'Berg',
      'Insel',
      'Öd',
      'Zentrum',
    ]);
  });
});

describe('the legend', () => {
  it('has the range and the count of every class', () => {
    expect(classEntries(sampleView(), german)).toEqual([
      { color: '#ffffcc', range: '0,0 bis 12,3', count: 1 },
      { color: '#225ea8', range: 'über 12,3 bis 30,0', count: 2 },
    ]);
  });

  it('tells secret from absent values', () => {
    expect(missingEntries(sampleView(), german)).toEqual([
      { kind: 'none', label: 'kein Wert', count: 1, detail: 'nicht in der Tabelle enthalten' },
      { kind: 'secret', label: 'geheim zu halten', count: 1, detail: null },
    ]);
  });

  it('says how the classes were made', () => {
    expect(howSentence(sampleView(), german)).toMatch(/gleich stark besetzte Klassen/);
  });
});

describe('words for an area', () => {
  const view = sampleView();
  const row = (code: string) => {
    const found = view.rows.find((candidate) => candidate.code === code);
    if (!found) throw new Error(`no area ${code}`);
    return found;
  };

  it('name the reason in place of a value', () => {
    expect(valueText(row('03'), view, german)).toBe('geheim zu halten');
    expect(valueText(row('02'), view, german)).toBe('0,0\u00a0%');
  });

  it('compare a share with the city in percentage points', () => {
    expect(comparison(row('04'), view, german)).toBe(
      '15,2 Prozentpunkte über dem Wert der Stadt (14,8\u00a0%)',
    );
    expect(comparison(row('03'), view, german)).toBeNull();
  });

  it('compare a part with a total as a share', () => {
    const total = { ...view, values: { ...values, city: 42.34 } };
    expect(comparison(row('04'), total, german)).toBe(
      '70,9\u00a0% der Summe der Stadt (42,3\u00a0%)',
    );
  });

  it('are found by name, code or an unambiguous beginning', () => {
    expect(findRow(view.rows, ' zentrum ')?.code).toBe('01');
    expect(findRow(view.rows, '02')?.code).toBe('02');
    expect(findRow(view.rows, 'Ins')?.code).toBe('05');
    expect(findRow(view.rows, '')).toBeNull();
  });

  it('sum up the view for those who hear it', () => {
    expect(viewSentence(view, german)).toBe(
      'Quote, Ortsteile, 2023: 5 Gebiete, 2 davon ohne Wert.',
    );
  });
});
