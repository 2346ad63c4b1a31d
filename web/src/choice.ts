import { type Query, WITHOUT } from './state';
import type { Availability, City, CityName, Definition, Indicator, Level } from './types';

/** The query made complete against what the city has. */
export interface Choice {
  level: Level;
  indicator: Indicator;
  available: Availability | null;
  period: string | null;
  /** Periods before the chosen one, and which of them it is compared with. */
  before: string[];
  earlier: string | null;
  definition: Definition | null;
  /** Words of the address that the city does not know. */
  unknown: string[];
}

export function resolveCity(query: Query, cities: CityName[]): CityName | null {
  return cities.find((city) => city.id === query.city) ?? cities[0] ?? null;
}

export function availability(indicator: Indicator, level: string): Availability | null {
  return indicator.available.find((entry) => entry.level === level) ?? null;
}

/** True when the indicator has at least one period of values on the level. */
export function hasValues(indicator: Indicator, level: string): boolean {
  const entry = availability(indicator, level);
  return entry !== null && entry.refused === null && entry.periods.length > 0;
}

function pickPeriod(wanted: string | null, fallback: string, periods: string[]): string | null {
  if (wanted !== null && periods.includes(wanted)) return wanted;
  if (wanted === null && periods.includes(fallback)) return fallback;
  return periods.at(-1) ?? null;
}

function pickEarlier(wanted: string | null, before: string[]): string | null {
  if (wanted === WITHOUT) return null;
  return wanted !== null && before.includes(wanted) ? wanted : (before.at(-1) ?? null);
}

export function resolve(query: Query, city: City): Choice | null {
  const unknown: string[] = [];
  const find = <T extends { id: string }>(items: T[], id: string | null): T | undefined => {
    const found = items.find((item) => item.id === id);
    if (id !== null && !found) unknown.push(id);
    return found;
  };
  const level =
    find(city.levels, query.level) ??
    city.levels.find((item) => item.id === city.default.level) ??
    city.levels[0];
  const indicator =
    find(city.indicators, query.indicator) ??
    city.indicators.find((item) => item.id === city.default.indicator) ??
    city.indicators[0];
  if (!level || !indicator) return null;
  const definition =
    find(city.priorities, query.definition) ??
    city.priorities.find((item) => item.level === level.id) ??
    city.priorities[0] ??
    null;
  const available = availability(indicator, level.id);
  const periods = available?.refused === null ? available.periods : [];
  const period = pickPeriod(query.period, city.default.period, periods);
  if (query.period !== null && period !== null && query.period !== period) {
    unknown.push(query.period);
  }
  const before = period === null ? [] : periods.slice(0, periods.indexOf(period));
  const earlier = pickEarlier(query.earlier, before);
  if (query.earlier !== null && query.earlier !== WITHOUT && !periods.includes(query.earlier)) {
    unknown.push(query.earlier);
  }
  return { level, indicator, available, period, before, earlier, definition, unknown };
}
