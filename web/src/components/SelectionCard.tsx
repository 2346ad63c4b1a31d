import type { Row } from '../model';
import { choose, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import { Link } from './Link';

/** Several areas at once: by click with the control key, or with this switch by any means. */
export function SelectionSwitch({ query }: { query: Query }) {
  const { t } = useWording();
  const on = query.selection !== null;
  return (
    <label class="check selection-switch">
      <input
        type="checkbox"
        name="mehrere"
        checked={on}
        onChange={(event) => {
          const first = query.area === null ? [] : [query.area];
          choose(
            event.currentTarget.checked
              ? { selection: first, area: null }
              : { selection: null, area: query.selection?.[0] ?? null },
          );
        }}
      />
      <span>{t('selection.switch')}</span>
    </label>
  );
}

/** The areas that are put together, and what can be done with them. */
export function SelectionCard({ rows, query }: { rows: Row[]; query: Query }) {
  const wording = useWording();
  const { t } = wording;
  const remove = (code: string) =>
    choose({ selection: (query.selection ?? []).filter((item) => item !== code) });
  return (
    <section class="info card selection" aria-labelledby="auswahl-titel">
      <h2 id="auswahl-titel">{t('selection.title', { count: rows.length })}</h2>
      {rows.length === 0 && <p>{t('selection.empty')}</p>}
      <ul class="selection-list">
        {rows.map((row) => (
          <li key={row.code}>
            <button
              type="button"
              aria-label={t('selection.remove', { area: row.name })}
              title={t('selection.remove', { area: row.name })}
              onClick={() => remove(row.code)}
            >
              <span lang={dataLanguage(wording)}>{row.name}</span> <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="selection-ways">
        {rows.length > 0 && <Link to={{ screen: 'profile' }}>{t('selection.profile')}</Link>}
        {rows.length > 1 && rows.length <= 4 && (
          <Link to={{ screen: 'comparison', areas: rows.map(({ code }) => code) }}>
            {t('selection.compare')}
          </Link>
        )}
        {rows.length > 0 && (
          <button type="button" class="button-plain" onClick={() => choose({ selection: [] })}>
            {t('selection.clear')}
          </button>
        )}
      </p>
    </section>
  );
}
