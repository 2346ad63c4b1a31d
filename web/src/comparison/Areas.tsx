import { amount, difference, range, signedRange } from '../amounts';
import type { Between, Comparison, Line, Side } from '../answers';
import { fetchComparison } from '../api';
import { useAnswer } from '../ask';
import { Lines } from '../charts/Lines';
import { extent } from '../charts/scale';
import { comparedRows } from '../compared';
import { AreaChoice } from '../components/AreaChoice';
import { Failure } from '../components/Failure';
import { PeriodPicker } from '../components/PeriodPicker';
import { byTheme, IndicatorPicker, LevelPicker } from '../components/Pickers';
import { PeriodSelect } from '../components/Selects';
import { TableBox } from '../components/TableBox';
import { useDrawn } from '../drawn';
import { formatPeriod } from '../format';
import type { Row, View, Wording } from '../model';
import type { ScreenProps } from '../screens/props';
import { useSeries } from '../series';
import { choose, WITHOUT } from '../state';
import type { Indicator, SeriesBreak } from '../types';
import { dataLanguage, useWording } from '../wording';

interface CellProps {
  side: Side;
  indicator: Indicator;
  /** The difference of the first area to this one, with its sign turned. */
  between: Between | null;
  first: string;
  line: Line;
}

function betweenText(of: Between, first: string, indicator: Indicator, wording: Wording) {
  if (of.absolute === null) return null;
  const turned = {
    lower: of.upper === null ? null : -of.upper,
    upper: of.lower === null ? null : -of.lower,
  };
  const bounds = signedRange(turned, indicator, wording);
  const number = difference(-of.absolute, indicator, wording);
  const verdict = of.verdict === null ? null : wording.t(`compare.${turnedVerdict(of.verdict)}`);
  const inside = bounds === null ? number : `${number} (${bounds})`;
  return wording.t('compare.against', {
    area: first,
    text: [inside, verdict].filter(Boolean).join(': '),
  });
}

function turnedVerdict(verdict: 'higher' | 'lower' | 'not_secured') {
  if (verdict === 'higher') return 'lower';
  return verdict === 'lower' ? 'higher' : 'not_secured';
}

function changeText(side: Side, line: Line, indicator: Indicator, wording: Wording) {
  if (side.change === null || line.earlier === null) return null;
  const { t, language } = wording;
  const since = t('change.since', { period: formatPeriod(line.earlier, language, t) });
  const bounds = signedRange(
    { lower: side.change_lower, upper: side.change_upper },
    indicator,
    wording,
  );
  const number = difference(side.change, indicator, wording);
  const inside = bounds === null ? number : `${number} (${bounds})`;
  const verdict = side.change_verdict && t(`change.${side.change_verdict}`);
  const told = `${since}: ${[inside, verdict].filter(Boolean).join(': ')}`;
  const between = line.breaks.map(({ period }) =>
    t('change.break', { period: formatPeriod(period, language, t) }),
  );
  const mark = side.change_mark && t(`mark.${side.change_mark}`);
  return [told, mark, ...between].filter(Boolean).join('; ');
}

function Cell({ side, indicator, between, first, line }: CellProps) {
  const wording = useWording();
  const { t } = wording;
  if (side.value === null) {
    return <td class="is-missing">{t(`reason.${side.reason ?? 'absent'}`)}</td>;
  }
  const bounds = range(side, indicator, wording);
  const details = [
    side.mark && t(`mark.${side.mark}`),
    bounds && t('compare.range', { range: bounds }),
    side.to_city && t(`to_city.${side.to_city}`),
    between && betweenText(between, first, indicator, wording),
    changeText(side, line, indicator, wording),
  ];
  return (
    <td>
      <strong>{amount(side.value, indicator, wording)}</strong>
      {details.map((text) => text && <small key={text}>{text}</small>)}
    </td>
  );
}

function CompareRow({ line, view, names }: { line: Line; view: View; names: string[] }) {
  const wording = useWording();
  const { t, language } = wording;
  const indicator = view.city.indicators.find(({ id }) => id === line.indicator);
  if (!indicator) return null;
  const other = line.period !== view.choice.period;
  const rest = { indicator, first: names[0] ?? '', line };
  return (
    <tr>
      <th scope="row" lang={dataLanguage(wording)}>
        {indicator.name}
        {other && <small>{formatPeriod(line.period, language, t)}</small>}
      </th>
      {line.areas.map((side, at) => (
        <Cell
          key={names[at]}
          side={side}
          between={line.differences.find(({ a, b }) => a === 0 && b === at) ?? null}
          {...rest}
        />
      ))}
      <Cell side={line.city} between={null} {...rest} />
    </tr>
  );
}

function CompareTable({ answer, view }: { answer: Comparison; view: View }) {
  const wording = useWording();
  const { t } = wording;
  const names = answer.areas.map(({ name }) => name);
  return (
    <TableBox label={t('compare.table')}>
      <table class="compare-table" style={{ '--columns': `${names.length + 1}` }}>
        <caption>{t('compare.table')}</caption>
        <thead>
          <tr>
            <th scope="col" class="plain">
              {t('info.indicator')}
            </th>
            {names.map((name) => (
              <th key={name} scope="col" class="plain" lang={dataLanguage(wording)}>
                {name}
              </th>
            ))}
            <th scope="col" class="plain">
              {t('table.city_row', { city: view.city.name })}
            </th>
          </tr>
        </thead>
        {byTheme(view.city.indicators).map(([theme, group]) => {
          const lines = answer.indicators.filter((line) =>
            group.some(({ id }) => id === line.indicator),
          );
          return (
            lines.length > 0 && (
              <tbody key={theme}>
                <tr>
                  <th class="theme-row" scope="rowgroup" colSpan={names.length + 2}>
                    <span lang={dataLanguage(wording)}>{theme}</span>
                  </th>
                </tr>
                {lines.map((line) => (
                  <CompareRow key={line.indicator} line={line} view={view} names={names} />
                ))}
              </tbody>
            )
          );
        })}
      </table>
    </TableBox>
  );
}

