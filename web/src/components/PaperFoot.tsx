import type { View } from '../model';
import { shownSources, sourceWords } from '../sources';
import type { Query } from '../state';
import { useWording } from '../wording';

/** These name their sources themselves, or are about them. */
const NAMED = ['map', 'profile', 'sources', 'check'];

/** Where what is printed comes from and where it is found again. */
export function PaperFoot({ view, query }: { view: View; query: Query }) {
  const wording = useWording();
  const { t } = wording;
  const version = t('notes.version', { version: view.city.data_version.slice(0, 12) });
  return (
    <footer class="only-print paper-foot">
      {!NAMED.includes(query.screen) && (
        <p>
          {t('notes.sources')}: {sourceWords(shownSources(view, query), wording)}. {version}
        </p>
      )}
      <p>{location.href}</p>
    </footer>
  );
}
