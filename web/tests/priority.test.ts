import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api';
import type { Compared, RankedArea, Ranking } from '../src/priority/answers';
import { budgetQuery, scenarioQuery } from '../src/priority/asking';
import { countsOf } from '../src/priority/BudgetPart';
import { isScenario, NO_PRIORITY, parseNumbers, parseWeights } from '../src/priority/choice';
import { classRanges, formulaLines, plain } from '../src/priority/formula';
import { cellName, cellOf, classOn, inkOn, rankingPicture } from '../src/priority/picture';
import { refusalOf } from '../src/priority/RefusalPart';
import { changed, listed, readEuros, readNumber } from '../src/priority/rows';
import { inOurWords } from '../src/priority/StepDialog';
import { endOf, sinceDay } from '../src/priority/since';
import { controlOf } from '../src/priority/tuning';
import { formatQuery, parseQuery } from '../src/state';
import type { City, Indicator } from '../src/types';
import { wordingOf } from '../src/wording';

const german = wordingOf('de');

function area(code: string, more: Partial<RankedArea> = {}): RankedArea {
  return {
    id: Number(code),
    code,
    name: `Gebiet ${code}`,
    index: 0,
    missing: null,
    class: 'mittel',
    class_label: 'mittlerer sozialer Status',
    status: 1,
    rank: 1,
    dynamics: null,
    near_cut: null,
    flag: false,
    flag_status: null,
    exceeding: 0,
    reason: '',
    contributions: [],
    ...more,
  };
}

const dynamics = (status: number) => ({ index: 0, class: '', status, rank: 1, contributions: [] });
const METHOD: Ranking['method'] = {
  indicators: ['a', 'b'].map((id) => ({
    id,
    weight: id === 'a' ? 1 : 0.5,
    period: null,
    log: false,
    winsorise: null,
    goalposts: null,
    reference: null,
    threshold: null,
  })),
  dimensions: [],
  winsorise: null,
  normalise: 'z',
  weighted_by: null,
  reference: null,
  range: null,
  aggregate: 'sum',
  rescale: 'z',
  classing: 'cuts',
  threshold: 80,
};
const RANKING = {
  classes: ['hoch', 'mittel', 'niedrig'],
  class_labels: ['hoher', 'mittlerer', 'niedriger'],
  colors: ['#000001', '#000002', '#000003'],
  matrix_colors: [
    ['#11', '#12'],
    ['#21', '#22'],
    ['#31', '#32'],
  ],
  dynamics: {
    classes: ['gut', 'schlecht'],
    class_labels: ['gute', 'schlechte'],
    colors: ['#a', '#b'],
  },
  areas: [
    area('1', { status: 2, flag: true, index: 1.4, dynamics: dynamics(1) }),
    area('2', { status: 0, index: -1, dynamics: dynamics(0) }),
    area('3', { status: -1, index: null, class: null, missing: 'suppressed' }),
  ],
} as unknown as Ranking;

