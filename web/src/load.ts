import {
  fetchAreas,
  fetchCities,
  fetchCity,
  fetchDisparity,
  fetchPriority,
  fetchValues,
  Problem,
} from './api';
import { type Choice, resolve, resolveCity } from './choice';
import { awaitsMap } from './first-sight';
import { fittingDecimals } from './format';
import { joinRows, type View } from './model';
import { expectOutlines } from './places';
import { isFixed, type Query } from './state';
import type { City, Disparity, Priority, Values } from './types';

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

interface Answer {
  /** The query that was answered: classes that do not fit are left out. */
  query: Query;
  values: Values | null;
  valuesProblem: Problem | null;
  classesProblem: Problem | null;
}

/** The next simpler way to divide into classes; `null` when the preset was asked for already. */
function simpler(query: Query): Query | null {
  if (query.classes !== null) return { ...query, classes: null };
  return query.method !== null ? { ...query, method: null } : null;
}

/** Without values there is no picture, but what can be chosen is known. */
async function loadValues(
  query: Query,
  city: City,
  choice: Choice,
  signal: AbortSignal,
): Promise<Answer> {
  const { level, indicator, period } = choice;
  const answer = { query, values: null, valuesProblem: null, classesProblem: null };
  if (period === null) return answer;
  const { method, classes, smoothed, language } = query;
  const ids = { city: city.id, level: level.id, indicator: indicator.id };
  try {
    const { earlier } = choice;
    const fixed = isFixed(query);
    const question = { ...ids, period, method, classes, smoothed, fixed, earlier, language };
    const values = await fetchValues(question, signal);
    return { ...answer, values };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const next = error.status === 400 || error.status === 422 ? simpler(query) : null;
    if (next === null) return { ...answer, valuesProblem: error };
    return { ...(await loadValues(next, city, choice, signal)), classesProblem: error };
  }
}

/** How unequal the areas are is an extra too. */
async function loadDisparity(
  query: Query,
  city: City,
  choice: Choice,
  signal: AbortSignal,
): Promise<Disparity | null> {
  const { level, indicator, period } = choice;
  if (period === null) return null;
  const definition = choice.definition?.level === level.id ? choice.definition.id : null;
  const ids = { city: city.id, level: level.id, indicator: indicator.id, period };
  try {
    return await fetchDisparity({ ...ids, definition, language: query.language }, signal);
  } catch (error) {
    if (error instanceof Problem) return null;
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
  choice.unknown.push(...query.ignored);
  if (query.city !== null && query.city !== city.id) choice.unknown.push(query.city);
  const { level } = choice;
  if (awaitsMap(query.screen)) expectOutlines(city.id, level.id);
  const [areas, parents, answer, hints, disparity] = await Promise.all([
    fetchAreas(city.id, level.id, signal),
    loadParents(city, level.parent, signal),
    loadValues(query, city, choice, signal),
    loadHints(query, city, choice, signal),
    loadDisparity(query, city, choice, signal),
  ]);
  const rows = joinRows(areas, answer.values, hints.priority);
  const breaks = answer.values?.classification.breaks ?? [];
  const decimals = fittingDecimals(breaks, rows, choice.indicator.decimals);
  if (query.area !== null && !areas.code.includes(query.area)) choice.unknown.push(query.area);
  return { cities, city, choice, rows, decimals, parents, disparity, ...answer, ...hints };
}
