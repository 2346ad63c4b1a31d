import type { Key } from '../i18n';
import { type Query, SCREENS, type Screen } from '../state';
import { useWording } from '../wording';
import { Link } from './Link';

export const SCREEN_NAMES: Record<Screen, Key> = {
  map: 'screen.map',
  priority: 'screen.priority',
  profile: 'screen.profile',
  comparison: 'screen.comparison',
  correlation: 'screen.correlation',
  development: 'screen.development',
  check: 'screen.check',
  sources: 'screen.sources',
};

/** The ways through the page. What is chosen stays chosen on every screen. */
export function Navigation({ query, priorityName }: { query: Query; priorityName: string }) {
  const { t } = useWording();
  return (
    <nav class="screens" aria-label={t('screen.label')}>
      <ul>
        {SCREENS.map((screen) => (
          <li key={screen}>
            <Link class="screen-link" to={{ screen }} current={screen === query.screen}>
              {screen === 'priority' ? priorityName : t(SCREEN_NAMES[screen])}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
