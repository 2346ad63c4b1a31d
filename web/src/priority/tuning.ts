import { useMemo, useRef, useState } from 'preact/hooks';
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

/** Where a moving slider is, and what stood in the address when it moved. */
interface Draft {
  over: Query;
  patch: Partial<Scenario>;
}

/** The scenario of the address, or the one that a moving slider is at. */
export function useTuning(query: Query): { scenario: Scenario; moving: boolean; tuning: Tuning } {
  const [draft, setDraft] = useState<Draft | null>(null);
  const latest = useRef(query);
  latest.current = query;
  const tuning = useMemo<Tuning>(() => {
    const write = writer();
    return {
      preview: (patch) => setDraft({ over: latest.current, patch }),
      commit: (patch) => {
        setDraft(null);
        write(patch);
      },
      reset: () => choosePriority(DECLARED),
    };
  }, []);
  const { weights, cuts, dynamicsCuts } = query.priority;
  // As soon as the address says something else, it counts.
  const patch = draft?.over === query ? draft.patch : null;
  const scenario = useMemo(() => ({ weights, cuts, dynamicsCuts, ...patch }), [query, patch]);
  return { scenario, moving: patch !== null, tuning };
}
