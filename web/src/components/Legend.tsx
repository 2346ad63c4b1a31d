import { formatNumber, formatPeriod } from '../format';
import { hintPeriod, hintsDrawn, hintsElsewhere } from '../hints';
import { useHovered } from '../hover';
import { classEntries, howSentence, missingEntries, periodText } from '../legend';
import { cityText, comparison, type Row, type View, valueText } from '../model';
import { spreadSentence } from '../sentences';
import { choose, isFixed, type Query } from '../state';
import { isAmount } from '../symbols';
import { dataLanguage, useWording } from '../wording';
import { AmountEntries } from './AmountEntries';
import { ColorSwatch, PatternSwatch } from './Swatch';

interface Props {
  view: View;
  query: Query;
  selected: Row | null;
}

/** Breaks of one period, or one set for all of them. */
function ScaleSwitch({ view, query }: { view: View; query: Query }) {
  const { t } = useWording();
  const periods = view.choice.available?.periods.length ?? 0;
  if (periods < 2 || view.values?.classification.method === 'manual') return null;
  const fixed = isFixed(query);
  return (
    <label class="check legend-scale">
      <input
        type="checkbox"
        name="grenzen"
        checked={fixed}
        onChange={(event) => choose({ scale: event.currentTarget.checked ? 'fixed' : 'period' })}
      />
      <span>{t('legend.fixed')}</span>
    </label>
  );
}

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
      <span class="legend-bar" />
      <span class="legend-count">{view.rows.filter((row) => row.flagged).length}</span>
    </li>
  );
}

/** The number is large, its unit is not. */
function CityNumber({ view }: { view: View }) {
  const { language } = useWording();
  const { unit } = view.choice.indicator;
  const number = formatNumber(view.values?.city ?? 0, view.decimals, language);
  return (
    <strong>
      {number}
      {unit && <span>{`\u00a0${unit}`}</span>}
    </strong>
  );
}

/** The number of the city, or why there is none. */
function Figure({ view }: { view: View }) {
  const wording = useWording();
  const { t } = wording;
  const value = cityText(view, wording);
  if (value === null) return null;
  const words = { city: view.city.name, period: periodText(view, wording) };
  if (view.values?.city == null) {
    return <p class="legend-city">{t('legend.city_none', { ...words, reason: value })}</p>;
  }
  return (
    <p class="legend-city">
      <CityNumber view={view} /> <span>{t('legend.city', words)}</span>
    </p>
  );
}

/** What the areas make of it. The classes stand before it, beside the map. */
function Sentences({ view, selected }: { view: View; selected: Row | null }) {
  const wording = useWording();
  const { t } = wording;
  const spread = spreadSentence(view, wording);
  const told = selected && comparison(selected, view, wording);
  return (
    <>
      {spread !== null && <p class="legend-sentence">{spread}</p>}
      {selected && (
        <p class="legend-sentence">
          {t('legend.selected', { area: selected.name, value: valueText(selected, view, wording) })}
          {told !== null && `, ${told}`}
        </p>
      )}
    </>
  );
}

/** Who stands in a class: words and a sign, not a colour. */
function Marks({ view, at, selected }: { view: View; at: number; selected: Row | null }) {
  const wording = useWording();
  const { t } = wording;
  const hovered = useHovered();
  const pointed = view.rows.find((row) => row.id === hovered) ?? null;
  const marks = [
    view.values?.city_class === at && { sign: '◇', text: t('legend.mark_city') },
    selected?.class === at && { sign: '●', text: selected.name },
    pointed !== selected && pointed?.class === at && { sign: '○', text: pointed.name },
  ];
  return marks.map(
    (mark) =>
      mark && (
        <small key={mark.sign} class="legend-mark">
          <span aria-hidden="true">{mark.sign}</span> {mark.text}
        </small>
      ),
  );
}

function Classes({ view, selected }: { view: View; selected: Row | null }) {
  const wording = useWording();
  const entries = classEntries(view, wording);
  const most = Math.max(1, ...entries.map(({ count }) => count));
  return entries.map(({ color, range, count }, at) => (
    <li key={range} class="legend-row">
      <ColorSwatch color={color} />
      <span class="legend-text">
        {range}
        <Marks view={view} at={at} selected={selected} />
      </span>
      <span class="legend-bar" aria-hidden="true">
        <span style={{ width: `${(100 * count) / most}%` }} />
      </span>
      <span class="legend-count">{count}</span>
    </li>
  ));
}

/** Ground without colour where the city says that nobody lives. */
function Unsettled({ view, query }: { view: View; query: Query }) {
  const { t } = useWording();
  const covered = view.city.context.some(
    ({ id, kind }) => kind === 'settlement' && (query.context?.includes(id) ?? true),
  );
  if (!covered || (query.baseMap && view.city.base_map)) return null;
  return (
    <li class="legend-row legend-unsettled">
      <ColorSwatch color="#ffffff" />
      <span class="legend-text">{t('legend.unsettled')}</span>
    </li>
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

export function Legend({ view, query, selected }: Props) {
  const wording = useWording();
  const { t } = wording;
  const { indicator } = view.choice;
  const heading = indicator.unit ? 'legend.heading' : 'legend.heading_plain';
  const elsewhere = query.hints ? hintsElsewhere(view, wording) : null;
  const note = view.values?.classification.note;
  const amount = isAmount(view);
  return (
    <section class="legend card" aria-labelledby="legende">
      <h2 id="legende">{t('legend.title')}</h2>
      <p class="legend-heading">
        {t(heading, { indicator: indicator.name, unit: indicator.unit })}
        <span>{periodText(view, wording)}</span>
      </p>
      <Figure view={view} />
      <p class="legend-columns" aria-hidden="true">
        <span>{t(amount ? 'legend.amount_column' : 'legend.class_column')}</span>
        {!amount && <span>{t('legend.count_column')}</span>}
      </p>
      <ul class="legend-list">
        {amount ? (
          <AmountEntries values={view.rows.map(({ value }) => value)} unit={indicator.unit} />
        ) : (
          <Classes view={view} selected={selected} />
        )}
        {missingEntries(view, wording).map(({ kind, label, count, detail }) => (
          <li key={kind} class="legend-row">
            <PatternSwatch name={kind} />
            <span class="legend-text">
              {label}
              {detail && detail !== label && <small>{detail}</small>}
            </span>
            <span class="legend-bar" />
            <span class="legend-count">{count}</span>
          </li>
        ))}
        {query.hints && <FlagEntry view={view} />}
        {!amount && <Unsettled view={view} query={query} />}
      </ul>
      <Sentences view={view} selected={selected} />
      {elsewhere !== null && <p class="legend-hints">{elsewhere}</p>}
      <Sources view={view} />
      <p class="legend-how">{amount ? t('legend.how_amount') : howSentence(view, wording)}</p>
      {!amount && note && <p class="legend-how">{note}</p>}
      {!amount && <ScaleSwitch view={view} query={query} />}
    </section>
  );
}
