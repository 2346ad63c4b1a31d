import { useMemo } from 'preact/hooks';
import { Problem } from '../api';
import { useLazy } from '../lazy';
import type { Query } from '../state';
import { WordingContext, wordingOf } from '../wording';
import { Failure } from './Failure';
import { LiveRegion } from './LiveRegion';

const load = async () => (await import('../slides/Player')).Player;

/** Slides without the page around them. */
export function Projected({ query }: { query: Query }) {
  const wording = useMemo(() => wordingOf(query.language), [query.language]);
  const { component: Player, failed, retry } = useLazy(load, 'player');
  return (
    <WordingContext.Provider value={wording}>
      {failed && <Failure error={new Problem(0, '', '')} hasView={false} retry={retry} />}
      {Player && <Player query={query} />}
      {!Player && !failed && <p class="waiting">{wording.t('app.loading')}</p>}
      <LiveRegion />
    </WordingContext.Provider>
  );
}
