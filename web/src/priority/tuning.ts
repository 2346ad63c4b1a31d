import { useEffect, useMemo, useState } from 'preact/hooks';
import { choosePriority, type Query } from '../state';
import { DECLARED, type PriorityChoice } from './choice';

export type Scenario = Pick<PriorityChoice, 'weights' | 'cuts' | 'dynamicsCuts'>;

/** Ways to change weights and cuts: while a slider moves nothing is written to the history. */
export interface Tuning {
  preview(patch: Partial<Scenario>): void;
  commit(patch: Partial<Scenario>): void;
  reset(): void;
}

/** The scenario of the address, or the one that a moving slider is at. */
export function useTuning(query: Query): { scenario: Scenario; moving: boolean; tuning: Tuning } {
  const [draft, setDraft] = useState<Partial<Scenario> | null>(null);
  const { weights, cuts, dynamicsCuts } = query.priority;
  useEffect(() => setDraft(null), [query]);
  const tuning = useMemo<Tuning>(
    () => ({
      preview: setDraft,
      commit: (patch) => {
        // The picture stays where it is until the address says the same.
        setDraft(patch);
        choosePriority(patch);
      },
      reset: () => choosePriority(DECLARED),
    }),
    [],
  );
  const scenario = useMemo(() => ({ weights, cuts, dynamicsCuts, ...draft }), [query, draft]);
  return { scenario, moving: draft !== null, tuning };
}
