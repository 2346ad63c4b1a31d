import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { markReady } from './announce';
import { forget } from './api';
import { loadView } from './load';
import type { View } from './model';
import { adjust, currentQuery, dataKey, type Query, subscribe } from './state';

/** Longer than this and the visitor is told that something is on its way. */
export const PATIENCE_MS = 300;

export function useQuery(): Query {
  const [query, setQuery] = useState(currentQuery);
  useEffect(
    () =>
      subscribe((next) => {
        markReady(false);
        setQuery(next);
      }),
    [],
  );
  return query;
}

export interface Atlas {
  view: View | null;
  pending: boolean;
  slow: boolean;
  error: unknown;
  retry: () => void;
}

/** The complete choice goes into the address, so that a link means the same tomorrow. */
function complete(view: View): Partial<Query> {
  const { city, choice } = view;
  return {
    city: city.id,
    level: choice.level.id,
    indicator: choice.indicator.id,
    period: choice.period,
    method: view.query.method,
    classes: view.query.classes,
  };
}

/** The newest question wins: an answer that comes after the next question is dropped. */
export function useAtlas(query: Query, paused = false): Atlas {
  const [view, setView] = useState<View | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [slow, setSlow] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const loaded = useRef('');
  const key = dataKey(query);

  // `attempt` asks again, `key` stands for the query. The question does not wait for the next frame.
  useLayoutEffect(() => {
    if (paused) return;
    if (key === loaded.current) {
      setError(null);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    const finish = () => {
      clearTimeout(timer);
      setSlow(false);
    };
    loadView(query, control.signal).then(
      (next) => {
        if (control.signal.aborted) return;
        finish();
        if (next.valuesProblem) {
          setError(next.valuesProblem);
          // What was shown before stands; a first visit still gets its choice.
          setView((shown) => (shown && !shown.valuesProblem ? shown : next));
          return;
        }
        loaded.current = dataKey({ ...currentQuery(), ...complete(next) });
        setError(null);
        setView(next);
        adjust(complete(next));
      },
      (reason: unknown) => {
        if (control.signal.aborted) return;
        finish();
        setError(reason);
      },
    );
    return () => {
      control.abort();
      finish();
    };
  }, [key, attempt, paused]);

  const retry = useCallback(() => {
    forget();
    setError(null);
    setAttempt((count) => count + 1);
  }, []);
  const pending = error === null && key !== loaded.current;
  return { view, pending, slow, error, retry };
}