describe('the address of a choice', () => {
  it('is the same after a round trip', () => {
    const search =
      '?ansicht=schwerpunkte&stadt=m&ebene=e&definition=d&bereich=szenario&farben=beide&feld=niedrig/gut' +
      '&gewichte=a:2,b:0.5&schwellen=-1,1,1.5&grundlage=x&gewichte_a=a:3&zeigen=alle&reihenfolge=index' +
      '&betrag=1000.5&sockel=20&faktoren=1,2,3&koepfe=k';
    const query = parseQuery(search);
    expect(query.ignored).toEqual([]);
    expect(formatQuery(query)).toBe(search);
  });

  it('has nothing in it that is usual', () => {
    expect(
      formatQuery(parseQuery('?ansicht=schwerpunkte&bereich=rangliste&zeigen=auffaellig')),
    ).toBe('?ansicht=schwerpunkte');
    expect(parseQuery('?bereich=mond').ignored).toEqual(['mond']);
  });

  it('leaves out weights and numbers that are none', () => {
    expect(parseWeights('a:2,b:x,c:-1,:3,d:0')).toEqual({ a: 2, d: 0 });
    expect(parseNumbers('-1,1.5')).toEqual([-1, 1.5]);
    expect(parseNumbers('1,,2')).toBeNull();
    expect(isScenario(NO_PRIORITY)).toBe(false);
    expect(isScenario({ ...NO_PRIORITY, cuts: [1] })).toBe(true);
  });

  it('becomes the questions of the server', () => {
    const scenario = { weights: { a: 2 }, cuts: [-1, 1], dynamicsCuts: null };
    expect(scenarioQuery(scenario, '_a')).toEqual({ weights_a: 'a:2', cuts_a: '-1,1' });
    const budget = { ...NO_PRIORITY.budget, total: '10', share: 20, cap: 5, heads: 'k' };
    expect(budgetQuery(budget)).toEqual({ total: '10', base_share: '0.2', population: 'k' });
    expect(budgetQuery({ ...budget, current: 'c' }).cap).toBe('0.05');
  });
});

describe('the cross table', () => {
  it('names its fields by their classes and finds them again', () => {
    const cell = { status: 2, dynamics: 1 };
    expect(cellName(cell, RANKING)).toBe('niedrig/schlecht');
    expect(cellOf('niedrig/schlecht', RANKING)).toEqual(cell);
    expect(cellOf('niedrig/rosa', RANKING)).toBeNull();
  });

  it('gives the map a class for each pair, and none outside a chosen field', () => {
    const classes = RANKING.areas.map((item) => classOn('both', item, RANKING));
    expect(classes).toEqual([5, 0, -1]);
    const all = rankingPicture(RANKING, 'both', null);
    expect(all.colors).toEqual(['#11', '#12', '#21', '#22', '#31', '#32']);
    expect(all.patterns.flag).toEqual([1]);
    expect(all.patterns.secret).toEqual([3]);
    const some = rankingPicture(RANKING, 'both', { status: 0, dynamics: 0 });
    expect(some.classes).toEqual([-1, 0, -1]);
    expect(some.patterns.flag).toEqual([]);
  });

  it('writes on every colour in the ink that contrasts more', () => {
    expect(inkOn('#ffffd4')).toBe('#16232b');
    expect(inkOn('#3b4994')).toBe('#ffffff');
  });
});

describe('lists', () => {
  it('hold the flagged areas by name, and the chosen one always', () => {
    const codes = (rows: RankedArea[]) => rows.map(({ code }) => code);
    expect(codes(listed(RANKING.areas, 'flagged', null, 'name', null))).toEqual(['1']);
    expect(codes(listed(RANKING.areas, 'flagged', null, 'name', '2'))).toEqual(['1', '2']);
    expect(codes(listed(RANKING.areas, 'all', null, 'index', null))).toEqual(['1', '2']);
    expect(codes(listed(RANKING.areas, 'without', null, 'name', null))).toEqual(['3']);
  });

  it('name what changes, hints first', () => {
    const one = { class_changed: true, flag_changed: null, change: 1, name: 'A' };
    const two = { class_changed: true, flag_changed: 'gained', change: 3, name: 'B' };
    const same = { class_changed: false, flag_changed: null, change: 0, name: 'C' };
    const compared = { areas: [one, same, two] } as unknown as Compared;
    expect(changed(compared)).toEqual([two, one]);
  });
});

describe('numbers that are typed', () => {
  it('may have points, commas and signs as people write them', () => {
    expect(readEuros('1.250.000,50 €')).toBe('1250000.50');
    expect(readEuros('1250000')).toBe('1250000');
    expect(readEuros('12,5')).toBe('12.5');
    for (const wrong of ['', '-1', '1,234', 'viel', '1.2.3']) expect(readEuros(wrong)).toBeNull();
    expect(readNumber('−1,5')).toBe(-1.5);
    expect(readNumber('.5')).toBe(0.5);
    for (const wrong of ['', '1,2,3', 'x']) expect(readNumber(wrong)).toBeNull();
  });
});

