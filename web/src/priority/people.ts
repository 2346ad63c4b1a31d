import { useMemo } from 'preact/hooks';
import { fetchValues, Problem } from '../api';
import { useAnswer } from '../ask';
import { formatNumber } from '../format';
import type { View, Wording } from '../model';
import type { Values } from '../types';
import type { Ranking } from './answers';

interface Column {
  name: string;
  values: Map<number, { value: number | null; reason: string | null }>;
}

/** How many people and children live in every area, where somebody counted them. */
export interface People {
  inhabitants: Column | null;
  children: Column | null;
  pending: boolean;
  text(which: 'inhabitants' | 'children', id: number, wording: Wording): string;
}

const NOBODY = { inhabitants: null, children: null };

async function valuesOf(
  view: View,
  level: string,
  period: string,
  id: string,
  signal: AbortSignal,
) {
  const question = {
    city: view.city.id,
    level,
    indicator: id,
    period,
    method: null,
    classes: null,
    smoothed: false,
    fixed: false,
    earlier: null,
    language: 'de' as const,
  };
  try {
    return await fetchValues(question, signal);
  } catch (error) {
    // Counted for another time or not at all: the index stands without it.
    if (error instanceof Problem && error.isRefusal) return null;
    if (error instanceof Problem && error.status === 400) return null;
    throw error;
  }
}

function columnOf(values: Values | null, view: View): Column | null {
  if (values === null) return null;
  const name = view.city.indicators.find(({ id }) => id === values.indicator)?.name ?? '';
  const pair = (at: number) => ({
    value: values.value[at] ?? null,
    reason: values.reason[at] ?? null,
  });
  return { name, values: new Map(values.id.map((id, at) => [id, pair(at)])) };
}

function inYear(period: string, view: View, indicator: string, level: string): string {
  const found = view.city.indicators.find(({ id }) => id === indicator);
  const periods = found?.available.find((entry) => entry.level === level)?.periods ?? [];
  if (periods.includes(period)) return period;
  // The last count before the index was made, else the first one.
  return periods.findLast((known) => known <= period) ?? periods[0] ?? period;
}

export function usePeople(view: View, ranking: Ranking | null): People {
  const people = ranking?.floor?.indicator ?? ranking?.inhabitants?.indicator ?? null;
  const children = ranking?.children ?? null;
  const { level, period, data_version } = ranking ?? { level: '', period: '', data_version: '' };
  const key =
    people === null && children === null
      ? null
      : JSON.stringify([view.city.id, level, period, people, children, data_version]);
  const { answer, pending } = useAnswer(key, async (signal) => {
    const ask = async (id: string | null) =>
      id === null ? null : valuesOf(view, level, inYear(period, view, id, level), id, signal);
    const [all, young] = await Promise.all([ask(people), ask(children)]);
    return { inhabitants: columnOf(all, view), children: columnOf(young, view) };
  });
  return useMemo(() => {
    const columns = answer ?? NOBODY;
    return {
      ...columns,
      pending,
      text(which, id, { t, language }) {
        const found = columns[which]?.values.get(id);
        if (found === undefined) return '–';
        if (found.value !== null) return formatNumber(found.value, 0, language);
        return t(`reason.${(found.reason ?? 'absent') as 'absent'}`);
      },
    };
  }, [answer, pending]);
}
