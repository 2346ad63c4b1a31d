import { useEffect, useState } from 'preact/hooks';
import { announce, markReady } from '../announce';
import { currentQuery } from '../state';
import { currentTurn, isSignedIn, onTurn } from '../token';
import { wordingOf } from '../wording';
import { App } from './App';

/** Signing in or out builds the page anew, so that nothing of one audience stays with the other. */
export function Root() {
  const [turn, setTurn] = useState(currentTurn);
  useEffect(
    () =>
      onTurn(() => {
        markReady(false);
        setTurn(currentTurn());
      }),
    [],
  );
  useEffect(() => {
    if (turn === 0) return;
    const { t } = wordingOf(currentQuery().language);
    announce(t(isSignedIn() ? 'sign_in.is_in' : 'sign_in.is_out'));
  }, [turn]);
  return <App key={turn} />;
}
