import { useCallback, useMemo } from 'preact/hooks';
import { amount } from '../amounts';
import type { Axis, Correlation } from '../answers';
import { fetchCorrelation } from '../api';
import { useAnswer } from '../ask';
import { type Dot, Scatter } from '../charts/Scatter';
import { availability, hasValues } from '../choice';
import { Failure } from '../components/Failure';
import { Heading } from '../components/Heading';
import { MapBox } from '../components/MapBox';
import { PeriodPicker } from '../components/PeriodPicker';
import { IndicatorPicker, LevelPicker } from '../components/Pickers';
import { PaperMap } from '../components/PlainMap';
import { IndicatorSelect } from '../components/Selects';
import { PatternSwatch } from '../components/Swatch';
import { TableBox } from '../components/TableBox';
import { useDrawn } from '../drawn';
import { formatNumber, formatPeriod } from '../format';
import type { Picture } from '../map/map';
import { missingKind, type Row, type View, type Wording } from '../model';
import { byName } from '../names';
import { choose, type Query } from '../state';
import type { Indicator } from '../types';
import { dataLanguage, useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';

/** The second indicator: the chosen one, else the first other one of this level. */
export function secondOf(view: View, query: Query): Indicator | null {
  const { indicator, level } = view.choice;
  const { indicators } = view.city;
  const others = indicators.filter((item) => item.id !== indicator.id && hasValues(item, level.id));
  const wanted = [
    indicators.find(({ id }) => id === query.second),
    others.find(({ id }) => id === view.city.default.indicator),
    others.find(({ direction }) => direction === 'burden'),
    others[0],
  ];
  return wanted.find((item) => item !== undefined) ?? null;
}

/** The same period where the indicator has it, else its latest. */
function periodOf(indicator: Indicator, level: string, wanted: string): string | null {
  const periods = availability(indicator, level)?.periods ?? [];
  return periods.includes(wanted) ? wanted : (periods.at(-1) ?? null);
}

/** How strong, in words: the bounds are a convention. */
export function strength(value: number): 'none' | 'weak' | 'middle' | 'strong' {
  const size = Math.abs(value);
  if (size < 0.2) return 'none';
  if (size < 0.4) return 'weak';
  return size < 0.7 ? 'middle' : 'strong';
}

function Coefficients({ answer }: { answer: Correlation }) {
  const { t, language } = useWording();
  const { pearson, spearman, n } = answer;
  if (pearson === null || spearman === null) {
    return <p class="notice">{t('correlation.none', { n })}</p>;
  }
  const text = (value: number) => formatNumber(value, 2, language);
  const kind = strength(spearman);
  const key = kind === 'none' ? 'none_text' : (`${kind}_${spearman < 0 ? 'down' : 'up'}` as const);
  return (
    <div class="coefficients">
      <p class="big">
        <span>
          <strong>{text(pearson)}</strong> {t('correlation.pearson')}
        </span>
        <span>
          <strong>{text(spearman)}</strong> {t('correlation.spearman')}
        </span>
        <span>
          <strong>{n}</strong> {t('correlation.areas')}
        </span>
      </p>
      <p>{t(`correlation.${key}`, { x: answer.x.name, y: answer.y.name })}</p>
      <p class="notice">{answer.note}</p>
    </div>
  );
}

function axisTitle({ name, unit, period }: Axis, { t, language }: Wording): string {
  return `${unit ? `${name} (${unit})` : name}, ${formatPeriod(period, language, t)}`;
}

function dotsOf(answer: Correlation, view: View, area: string | null): Dot[] {
  return answer.code.flatMap((code, at) => {
    const [x, y] = [answer.x.value[at] ?? null, answer.y.value[at] ?? null];
    if (x === null || y === null) return [];
    const name = view.rows.find((row) => row.code === code)?.name ?? code;
    const color = answer.colors[answer.class[at] ?? -1] ?? '#9aa4a8';
    return [{ key: code, name, x, y, color, chosen: code === area }];
  });
}

function pictureOf(answer: Correlation): Picture {
  const kind = (wanted: string) =>
    answer.id.filter((_, at) => {
      const reason = answer.x.reason[at] ?? answer.y.reason[at];
      return reason ? missingKind(reason) === wanted : false;
    });
  return {
    ids: answer.id,
    classes: answer.class,
    colors: answer.colors,
    patterns: { none: kind('none'), secret: kind('secret'), excluded: kind('excluded'), flag: [] },
    radii: null,
  };
}

const MISSING = ['none', 'secret', 'excluded'] as const;

const FIELD = 44;

/** Nine fields with their counts: to the right the first indicator grows, upwards the second. */
function NineFields({ answer }: { answer: Correlation }) {
  const { t } = useWording();
  const without = answer.class.filter((place) => place < 0).length;
  return (
    <section class="card nine" aria-label={t('legend.title')}>
      <h2>{t('legend.title')}</h2>
      <svg viewBox="0 0 170 170" role="img" aria-label={nineText(answer, t)}>
        {answer.colors.map((color, at) => {
          const [x, y] = [22 + (at % 3) * FIELD, (2 - Math.floor(at / 3)) * FIELD + 2];
          return (
            <g key={color}>
              <rect class="nine-field" x={x} y={y} width={FIELD} height={FIELD} fill={color} />
              <text class="nine-count" x={x + FIELD / 2} y={y + FIELD / 2 + 5} text-anchor="middle">
                {answer.counts[at]}
              </text>
            </g>
          );
        })}
        <text class="tick" x="88" y="150" text-anchor="middle">
          {t('correlation.right')}
        </text>
        <text class="tick" transform="translate(14 68) rotate(-90)" text-anchor="middle">
          {t('correlation.up')}
        </text>
      </svg>
      <p>
        → {answer.x.name}
        <br />↑ {answer.y.name}
      </p>
      <p class="field-help">{t('correlation.terciles')}</p>
      {without > 0 && (
        <p class="legend-row">
          {MISSING.filter((name) => pictureOf(answer).patterns[name].length > 0).map((name) => (
            <PatternSwatch key={name} name={name} />
          ))}
          <span>{t('correlation.missing', { count: without })}</span>
        </p>
      )}
    </section>
  );
}

function nineText(answer: Correlation, t: Wording['t']): string {
  return t('correlation.fields', {
    both_high: answer.counts[8] ?? 0,
    both_low: answer.counts[0] ?? 0,
    x_high: answer.counts[2] ?? 0,
    y_high: answer.counts[6] ?? 0,
    x: answer.x.name,
    y: answer.y.name,
  });
}

function DotTable({
  answer,
  dots,
  area,
}: {
  answer: Correlation;
  dots: Dot[];
  area: string | null;
}) {
  const wording = useWording();
  const { t } = wording;
  const sorted = [...dots].sort(byName);
  return (
    <TableBox label={t('correlation.table')}>
      <table>
        <caption>{t('correlation.table')}</caption>
        <thead>
          <tr>
            <th scope="col" class="plain">
              {t('table.name')}
            </th>
            {[answer.x, answer.y].map((axis) => (
              <th key={axis.indicator} scope="col" class="plain number">
                {axisTitle(axis, wording)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ key, name, x, y }) => (
            <tr key={key} class={key === area ? 'chosen' : undefined} data-code={key}>
              <th scope="row" class="col-name">
                <button
                  type="button"
                  aria-pressed={key === area}
                  lang={dataLanguage(wording)}
                  onClick={() => choose({ area: key === area ? null : key })}
                >
                  {name}
                </button>
              </th>
              <td class="number">{amount(x, answer.x, wording)}</td>
              <td class="number">{amount(y, answer.y, wording)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function BothMap({ answer, view, query, pending }: ScreenProps & { answer: Correlation }) {
  const wording = useWording();
  const { t } = wording;
  const picture = useMemo(() => pictureOf(answer), [answer]);
  const tip = useCallback(
    (row: Row) => {
      const at = answer.id.indexOf(row.id);
      const line = (axis: Axis) => {
        const value = axis.value[at] ?? null;
        const text =
          value === null
            ? t(`reason.${axis.reason[at] ?? 'absent'}`)
            : amount(value, axis, wording);
        return `${axis.name}: ${text}`;
      };
      return (
        <>
          <strong lang={dataLanguage(wording)}>{row.name}</strong>
          <span>{line(answer.x)}</span>
          <span>{line(answer.y)}</span>
        </>
      );
    },
    [answer, wording],
  );
  const title = t('correlation.map', { x: answer.x.name, y: answer.y.name });
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
        <PaperMap view={view} query={query} picture={picture} title={title} />
      </section>
      <NineFields answer={answer} />
    </div>
  );
}

function Found({ answer, view, query, pending }: ScreenProps & { answer: Correlation }) {
  const wording = useWording();
  const { t } = wording;
  const dots = useMemo(() => dotsOf(answer, view, query.area), [answer, view, query.area]);
  const { x, y } = answer;
  const city = x.city !== null && y.city !== null && { x: x.city, y: y.city, name: view.city.name };
  return (
    <>
      <div class="scatter-and-text">
        <figure class="card">
          <Scatter
            dots={dots}
            xTitle={axisTitle(x, wording)}
            yTitle={axisTitle(y, wording)}
            xBreaks={x.breaks.slice(1, -1)}
            yBreaks={y.breaks.slice(1, -1)}
            city={city || null}
            title={t('correlation.chart', { x: x.name, y: y.name, n: answer.n })}
            pick={(code) => choose({ area: code === query.area ? null : code })}
          />
          <figcaption class="field-help">{t('correlation.chart_help')}</figcaption>
        </figure>
        <Coefficients answer={answer} />
      </div>
      <BothMap answer={answer} view={view} query={query} pending={pending} />
      <DotTable answer={answer} dots={dots} area={query.area} />
    </>
  );
}

/** Two indicators of the same areas: points, coefficients, and a map of both. */
export function CorrelationScreen({ view, query, pending }: ScreenProps) {
  const { t, language } = useWording();
  const { city, choice } = view;
  const [level, xPeriod] = [choice.level.id, choice.period];
  const second = secondOf(view, query);
  const yPeriod = second && xPeriod && periodOf(second, level, xPeriod);
  const question = second &&
    xPeriod &&
    yPeriod && {
      city: city.id,
      level,
      x: choice.indicator.id,
      y: second.id,
      xPeriod,
      yPeriod,
      language,
    };
  const key = question ? JSON.stringify([question, city.data_version]) : null;
  const asked = useAnswer(key, (signal) =>
    question ? fetchCorrelation(question, signal) : Promise.reject(new Error()),
  );
  const { answer, error, retry, slow } = asked;
  useDrawn(!pending && !asked.pending && answer === null, query, view, asked);
  return (
    <div class="screen" aria-busy={slow}>
      <Heading screen="correlation">{t('screen.correlation')}</Heading>
      <section class="choose-row card" aria-label={t('choose.title')}>
        <LevelPicker view={view} query={query} />
        <IndicatorPicker view={view} query={query} />
        {second && (
          <IndicatorSelect
            label={t('correlation.second')}
            name="mit"
            indicators={city.indicators}
            level={level}
            chosen={second.id}
            pick={(id) => choose({ second: id })}
          />
        )}
        <PeriodPicker view={view} query={query} />
      </section>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {!question && <p class="notice">{t('correlation.impossible')}</p>}
      {answer && (
        <Found
          answer={answer}
          view={view}
          query={query}
          pending={pending || asked.pending || error !== null}
        />
      )}
      <p class="field-help">{t('notes.people')}</p>
    </div>
  );
}
