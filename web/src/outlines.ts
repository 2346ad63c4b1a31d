import type { Outlines } from './answers';
import { type Asked, useAnswer } from './ask';
import type { View } from './model';
import { fetchOutlines } from './places';

/** The areas of the shown level as paths; `null` while they are on their way. */
export function useOutlines(view: View, wanted = true): Asked<Outlines> {
  const { city, choice } = view;
  const level = choice.level.id;
  const key = wanted ? JSON.stringify([city.id, level, city.data_version]) : null;
  const ask = async (signal: AbortSignal) => ({
    key,
    outlines: await fetchOutlines(city.id, level, signal),
  });
  const asked = useAnswer(key, ask);
  const answer = asked.answer?.key === key ? asked.answer.outlines : null;
  return { ...asked, answer };
}