describe('a step of the history', () => {
  it('belongs to the weight that changes, else to the cuts', () => {
    const now = { weights: { a: 1, b: 2 }, cuts: null, dynamicsCuts: null };
    expect(controlOf({ weights: { a: 1, b: 3 } }, now)).toBe('b');
    expect(controlOf({ weights: { a: 1, b: 2, c: 0 } }, now)).toBe('c');
    expect(controlOf({ cuts: [1] }, now)).toBe('cuts');
  });
});

describe('the formula', () => {
  const city = {
    indicators: [
      { id: 'a', name: 'Armut', direction: 'burden' },
      { id: 'b', name: 'Wahlbeteiligung', direction: 'resource' },
    ],
  } as unknown as City;

  it('adds burdens and takes away resources', () => {
    expect(formulaLines('Index', METHOD, city, german)).toEqual([
      'Index = z(1 · z(Armut) − 0,5 · z(Wahlbeteiligung))',
    ]);
    const mean = { ...METHOD, aggregate: 'arithmetic', rescale: 'none' };
    expect(formulaLines('Index', mean, city, german)).toEqual([
      'Index = (1 · z(Armut) − 0,5 · z(Wahlbeteiligung)) / 1,5',
    ]);
  });

  it('says to which class a value on a cut belongs', () => {
    const ranges = classRanges(['x', 'y', 'z'], [-1, 1], 'cuts', german);
    expect(ranges.map(({ range }) => range)).toEqual(['unter −1', 'ab −1 bis 1', 'über 1']);
    const counted = classRanges(['x', 'y'], [2], 'exceeding', german);
    expect(counted.map(({ range }) => range)).toEqual(['unter 2', 'ab 2']);
    expect(plain(0.125, german)).toBe('0,125');
  });
});

describe('words of the server', () => {
  it('name fields as people do', () => {
    expect(inOurWords('Es fehlt die Angabe „committee“.', german)).toBe(
      'Es fehlt die Angabe „Gremium“.',
    );
  });

  it('of a refusal bring what can be compared', () => {
    const problem = new Problem(422, '', '', null, { refused: 'zu wenige' });
    expect(refusalOf(problem)?.refused).toBe('zu wenige');
    expect(refusalOf(new Problem(404, '', ''))).toBeNull();
  });
});

describe('time since a decision', () => {
  it('knows the last day of every kind of period', () => {
    expect(endOf('2024')).toBe('2024-12-31');
    expect(endOf('2023-2024')).toBe('2024-07-31');
    expect(endOf('2024-Q1')).toBe('2024-03-31');
    expect(endOf('2024-H2')).toBe('2024-12-31');
    expect(endOf('2024-02')).toBe('2024-02-29');
    expect(endOf('2024-06-30')).toBe('2024-06-30');
  });

  it('compares what was known then with the latest, if there is anything newer', () => {
    expect(sinceDay(['2019', '2020', '2024'], '2021-05-01')).toEqual({
      before: '2020',
      latest: '2024',
    });
    expect(sinceDay(['2019', '2020'], '2021-05-01')).toBeNull();
    expect(sinceDay([], '2021-05-01')).toBeNull();
  });
});

describe('what budgets can be shared by', () => {
  it('are numbers of persons, and last year the sums of money', () => {
    const item = (id: string, unit: string, decimals: number) =>
      ({ id, unit, decimals, direction: 'neutral' }) as unknown as Indicator;
    const { heads, amounts } = countsOf([
      item('einwohner', 'Personen', 0),
      item('quote', '%', 1),
      item('dichte', 'Personen je ha', 0),
      item('mittel', '€', 0),
      item('miete', 'Euro je m²', 2),
    ]);
    expect(heads.map(({ id }) => id)).toEqual(['einwohner']);
    expect(amounts.map(({ id }) => id)).toEqual(['mittel']);
  });
});
