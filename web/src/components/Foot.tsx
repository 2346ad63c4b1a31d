import { pageAddress } from '../api';
import type { Language } from '../state';
import { wordingOf } from '../wording';
import '../style/foot.css';

const PAGES = [
  ['cities.html', 'foot.pages'],
  ['handbook.html', 'foot.handbook'],
  ['accessibility.html', 'foot.accessibility'],
  ['privacy.html', 'foot.privacy'],
] as const;

/** Pages that work without JavaScript: tables, methods and what must be declared. */
export function Foot({ language }: { language: Language }) {
  const { t } = wordingOf(language);
  return (
    <footer class="foot">
      <nav aria-label={t('foot.label')}>
        <ul>
          {PAGES.map(([page, name]) => (
            <li key={page}>
              <a href={pageAddress([page], language)}>{t(name)}</a>
            </li>
          ))}
        </ul>
      </nav>
    </footer>
  );
}
