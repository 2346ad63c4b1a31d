import type { Series } from './answers';
import { fetchSeries } from './api';
import { useAnswer } from './ask';
import type { View } from './model';

/** The course of the shown indicator; an extra, so that its failure stays silent. */
export function useSeries(view: View): Series | null {
  const { city, choice, values } = view;
  const [level, indicator] = [choice.level.id, choice.indicator.id];
  const version = values?.data_version ?? '';
  const key = choice.period === null ? null : JSON.stringify([city.id, level, indicator, version]);
  const { answer } = useAnswer(key, (signal) => fetchSeries(city.id, level, indicator, signal));
  const fits = answer?.level === level && answer.indicator === indicator;
  return fits ? answer : null;
}