/** In how many indicators the first area surely differs from every other one, or from the city. */
export function summary(answer: Comparison, { t }: Wording): string[] {
  const [first, ...others] = answer.areas;
  if (!first) return [];
  const count = (verdicts: (string | null)[]) => {
    const told = verdicts.filter((verdict) => verdict !== null);
    return {
      secured: told.filter((verdict) => verdict !== 'not_secured').length,
      count: told.length,
    };
  };
  if (others.length === 0) {
    const verdicts = answer.indicators.map(({ areas }) => areas[0]?.to_city ?? null);
    return [t('compare.summary_city', { area: first.name, ...count(verdicts) })];
  }
  return others.map((other, at) => {
    const verdicts = answer.indicators.flatMap(({ differences }) =>
      differences.filter(({ a, b }) => a === 0 && b === at + 1).map(({ verdict }) => verdict),
    );
    return t('compare.summary', { first: first.name, second: other.name, ...count(verdicts) });
  });
}

/** Why changes over a break of the series mislead: every break once, with the indicators it concerns. */
function Breaks({ answer, view }: { answer: Comparison; view: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const found = new Map<string, { item: SeriesBreak; names: string[] }>();
  for (const { indicator, breaks } of answer.indicators) {
    const name = view.city.indicators.find(({ id }) => id === indicator)?.name ?? indicator;
    for (const item of breaks) {
      const key = JSON.stringify([item.period, item.text]);
      found.set(key, { item, names: [...(found.get(key)?.names ?? []), name] });
    }
  }
  if (found.size === 0) return null;
  return (
    <aside class="remarks" aria-label={t('remark.title')}>
      <ul>
        {[...found].map(([key, { item, names }]) => (
          <li key={key}>
            {t('compare.break', {
              indicators: names.join(', '),
              period: formatPeriod(item.period, language, t),
            })}{' '}
            <span lang={dataLanguage(wording)}>{item.text}</span>
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** One small chart per area, all on one scale, each with the city. */
function Multiples({ view, rows }: { view: View; rows: Row[] }) {
  const wording = useWording();
  const { t } = wording;
  const series = useSeries(view);
  if (!series || series.periods.length < 2) return null;
  const lines = rows.map((row) => ({ row, values: series.value[series.id.indexOf(row.id)] ?? [] }));
  const span = extent([...series.city, ...lines.flatMap(({ values }) => values)]);
  if (!span) return null;
  const { indicator } = view.choice;
  return (
    <>
      <h2>{t('compare.multiples', { indicator: indicator.name })}</h2>
      <div class="multiples">
        {lines.map(({ row, values }) => (
          <figure key={row.code}>
            <figcaption lang={dataLanguage(wording)}>{row.name}</figcaption>
            <Lines
              periods={series.periods}
              span={span}
              unit={indicator.unit}
              title={t('compare.chart', { indicator: indicator.name, area: row.name })}
              breaks={indicator.breaks.map(({ period }) => period)}
              height={220}
              sheet={rows.length === 3 ? 200 : 310}
              courses={[
                { key: 'city', name: t('compare.city'), values: series.city, style: 'city' },
                { key: row.code, name: row.name, values, style: 0 },
              ]}
            />
          </figure>
        ))}
      </div>
    </>
  );
}

/** Two to four areas, or one and the city, now or at two times. */
export function AreasComparison({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t, language } = wording;
  const { city, choice } = view;
  const rows = comparedRows(view, query);
  const areas = rows.map((row) => row.code);
  const earlier = query.earlier === null || query.earlier === WITHOUT ? null : choice.earlier;
  const question = { city: city.id, level: choice.level.id, areas, period: choice.period, earlier };
  const key = areas.length === 0 ? null : JSON.stringify([question, city.data_version]);
  const asked = useAnswer(key, (signal) => fetchComparison(question, signal));
  useDrawn(!pending && !asked.pending, query, view, asked.answer);
  const { answer, error, retry, slow } = asked;
  const told = answer ? summary(answer, wording) : [];
  return (
    <div class="screen-part" aria-busy={slow}>
      <p class="lead">{t('compare.lead')}</p>
      <section class="choose-row card" aria-label={t('choose.title')}>
        <LevelPicker view={view} query={query} />
        <AreaChoice view={view} query={query} />
        <PeriodPicker view={view} query={query} />
        <PeriodSelect
          label={t('display.earlier')}
          name="vergleich"
          periods={choice.before}
          chosen={earlier}
          none={t('display.earlier_none')}
          pick={(period) => choose({ earlier: period ?? WITHOUT })}
          format={(period) => formatPeriod(period, language, t)}
        />
      </section>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {areas.length === 0 && <p class="notice">{t('compare.empty')}</p>}
      {told.length > 0 && <p class="lead">{told.join(' ')}</p>}
      {answer && <Breaks answer={answer} view={view} />}
      {answer && <CompareTable answer={answer} view={view} />}
      {rows.length > 0 && (
        <>
          <section class="choose-row" aria-label={t('compare.chart_choice')}>
            <IndicatorPicker view={view} query={query} />
          </section>
          <Multiples view={view} rows={rows} />
        </>
      )}
    </div>
  );
}
