import { resolve } from '../src/choice';
import type { View } from '../src/model';
import { joinRows } from '../src/model';
import { parseQuery } from '../src/state';
import type { Areas, City, Priority, Values } from '../src/types';

export const city: City = {
  id: 'musterstadt',
  name: 'Musterstadt',
  invented: true,
  note: null,
  boundary_year: 2024,
  priority_name: 'Schwerpunkträume',
  audience: 'public',
  data_version: 'abc',
  bounds: [13, 51, 14, 52],
  default: { level: 'ortsteil', indicator: 'quote', period: '2023' },
  levels: [
    {
      id: 'ortsteil',
      name: 'Ortsteil',
      plural: 'Ortsteile',
      parent: null,
      areas: 5,
      boundary_year: 2024,
      source: 'amt',
    },
    {
      id: 'bezirk',
      name: 'Bezirk',
      plural: 'Bezirke',
      parent: null,
      areas: 2,
      boundary_year: 2024,
      source: 'amt',
    },
  ],
  indicators: [
    {
      id: 'quote',
      name: 'Quote',
      theme: 'Lage',
      description: '',
      unit: '%',
      decimals: 1,
      direction: 'burden',
      formula: '',
      goals: [],
      breaks: [],
      key_dates: [],
      population_concepts: [],
      remarks: [],
      sources: ['amt'],
      available: [
        { level: 'ortsteil', periods: ['2021', '2023'], aggregable: true, refused: null },
        { level: 'bezirk', periods: [], aggregable: false, refused: 'Geht nicht.' },
      ],
    },
  ],
  sources: [],
  priorities: [],
  context: [],
  base_map: null,
  offers: [],
};

export const areas: Areas = {
  level: 'ortsteil',
  id: [11, 12, 13, 14, 15],
  code: ['01', '02', '03', '04', '05'],
  name: ['Zentrum', 'Aue', 'Öd', 'Berg', 'Insel'],
  parent: [null, null, null, null, null],
  lon: [],
  lat: [],
  area_km2: [1, 2, 3, 4, 5],
};

/** In another order than the areas, and without a line for the last one. */
export const values: Values = {
  indicator: 'quote',
  period: '2023',
  level: 'ortsteil',
  unit: '%',
  decimals: 1,
  data_version: 'abc',
  id: [14, 13, 12, 11],
  value: [30, null, 0, 12.34],
  reason: [null, 'suppressed', null, null],
  class: [1, -1, 0, 1],
  city: 14.8,
  city_reason: null,
  city_class: 1,
  classification: {
    method: 'quantiles',
    breaks: [0, 12.3, 30],
    colors: ['#ffffcc', '#225ea8'],
    counts: [1, 2],
    missing: { suppressed: 1 },
    note: null,
  },
  numerator: [60, null, 0, 34],
  denominator: [200, null, 40, 275.5],
  lower: [24.2, null, 0, 8.97],
  upper: [36.8, null, 8.8, 16.7],
  to_city: ['higher', null, 'lower', 'not_secured'],
  mark: [null, null, 'estimated', null],
  city_lower: 14,
  city_upper: 15.6,
  interval: { confidence: 0.95, method: 'wilson', reason: null, note: 'Bereich nach Wilson.' },
  smoothed: [28, null, 3.1, 13],
  smoothing: { method: 'empirical_bayes', mean: 14.8, areas: 3, note: 'Geglättet.' },
  change: {
    earlier: '2021',
    absolute: [4, null, null, -1.26],
    per_cent: [15.4, null, null, -9.3],
    reason: [null, 'suppressed', 'absent', null],
    lower: [1.1, null, null, -5],
    upper: [6.9, null, null, 2.5],
    verdict: ['higher', null, null, 'not_secured'],
    trend: [{ per_year: 1.2, p: 0.01, periods: 7, verdict: 'higher' }, null, null, null],
    breaks: [],
    mark: [null, null, null, null],
    class: [4, null, null, 1],
    classification: {
      method: 'diverging',
      breaks: [-4, -2.4, -0.8, 0.8, 2.4, 4],
      colors: ['#b35806', '#f1a340', '#f7f7f7', '#998ec3', '#542788'],
      counts: [0, 1, 0, 0, 1],
      missing: { suppressed: 1, absent: 1 },
      note: null,
    },
    city: { absolute: 1.2, reason: null, per_cent: 8.8, lower: 0.4, upper: 2, verdict: 'higher' },
  },
};

export function sampleView(): View {
  const query = parseQuery('');
  const choice = resolve(query, city);
  if (!choice) throw new Error('the sample city has a default');
  return {
    query,
    cities: [city],
    city,
    choice,
    rows: joinRows(areas, values, null),
    decimals: 1,
    parents: new Map(),
    disparity: null,
    values,
    priority: null,
    valuesProblem: null,
    priorityProblem: null,
    classesProblem: null,
  };
}

/** The sample view with one flagged area, by an index of the period. */
export function hintedView(period: string): View {
  const area = {
    id: 14,
    index: 2,
    class: 'sehr niedrig',
    class_label: 'sehr niedriger sozialer Status',
    status: 3,
    flag: true,
    flag_status: null,
    reason: '',
    contributions: [],
  };
  const priority: Priority = {
    definition: 'status',
    name: 'Statusindex',
    level: 'ortsteil',
    period,
    definition_hash: 'abc',
    valid: 1,
    flagged: 1,
    class_labels: ['hoch', 'mittel', 'niedrig', 'sehr niedriger sozialer Status'],
    note: '',
    areas: [area],
  };
  return { ...sampleView(), rows: joinRows(areas, values, priority), priority };
}
