import { useEffect, useRef } from 'preact/hooks';
import {
  changeText,
  countsText,
  hasIntervals,
  intervalText,
  sinceText,
  smoothedText,
  toCityText,
  trendText,
} from '../certainty';
import { focusSoon } from '../focus';
import { formatNumber, formatPeriod } from '../format';
import { rangeText } from '../legend';
import { comparison, type Row, signed, type View, valueText } from '../model';
import { rankText } from '../rank';
import { choose } from '../state';
import type { Contribution } from '../types';
import { dataLanguage, useWording } from '../wording';
import { Facts } from './Facts';
import { Link } from './Link';

function AreaFacts({ view, row }: { view: View; row: Row }) {
  const wording = useWording();
  const { t, language } = wording;
  const parent = row.parent === null ? null : (view.parents.get(row.parent) ?? row.parent);
  const area = formatNumber(row.areaKm2, row.areaKm2 < 10 ? 2 : 1, language);
  const facts: [string, string | null][] = [
    [t('info.range'), intervalText(row, view, wording)],
    [t('info.counts'), countsText(row, view, wording)],
    [t('info.compared'), comparison(row, view, wording)],
    [t('info.to_city'), toCityText(row, wording)],
    [t('info.rank'), rankText(row, view, wording)],
    [sinceText(view, wording), changeText(row, view, wording)],
    [t('info.trend'), trendText(row, wording)],
    [t('info.smoothed'), smoothedText(row, view, wording)],
    [t('info.class'), rangeText(view, row.class, wording) || null],
    [t('info.parent'), parent],
    [t('info.area'), t('info.area_value', { area })],
    [t('info.code'), row.code],
  ];
  return <Facts facts={facts} />;
}

/** What the ranges say and what they do not; folded, since it is the same for every area. */
function HowSure({ view }: { view: View }) {
  const { t } = useWording();
  const { values } = view;
  if (!values || !hasIntervals(view)) return null;
  return (
    <details class="how-sure">
      <summary>{t('info.how_sure')}</summary>
      <p>{values.interval.note}</p>
      <p>{t('interval.city')}</p>
      {values.change && <p>{t('change.explained')}</p>}
      {values.smoothing && <p>{values.smoothing.note}</p>}
    </details>
  );
}

function Contributions({ view, items }: { view: View; items: Contribution[] }) {
  const { t, language } = useWording();
  const value = ({ indicator, value }: Contribution) => {
    if (value === null) return '–';
    const known = view.city.indicators.find((item) => item.id === indicator);
    return formatNumber(value, known?.decimals ?? 1, language);
  };
  return (
    <table class="contributions">
      <caption>{t('info.contributions')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('info.indicator')}</th>
          <th scope="col">{t('info.value')}</th>
          <th scope="col">
            <abbr title={t('info.z_long')}>{t('info.z')}</abbr>
          </th>
          <th scope="col">{t('info.contribution')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.indicator}>
            <th scope="row">{item.name}</th>
            <td>{value(item)}</td>
            <td>{signed(item.z, language)}</td>
            <td>{signed(item.contribution, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function IndexPart({ view, row }: { view: View; row: Row }) {
  const { t, language } = useWording();
  const { priority } = view;
  const hint = row.priority;
  if (!priority || !hint) return null;
  const period = formatPeriod(priority.period, language, t);
  // Index, status and contributions say all that the reason of a complete index says.
  const told = hint.index !== null && hint.contributions.length > 0;
  return (
    <div class="index-part">
      <h3>{t('info.index', { name: priority.name, period })}</h3>
      <p class="index-line">
        {hint.index === null
          ? t('info.no_index')
          : t('info.index_value', { index: formatNumber(hint.index, 2, language) })}
        {hint.class !== null && <> · {priority.class_labels[hint.status] ?? hint.class}</>}
        {row.stage && <span class="flag">{t(`prio.stage_${row.stage}`)}</span>}
      </p>
      {hint.reason && !told && <p>{hint.reason}</p>}
      {hint.contributions.length > 0 && <Contributions view={view} items={hint.contributions} />}
      <p class="field-help">
        {t('info.explained')} {t('notes.index')}
      </p>
    </div>
  );
}

/** As in layout.css: one column, and the details lie out of sight of the map. */
const NARROW = '(max-width: 759px)';

/** Brings the details of a newly chosen area into sight where they are not beside the map. */
function useCardInSight(code: string | undefined) {
  const card = useRef<HTMLElement>(null);
  const known = useRef(code);
  useEffect(() => {
    if (known.current === code) return;
    known.current = code;
    // Who walks through the table by keyboard must go on seeing the focus.
    const walking = document.querySelector('.table-box :focus-visible') !== null;
    if (code === undefined || walking || !matchMedia(NARROW).matches) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    card.current?.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
  }, [code]);
  return card;
}

export function AreaInfo({ view, selected }: { view: View; selected: Row | null }) {
  const wording = useWording();
  const { t } = wording;
  const card = useCardInSight(selected?.code);
  if (!selected) {
    return (
      <section class="info info-empty card" aria-label={t('info.title')} ref={card} tabIndex={-1}>
        <p>{t('info.none')}</p>
      </section>
    );
  }
  return (
    <section class="info card" aria-labelledby="gebiet-name" ref={card}>
      <div class="info-head">
        <h2 id="gebiet-name" lang={dataLanguage(wording)}>
          {selected.name}
        </h2>
        <button
          type="button"
          class="close"
          aria-label={t('info.close')}
          title={t('info.close')}
          onClick={() => {
            focusSoon('.info');
            choose({ area: null });
          }}
        >
          <span aria-hidden="true">×</span>
        </button>
      </div>
      <p class="info-value">
        <span lang={dataLanguage(wording)}>{view.choice.indicator.name}</span>
        <strong>{valueText(selected, view, wording)}</strong>
      </p>
      <AreaFacts view={view} row={selected} />
      <p>
        <Link to={{ screen: 'profile', area: selected.code }}>{t('info.to_profile')}</Link>
      </p>
      <HowSure view={view} />
      <IndexPart view={view} row={selected} />
    </section>
  );
}
