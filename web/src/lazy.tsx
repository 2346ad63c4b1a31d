import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Code that a screen needs, fetched when the screen is first asked for. */
export function useLazy<P>(
  load: () => Promise<FunctionComponent<P>>,
  key: string,
): { component: FunctionComponent<P> | null; failed: boolean; retry: () => void } {
  const [found, setFound] = useState<{ key: string; component: FunctionComponent<P> } | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    setFailed(false);
    load().then(
      (component) => !gone && setFound({ key, component }),
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [key, attempt]);
  const component = found?.key === key ? found.component : null;
  return { component, failed, retry: () => setAttempt((count) => count + 1) };
}
