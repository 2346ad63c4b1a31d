import { formatNumber, formatPeriod } from '../format';
import { rangeText } from '../legend';
import { comparison, type Row, signed, type View, valueText } from '../model';
import { choose } from '../state';
import type { Contribution } from '../types';
import { useWording } from '../wording';

function Facts({ view, row }: { view: View; row: Row }) {
  const wording = useWording();
  const { t, language } = wording;
  const parent = row.parent === null ? null : (view.parents.get(row.parent) ?? row.parent);
  const area = formatNumber(row.areaKm2, row.areaKm2 < 10 ? 2 : 1, language);
  const facts: [string, string | null][] = [
    [t('info.compared'), comparison(row, view, wording)],
    [t('info.class'), rangeText(view, row.class, wording) || null],
    [t('info.parent'), parent],
    [t('info.area'), t('info.area_value', { area })],
    [t('info.code'), row.code],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
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
  return (
    <div class="index-part">
      <h3>{t('info.index', { name: priority.name, period })}</h3>
      <p class="index-line">
        {hint.index === null
          ? t('info.no_index')
          : t('info.index_value', { index: formatNumber(hint.index, 2, language) })}
        {hint.class !== null && <> · {t('priority.status', { class: hint.class })}</>}
        {hint.flag && <span class="flag">{t('flag.auffaellig')}</span>}
      </p>
      {hint.reason && <p>{hint.reason}</p>}
      {hint.contributions.length > 0 && <Contributions view={view} items={hint.contributions} />}
      <p class="field-help">{t('notes.index')}</p>
    </div>
  );
}

export function AreaInfo({ view, selected }: { view: View; selected: Row | null }) {
  const wording = useWording();
  const { t } = wording;
  if (!selected) {
    return (
      <section class="info info-empty card" aria-label={t('info.title')}>
        <p>{t('info.none')}</p>
      </section>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section class="info card" aria-labelledby="gebiet-name" tabIndex={0}>
      <div class="info-head">
        <h2 id="gebiet-name">{selected.name}</h2>
        <button
          type="button"
          class="close"
          aria-label={t('info.close')}
          title={t('info.close')}
          onClick={() => choose({ area: null })}
        >
          <span aria-hidden="true">×</span>
        </button>
      </div>
      <p class="info-value">
        <span>{view.choice.indicator.name}</span>
        <strong>{valueText(selected, view, wording)}</strong>
      </p>
      <Facts view={view} row={selected} />
      <IndexPart view={view} row={selected} />
    </section>
  );
}
