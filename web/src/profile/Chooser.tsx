import { useState } from 'preact/hooks';
import { Link } from '../components/Link';
import { PeriodPicker } from '../components/PeriodPicker';
import { LevelPicker } from '../components/Pickers';
import { AreaSelect } from '../components/Selects';
import type { Row } from '../model';
import { byName } from '../names';
import { pickArea } from '../pick';
import type { ScreenProps } from '../screens/props';
import { matchingRows } from '../search';
import { choose, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';

/** Areas are put together by ticking them; the search keeps long lists short. */
function Several({ rows, query }: { rows: Row[]; query: Query }) {
  const wording = useWording();
  const { t } = wording;
  const [text, setText] = useState('');
  const chosen = new Set(query.selection ?? [query.area]);
  const found = matchingRows(rows, text).sort(byName);
  return (
    <details class="several">
      <summary>{t('selection.several')}</summary>
      <label class="field">
        <span class="field-label">{t('table.search')}</span>
        <input
          type="search"
          name="gebietssuche"
          autocomplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <fieldset class="several-list">
        <legend class="visually-hidden">{t('selection.several')}</legend>
        {found.map((row) => (
          <label key={row.code} class="check">
            <input
              type="checkbox"
              name={`gebiet-${row.code}`}
              checked={chosen.has(row.code)}
              onChange={() => choose(pickArea(query, row.code, true))}
            />
            <span lang={dataLanguage(wording)}>{row.name}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

/** Which area, or which areas together. */
export function ProfileChooser({ view, query, code }: ScreenProps & { code: string | null }) {
  const { t } = useWording();
  const several = (query.selection?.length ?? 0) > 0;
  return (
    <section class="choose-row card" aria-label={t('choose.title')}>
      <LevelPicker view={view} query={query} />
      <div class="field">
        <AreaSelect
          label={t('profile.area')}
          name="gebiet"
          rows={view.rows}
          chosen={code}
          none={
            several
              ? t('selection.title', { count: query.selection?.length ?? 0 })
              : t('compare.none')
          }
          pick={(next) => choose({ area: next, areas: [], selection: null })}
        />
        <Several rows={view.rows} query={query} />
      </div>
      <PeriodPicker view={view} query={query} />
      {(code !== null || several) && (
        <div class="field buttons">
          <button type="button" class="button" onClick={() => print()}>
            {t('profile.print')}
          </button>
          <CompareLink query={query} code={code} />
          {code !== null && (
            <Link
              class="button-plain"
              to={{ screen: 'conference', area: code, slide: null, mode: null }}
            >
              {t('conference.open')}
            </Link>
          )}
        </div>
      )}
    </section>
  );
}

function CompareLink({ query, code }: { query: Query; code: string | null }) {
  const { t } = useWording();
  const areas = code === null ? (query.selection ?? []) : [code];
  if (areas.length > 4) return null;
  return (
    <button
      type="button"
      class="button-plain"
      onClick={() => choose({ screen: 'comparison', areas, comparing: 'areas' })}
    >
      {t('profile.compare')}
    </button>
  );
}
