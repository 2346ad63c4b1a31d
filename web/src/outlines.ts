import type { Outlines } from './answers';
import { type Asked, useAnswer } from './ask';
import type { View } from './model';
import { fetchOutlines } from './places';

/** The areas of the shown level as paths; `null` while they are on their way. */
export function useOutlines(view: View, wanted = true): Asked<Outlines> {
  const { city, choice } = view;
  const level = choice.level.id;
  const key = wanted ? JSON.stringify([city.id, level, city.data_version]) : null;
  const asked = useAnswer(key, (signal) => fetchOutlines(city.id, level, signal));
  return asked.answer?.level === level ? asked : { ...asked, answer: null };
}
