import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api';
import { flagWords, hintsDrawn, hintsElsewhere } from '../src/hints';
import { classEntries, howSentence, missingEntries } from '../src/legend';
import { comparison, joinRows, sortRows, valueText } from '../src/model';
import { findRow, matchingRows } from '../src/search';
import { notices, viewSentence } from '../src/sentences';
import { wordingOf } from '../src/wording';
import { areas, hintedView, sampleView, values } from './sample';

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
    expect(valueText(row('02'), view, german)).toBe('0,0\u00a0% (geschätzt)');
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

  it('have the decimals that tell their class from the next', () => {
    const closer = { ...view, decimals: 2 };
    expect(valueText(row('01'), closer, german)).toBe('12,34\u00a0%');
    expect(classEntries(closer, german)[1]?.range).toBe('über 12,30 bis 30,00');
  });

  it('sum up the view for those who hear it', () => {
    expect(viewSentence(view, german)).toBe(
      'Quote, Ortsteile, 2023: 5 Gebiete, 2 davon ohne Wert.',
    );
  });
});

describe('the search', () => {
  const { rows } = sampleView();
  const named = (...names: string[]) =>
    names.map((name, index) => ({ ...rows[0], name, code: `9${index}` }) as (typeof rows)[number]);

  it('finds an area by name, code or a part that no other has', () => {
    expect(findRow(rows, ' zentrum ')?.code).toBe('01');
    expect(findRow(rows, '02')?.code).toBe('02');
    expect(findRow(rows, 'sel')?.code).toBe('05');
    expect(findRow(rows, '')).toBeNull();
    expect(findRow(rows, 'Nirgendwo')).toBeNull();
  });

  it('lists all areas that contain the text', () => {
    const all = named('Grünau-Ost', 'Grünau-Mitte', 'Altgrünau', 'Berg');
    expect(matchingRows(all, 'grünau').map(({ name }) => name)).toEqual([
      'Grünau-Ost',
      'Grünau-Mitte',
      'Altgrünau',
    ]);
    expect(findRow(all, 'grünau')).toBeNull();
    expect(findRow(all, 'grünau mitte')?.name).toBe('Grünau-Mitte');
    expect(matchingRows(all, '')).toHaveLength(4);
  });

  it('prefers the area that is called exactly so', () => {
    expect(findRow(named('Mitte-Nord', 'Mitte'), 'mitte')?.name).toBe('Mitte');
  });

  it.each([
    ['Lößnig', 'loessnig'],
    ['Lößnig', 'LOSSNIG'],
    ['Lößnig', 'Lo\u0308ßnig'],
    ['Moeckern', 'Möckern'],
    ['Straße', 'strasse'],
    ['Ärztehaus', 'arzte'],
  ])('finds %s as %s', (name, text) => {
    expect(matchingRows(named(name, 'Berg'), text).map((row) => row.name)).toEqual([name]);
  });
});

describe('hints', () => {
  it('are drawn on values of their own period', () => {
    const view = hintedView('2023');
    expect(hintsDrawn(view)).toBe(true);
    expect(flagWords('auffaellig', view, german)).toBe('rechnerisch auffällig');
    expect(hintsElsewhere(view, german)).toBeNull();
    expect(viewSentence(view, german)).toMatch(/Davon sind 1 rechnerisch auffällig\.$/);
  });

  it('are told with their period beside values of another one', () => {
    const view = hintedView('2021');
    expect(hintsDrawn(view)).toBe(false);
    expect(view.rows.filter((row) => row.flagged)).toHaveLength(1);
    expect(flagWords('auffaellig', view, german)).toBe('rechnerisch auffällig (2021)');
    expect(flagWords('beschlossen', view, german)).toBe('beschlossen');
    const sentence = 'Die Hinweise gelten für 2021; für 2023 gibt es keine.';
    expect(hintsElsewhere(view, german)).toBe(sentence);
    expect(viewSentence(view, german)).toMatch(sentence);
  });
});

describe('notices', () => {
  it('name what the address asks for in vain', () => {
    const view = sampleView();
    expect(notices(view, german)).toEqual([]);
    const choice = { ...view.choice, unknown: ['foo', '1900'] };
    expect(notices({ ...view, choice }, german)[0]).toMatch('(foo, 1900)');
    const classesProblem = new Problem(400, 'Nicht möglich', '5 Klassen sind nicht möglich.');
    expect(notices({ ...view, classesProblem }, german)).toEqual([
      '5 Klassen sind nicht möglich. Gezeigt wird die Vorgabe.',
    ]);
  });
});
