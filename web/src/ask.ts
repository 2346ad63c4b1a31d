import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import { forget } from './api';
import { PATIENCE_MS } from './hooks';

/** What a screen asked for beside the view. The answer of the last question stays until the next one is there. */
export interface Asked<T> {
  answer: T | null;
  pending: boolean;
  slow: boolean;
  error: unknown;
  retry: () => void;
}

/**
 * Asks when the key changes; `null` asks nothing. An answer that comes after the next question is
 * dropped, so that the last choice wins.
 */
export function useAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
): Asked<T> {
  const [given, setGiven] = useState<{ key: string; answer: T } | null>(null);
  const [failed, setFailed] = useState<{ key: string; error: unknown } | null>(null);
  const [slow, setSlow] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useLayoutEffect(() => {
    if (key === null) return;
    const control = new AbortController();
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    const finish = () => {
      clearTimeout(timer);
      setSlow(false);
    };
    ask(control.signal).then(
      (answer) => {
        if (control.signal.aborted) return;
        finish();
        setFailed(null);
        setGiven({ key, answer });
      },
      (error: unknown) => {
        if (control.signal.aborted) return;
        finish();
        setFailed({ key, error });
      },
    );
    return () => {
      control.abort();
      finish();
    };
  }, [key, attempt]);
  const retry = useCallback(() => {
    forget();
    setFailed(null);
    setAttempt((count) => count + 1);
  }, []);
  const error = failed !== null && failed.key === key ? failed.error : null;
  const pending = key !== null && given?.key !== key && error === null;
  return { answer: key === null ? null : (given?.answer ?? null), pending, slow, error, retry };
}
