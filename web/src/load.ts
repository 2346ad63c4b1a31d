import { fetchAreas, fetchCities, fetchCity, fetchPriority, fetchValues, Problem } from './api';
import { joinRows, type View } from './model';
import { type Choice, type Query, resolve, resolveCity } from './state';
import type { City, Priority } from './types';

/** The server is there but has nothing to show. */
export class NothingToShow extends Error {
  readonly key: 'app.no_city' | 'app.empty';

  constructor(key: 'app.no_city' | 'app.empty') {
    super(key);
    this.key = key;
  }
}

interface Hints {
  priority: Priority | null;
  priorityProblem: Problem | null;
}

/** Hints are an extra: when they fail, the map of values still stands. */
async function loadHints(
  query: Query,
  city: City,
  choice: Choice,
  signal: AbortSignal,
): Promise<Hints> {
  const { definition, level } = choice;
  if (!query.hints || !definition || definition.level !== level.id) {
    return { priority: null, priorityProblem: null };
  }
  try {
    const priority = await fetchPriority(city.id, level.id, definition.id, query.language, signal);
    return { priority, priorityProblem: null };
  } catch (error) {
    if (error instanceof Problem) return { priority: null, priorityProblem: error };
    throw error;
  }
}

/** Without values there is no picture, but what can be chosen is known. */
async function loadValues(query: Query, city: City, choice: Choice, signal: AbortSignal) {
  const { level, indicator, period } = choice;
  if (period === null) return { values: null, valuesProblem: null };
  const { method, classes, language } = query;
  const ids = { city: city.id, level: level.id, indicator: indicator.id };
  try {
    const values = await fetchValues({ ...ids, period, method, classes, language }, signal);
    return { values, valuesProblem: null };
  } catch (error) {
    if (error instanceof Problem) return { values: null, valuesProblem: error };
    throw error;
  }
}

async function loadParents(city: City, parent: string | null, signal: AbortSignal) {
  if (parent === null) return new Map<string, string>();
  const areas = await fetchAreas(city.id, parent, signal);
  return new Map(areas.code.map((code, index) => [code, areas.name[index] ?? code]));
}

/** Fetches everything one picture needs; nothing is shown before all of it is there. */
export async function loadView(query: Query, signal: AbortSignal): Promise<View> {
  const cities = await fetchCities(signal);
  const name = resolveCity(query, cities);
  if (!name) throw new NothingToShow('app.no_city');
  const city = await fetchCity(name.id, query.language, signal);
  const choice = resolve(query, city);
  if (!choice) throw new NothingToShow('app.empty');
  if (query.city !== null && query.city !== city.id) choice.unknown.push(query.city);
  const { level } = choice;
  const [areas, parents, values, hints] = await Promise.all([
    fetchAreas(city.id, level.id, signal),
    loadParents(city, level.parent, signal),
    loadValues(query, city, choice, signal),
    loadHints(query, city, choice, signal),
  ]);
  const rows = joinRows(areas, values.values, hints.priority);
  if (query.area !== null && !areas.code.includes(query.area)) choice.unknown.push(query.area);
  return { query, cities, city, choice, rows, parents, ...values, ...hints };
}
