import { formatPeriod } from '../format';
import { hintPeriod, hintsDrawn, hintsElsewhere } from '../hints';
import { classEntries, howSentence, missingEntries, periodText } from '../legend';
import { cityText, type View } from '../model';
import type { Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import { ColorSwatch, PatternSwatch } from './Swatch';

function FlagEntry({ view }: { view: View }) {
  const wording = useWording();
  const { t } = wording;
  const { priority } = view;
  if (!priority || !hintsDrawn(view)) return null;
  const period = hintPeriod(view, wording);
  return (
    <li class="legend-row">
      <PatternSwatch name="flag" />
      <span class="legend-text">
        {t('flag.auffaellig')}
        <small>{t('legend.flag_note', { name: priority.name, period })}</small>
      </span>
      <span class="legend-count">{view.rows.filter((row) => row.flagged).length}</span>
    </li>
  );
}

function CityLine({ view }: { view: View }) {
  const wording = useWording();
  const value = cityText(view, wording);
  if (value === null) return null;
  const known = view.values?.city != null;
  return (
    <p class="legend-city">
      <span>{wording.t('legend.city', { city: view.city.name })}</span>{' '}
      {known ? <strong>{value}</strong> : <em>{value}</em>}
    </p>
  );
}

/** Whose numbers these are and how old; the boundaries name their source below the map. */
function Sources({ view }: { view: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const ids = view.choice.indicator.sources;
  const sources = view.city.sources.filter(({ id }) => ids.includes(id));
  if (sources.length === 0) return null;
  return (
    <p class="legend-source">
      {t('legend.source')}{' '}
      {sources.map(({ id, publisher, as_of }, index) => (
        <span key={id}>
          {index > 0 && '; '}
          <span lang={dataLanguage(wording)}>{t('notes.source', { publisher })}</span>,{' '}
          {t('notes.as_of', { date: formatPeriod(as_of, language, t) })}
        </span>
      ))}
    </p>
  );
}

export function Legend({ view, query }: { view: View; query: Query }) {
  const wording = useWording();
  const { t } = wording;
  const { indicator } = view.choice;
  const heading = indicator.unit ? 'legend.heading' : 'legend.heading_plain';
  const elsewhere = query.hints ? hintsElsewhere(view, wording) : null;
  const note = view.values?.classification.note;
  return (
    <section class="legend card" aria-labelledby="legende">
      <h2 id="legende">{t('legend.title')}</h2>
      <p class="legend-heading">
        {t(heading, { indicator: indicator.name, unit: indicator.unit })}
        <span>{periodText(view, wording)}</span>
      </p>
      <p class="legend-columns" aria-hidden="true">
        <span>{t('legend.class_column')}</span>
        <span>{t('legend.count_column')}</span>
      </p>
      <ul class="legend-list">
        {classEntries(view, wording).map(({ color, range, count }) => (
          <li key={range} class="legend-row">
            <ColorSwatch color={color} />
            <span class="legend-text">{range}</span>
            <span class="legend-count">{count}</span>
          </li>
        ))}
        {missingEntries(view, wording).map(({ kind, label, count, detail }) => (
          <li key={kind} class="legend-row">
            <PatternSwatch name={kind} />
            <span class="legend-text">
              {label}
              {detail && detail !== label && <small>{detail}</small>}
            </span>
            <span class="legend-count">{count}</span>
          </li>
        ))}
        {query.hints && <FlagEntry view={view} />}
      </ul>
      {elsewhere !== null && <p class="legend-hints">{elsewhere}</p>}
      <CityLine view={view} />
      <Sources view={view} />
      <p class="legend-how">{howSentence(view, wording)}</p>
      {note && <p class="legend-how">{note}</p>}
    </section>
  );
}
