import { useEffect } from 'preact/hooks';
import { markReady } from './announce';

/** Marks a screen without a map as drawn, after every change that it has answered. */
export function useDrawn(done: boolean, ...what: unknown[]): void {
  useEffect(() => {
    if (done) markReady(true);
  }, [done, ...what]);
}
