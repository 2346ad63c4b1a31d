import { useCallback, useMemo } from 'preact/hooks';
import { difference } from '../amounts';
import type { Series } from '../answers';
import { changeText } from '../certainty';
import { type Course, Lines } from '../charts/Lines';
import { extent } from '../charts/scale';
import { comparedRows } from '../compared';
import { AmountEntries } from '../components/AmountEntries';
import { AreaChoice } from '../components/AreaChoice';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import { MapBox } from '../components/MapBox';
import { PeriodPicker } from '../components/PeriodPicker';
import { IndicatorPicker, LevelPicker } from '../components/Pickers';
import { PictureLinks, PictureOfMap } from '../components/Picture';
import { Remarks } from '../components/Remarks';
import { PeriodSelect } from '../components/Selects';
import { ColorSwatch } from '../components/Swatch';
import { useDrawn } from '../drawn';
import { exactDecimals, fittingDecimals, formatPeriod, formatRange } from '../format';
import type { Picture } from '../map/map';
import { missingKind, type Row, type View, type Wording } from '../model';
import { byName } from '../names';
import { useSeries } from '../series';
import { choose } from '../state';
import { isAmount, radius } from '../symbols';
import type { Change } from '../types';
import { dataLanguage, useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';

/** Circles of changes, hollow for fewer: a fill would show large areas, not large changes. */
function changeRadii(view: View, change: Change): Map<number, number> {
  const largest = Math.max(...change.absolute.map((value) => Math.abs(value ?? 0)));
  const ids = view.values?.id ?? [];
  return new Map(
    ids.flatMap((id, at) => {
      const value = change.absolute[at] ?? 0;
      return value === 0 ? [] : [[id, radius(value, largest)] as const];
    }),
  );
}

/** Changes in the colours of the server's classes; changes of numbers as circles. */
export function changePicture(view: View): Picture | null {
  const { change, id } = view.values ?? {};
  if (!change || !id) return null;
  const kind = (wanted: string) =>
    id.filter((_, at) => {
      const reason = change.reason[at];
      return reason ? missingKind(reason) === wanted : false;
    });
  return {
    ids: id,
    classes: change.class.map((place) => place ?? -1),
    colors: isAmount(view) ? [] : change.classification.colors,
    patterns: { none: kind('none'), secret: kind('secret'), excluded: kind('excluded'), flag: [] },
    radii: isAmount(view) ? changeRadii(view, change) : null,
  };
}

function courses(series: Series, rows: Row[], all: Row[], city: string): Course[] {
  const values = (row: Row) => series.value[series.id.indexOf(row.id)] ?? [];
  const others = all.filter((row) => !rows.includes(row));
  return [
    ...others.map((row) => ({
      key: row.code,
      name: row.name,
      values: values(row),
      style: 'other' as const,
    })),
    ...(series.city.some((value) => value !== null)
      ? [{ key: 'city', name: city, values: series.city, style: 'city' as const }]
      : []),
    ...rows.map((row, at) => ({ key: row.code, name: row.name, values: values(row), style: at })),
  ];
}

function LineChart({ view, rows }: { view: View; rows: Row[] }) {
  const { t } = useWording();
  const series = useSeries(view);
  if (!series || series.periods.length < 2) return null;
  const { indicator } = view.choice;
  const lines = courses(series, rows, view.rows, view.city.name);
  const span = extent(lines.flatMap(({ values }) => values));
  if (!span) return null;
  return (
    <figure class="card">
      <figcaption>{t('development.lines', { indicator: indicator.name })}</figcaption>
      <Lines
        periods={series.periods}
        courses={lines}
        span={span}
        unit={indicator.unit}
        title={t('development.lines', { indicator: indicator.name })}
        breaks={indicator.breaks.map(({ period }) => period)}
      />
      <p class="field-help">
        {lines.some(({ style }) => style === 'city') && t('development.lines_city')}{' '}
        {t('development.lines_help')}
      </p>
    </figure>
  );
}

/** What changed is counted in the unit of the indicator, or in percentage points; circles say it themselves. */
function legendTitle(view: View, earlier: string, { t, language }: Wording): string {
  const { unit } = view.choice.indicator;
  const period = formatPeriod(earlier, language, t);
  if (unit === '' || isAmount(view)) return t('development.legend', { period });
  return unit === '%'
    ? t('development.legend_points', { period })
    : t('development.legend_unit', { period, unit });
}

function ChangeLegend({ view, change }: { view: View; change: Change }) {
  const wording = useWording();
  const { t, language } = wording;
  const { colors, breaks, counts, missing } = change.classification;
  const { indicator } = view.choice;
  const classes = isAmount(view) ? [] : colors;
  const own = Math.max(1, indicator.decimals);
  const changes = change.absolute.map((value, at) => ({ value, class: change.class[at] ?? -1 }));
  const digits = exactDecimals(breaks, own) ?? fittingDecimals(breaks, changes, own);
  const without = Object.values(missing).reduce((sum, count) => sum + count, 0);
  return (
    <section class="card" aria-label={t('legend.title')}>
      <h2>{legendTitle(view, change.earlier, wording)}</h2>
      <ul class="legend-list">
        {isAmount(view) && <AmountEntries values={change.absolute} unit={indicator.unit} />}
        {classes.map((color, at) => (
          <li key={color} class="legend-row">
            <ColorSwatch color={color} />
            <span class="legend-text">
              {formatRange(breaks, at, digits, language, t)}
              {at === (classes.length - 1) / 2 && <small>{t('development.middle')}</small>}
            </span>
            <span class="legend-bar" aria-hidden="true">
              <span style={{ width: `${(100 * (counts[at] ?? 0)) / Math.max(1, ...counts)}%` }} />
            </span>
            <span class="legend-count">{counts[at]}</span>
          </li>
        ))}
      </ul>
      {without > 0 && <p class="field-help">{t('development.missing', { count: without })}</p>}
      {change.city.absolute !== null && (
        <p>
          {t('development.city', {
            city: view.city.name,
            change: difference(change.city.absolute, view.choice.indicator, wording),
          })}
          {change.city.verdict && ` (${t(`change.${change.city.verdict}`)})`}
        </p>
      )}
      {change.city.reason && (
        <p>
          {t('development.city_none', {
            city: view.city.name,
            reason: t(`reason.${change.city.reason}`),
          })}
        </p>
      )}
    </section>
  );
}

function ChangeMap({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t, language } = wording;
  const picture = useMemo(() => changePicture(view), [view]);
  const change = view.values?.change;
  const tip = useCallback(
    (row: Row) => (
      <>
        <strong lang={dataLanguage(wording)}>{row.name}</strong>
        <span>{changeText(row, view, wording) ?? t('development.no_change_known')}</span>
      </>
    ),
    [view, wording],
  );
  if (!picture || !change) return null;
  const title = t('development.map', {
    indicator: view.choice.indicator.name,
    from: formatPeriod(change.earlier, language, t),
    to: formatPeriod(view.choice.period ?? '', language, t),
  });
  return (
    <div class="map-and-legend">
      <section class="map-section" aria-label={title}>
        <h2>{title}</h2>
        <MapBox
          view={view}
          query={query}
          pending={pending}
          picture={picture}
          title={title}
          tip={tip}
        />
        <PictureOfMap view={view} query={query} of="change" title={title} onPaper />
        <PictureLinks view={view} query={query} of="change" />
      </section>
      <ChangeLegend view={view} change={change} />
    </div>
  );
}

/** Areas whose change is more than chance explains, by name. */
function Significant({ view }: { view: View }) {
  const wording = useWording();
  const { t } = wording;
  const list = (verdict: 'higher' | 'lower') =>
    view.rows.filter((row) => row.certainty?.change?.verdict === verdict).sort(byName);
  const known = view.rows.filter((row) => row.certainty?.change?.verdict);
  if (known.length === 0) {
    const interval = view.values?.interval;
    return (
      <p>
        {t('development.no_model')} {interval?.method === null && interval.note}
      </p>
    );
  }
  return (
    <div class="two-columns">
      {(['higher', 'lower'] as const).map((verdict) => {
        const rows = list(verdict);
        return (
          <section key={verdict} class="card" aria-label={t(`development.${verdict}`)}>
            <h3>
              {t(`development.${verdict}`)} ({rows.length})
            </h3>
            {rows.length === 0 && <p>{t('development.nowhere')}</p>}
            <ul class="change-list">
              {rows.map((row) => (
                <li key={row.code}>
                  <Link to={{ screen: 'profile', area: row.code }} lang={dataLanguage(wording)}>
                    {row.name}
                  </Link>{' '}
                  {changeText(row, view, wording)}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** How the areas changed, beside the city and between two times. */
export function DevelopmentScreen({ view, query, pending }: ScreenProps) {
  const { t, language } = useWording();
  const { choice } = view;
  const rows = comparedRows(view, query);
  const change = view.values?.change;
  // The map says itself when it is drawn.
  useDrawn(!pending && !change, query, view);
  return (
    <div class="screen">
      <Heading screen="development">{t('screen.development')}</Heading>
      <section class="choose-row card" aria-label={t('choose.title')}>
        <LevelPicker view={view} query={query} />
        <IndicatorPicker view={view} query={query} />
        <PeriodSelect
          label={t('development.from')}
          name="vergleich"
          periods={choice.before}
          chosen={choice.earlier}
          pick={(earlier) => choose({ earlier })}
          format={(period) => formatPeriod(period, language, t)}
        />
        <PeriodPicker view={view} query={query} />
      </section>
      <Remarks view={view} />
      {!change && <p class="notice">{t('development.one_period')}</p>}
      <ChangeMap view={view} query={query} pending={pending} />
      {change && <h2>{t('development.significant')}</h2>}
      {change && <Significant view={view} />}
      {change && view.values?.interval.method !== null && (
        <p class="field-help">{t('change.explained')}</p>
      )}
      {(choice.available?.periods.length ?? 0) > 1 && (
        <>
          <section class="choose-row" aria-label={t('development.highlight')}>
            <AreaChoice view={view} query={query} />
          </section>
          <LineChart view={view} rows={rows} />
        </>
      )}
      <p class="field-help">{t('notes.people')}</p>
    </div>
  );
}
