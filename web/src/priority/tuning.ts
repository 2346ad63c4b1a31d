import { useEffect, useMemo, useState } from 'preact/hooks';
import { adjustPriority, choosePriority, currentQuery, type Query } from '../state';
import { DECLARED, type PriorityChoice } from './choice';

export type Scenario = Pick<PriorityChoice, 'weights' | 'cuts' | 'dynamicsCuts'>;

/** Ways to change weights and cuts: while a slider moves nothing is written to the history. */
export interface Tuning {
  preview(patch: Partial<Scenario>): void;
  commit(patch: Partial<Scenario>): void;
  reset(): void;
}

/** Steps of the same control that follow each other faster than this are one step of the history. */
const ONE_STEP_MS = 1500;

/** What a patch changes: an indicator's weight or the cuts. */
export function controlOf(patch: Partial<Scenario>, { weights }: Scenario): string {
  const changed = Object.entries(patch.weights ?? {}).find(
    ([id, weight]) => weights[id] !== weight,
  );
  return changed?.[0] ?? 'cuts';
}

/** Arrow keys on a slider end in one step of the history, not in twenty. */
function writer(): (patch: Partial<Scenario>) => void {
  let last = { control: '', at: Number.NEGATIVE_INFINITY };
  return (patch) => {
    const next = { control: controlOf(patch, currentQuery().priority), at: performance.now() };
    const same = next.control === last.control && next.at - last.at < ONE_STEP_MS;
    last = next;
    if (same) adjustPriority(patch);
    else choosePriority(patch);
  };
}

/** The scenario of the address, or the one that a moving slider is at. */
export function useTuning(query: Query): { scenario: Scenario; moving: boolean; tuning: Tuning } {
  const [draft, setDraft] = useState<Partial<Scenario> | null>(null);
  const { weights, cuts, dynamicsCuts } = query.priority;
  useEffect(() => setDraft(null), [query]);
  const tuning = useMemo<Tuning>(() => {
    const write = writer();
    return {
      preview: setDraft,
      commit: (patch) => {
        // The picture stays where it is until the address says the same.
        const before = location.search;
        setDraft(patch);
        write(patch);
        if (location.search === before) setDraft(null);
      },
      reset: () => choosePriority(DECLARED),
    };
  }, []);
  const scenario = useMemo(() => ({ weights, cuts, dynamicsCuts, ...draft }), [query, draft]);
  return { scenario, moving: draft !== null, tuning };
}
