import type { View } from '../src/model';
import { joinRows } from '../src/model';
import { parseQuery, resolve } from '../src/state';
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
  classification: {
    method: 'quantiles',
    breaks: [0, 12.3, 30],
    colors: ['#ffffcc', '#225ea8'],
    counts: [1, 2],
    missing: { suppressed: 1 },
    note: null,
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
    note: '',
    areas: [area],
  };
  return { ...sampleView(), rows: joinRows(areas, values, priority), priority };
}
