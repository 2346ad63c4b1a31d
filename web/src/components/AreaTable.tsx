import { Fragment } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { announce } from '../announce';
import { boundsText, hasIntervals } from '../certainty';
import { formatNumber } from '../format';
import { hintPeriod } from '../hints';
import type { Key } from '../i18n';
import { useLater } from '../later';
import { periodText, rangeText } from '../legend';
import { cityText, missingKind, type Row, sortRows, type View, type Wording } from '../model';
import { filterRows } from '../only';
import { pickArea, pickedRows } from '../pick';
import { matchingRows } from '../search';
import { adjust, type Column, choose, currentQuery, ONLY, type Only, type Query } from '../state';
import { isAmount } from '../symbols';
import type { Verdict } from '../types';
import { dataLanguage, useWording } from '../wording';
import { AreaSearch } from './AreaSearch';
import { SelectionSwitch } from './SelectionCard';
import { ColorSwatch, PatternSwatch } from './Swatch';

interface Props {
  view: View;
  query: Query;
  selected: Row | null;
}

const HEADINGS: Record<Column, Key> = {
  name: 'table.name',
  code: 'table.code',
  value: 'table.value',
  class: 'table.class',
  hint: 'table.hint',
};

const HINT: Column[] = ['hint'];
const CLASS: Column[] = ['class'];

function headingText(column: Column, view: View, wording: Wording): string {
  const { unit } = view.choice.indicator;
  if (column === 'value' && unit) return wording.t('table.value_unit', { unit });
  return wording.t(HEADINGS[column], { period: hintPeriod(view, wording) });
}

function HeadCell({ column, query, view }: { column: Column; query: Query; view: View }) {
  const wording = useWording();
  const { t } = wording;
  const mine = query.sort.column === column;
  const descending = mine && query.sort.descending;
  const label = headingText(column, view, wording);
  const sort = () => {
    // Numbers are first asked for from the top, words from A.
    const down = mine ? !descending : column !== 'name' && column !== 'code';
    adjust({ sort: { column, descending: down } });
    announce(t(down ? 'status.sorted_down' : 'status.sorted_up', { column: label }));
  };
  return (
    <th
      scope="col"
      class={`col-${column}`}
      aria-sort={mine ? (descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={sort}>
        {label}
        <span class="sort-mark" aria-hidden="true">
          {mine ? (descending ? '▼' : '▲') : ''}
        </span>
      </button>
    </th>
  );
}

function ClassCell({ row, view }: { row: Row; view: View }) {
  const wording = useWording();
  const color = view.values?.classification.colors[row.class];
  if (row.reason) {
    return (
      <td class="col-class">
        <PatternSwatch name={missingKind(row.reason)} />
      </td>
    );
  }
  return (
    <td class="col-class">
      <span class="class-range">
        {color && <ColorSwatch color={color} />}
        <span>{rangeText(view, row.class, wording)}</span>
      </span>
    </td>
  );
}

const CITY_WORDS: Record<Verdict, Key> = {
  higher: 'table.higher',
  lower: 'table.lower',
  not_secured: 'table.not_secured',
};

const CITY_MARKS: Record<Verdict, string> = { higher: '▲', lower: '▼', not_secured: '' };

/** The standing to the city where there is no room for its column. */
function CityMark({ verdict }: { verdict: Verdict | null }) {
  const { t } = useWording();
  return (
    <span class="city-mark">
      {verdict && <span aria-hidden="true">{CITY_MARKS[verdict]}</span>}
      {verdict && <span class="visually-hidden">{`, ${t(CITY_WORDS[verdict])}`}</span>}
    </span>
  );
}

/** Range, standing to the city and smoothed value, where the indicator has them. */
function SureCells({ row, view }: { row: Row; view: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const { certainty } = row;
  const none = t('table.without');
  const smoothed = certainty?.smoothed ?? null;
  return (
    <>
      {hasIntervals(view) && (
        <>
          <td class="col-range">
            {boundsText(row, view, wording, 'short') ?? none}
            <CityMark verdict={certainty?.toCity ?? null} />
          </td>
          <td class="col-city">{certainty?.toCity ? t(CITY_WORDS[certainty.toCity]) : none}</td>
        </>
      )}
      {view.values?.smoothed && (
        <td class="col-smoothed">
          {smoothed === null ? none : formatNumber(smoothed, view.decimals, language)}
        </td>
      )}
    </>
  );
}

/** Headings of columns that are not sorted by. */
function SureHeads({ view }: { view: View }) {
  const { t } = useWording();
  const head = (name: string, label: string) => (
    <th scope="col" class={`col-${name} plain`}>
      {label}
    </th>
  );
  return (
    <>
      {hasIntervals(view) && head('range', t('table.range'))}
      {hasIntervals(view) && head('city', t('table.city'))}
      {view.values?.smoothed && head('smoothed', t('table.smoothed'))}
    </>
  );
}

interface BodyRowProps {
  row: Row;
  view: View;
  chosen: boolean;
  hints: boolean;
  amount: boolean;
}

function BodyRow({ row, view, chosen, hints, amount }: BodyRowProps) {
  const wording = useWording();
  const { t, language } = wording;
  const select = (event: MouseEvent) =>
    choose(pickArea(currentQuery(), row.code, event.ctrlKey || event.metaKey || event.shiftKey));
  return (
    // The button inside is the way in by keyboard; a click anywhere in the row is a convenience.
    <tr class={chosen ? 'chosen' : undefined} data-code={row.code}>
      <th scope="row" class="col-name">
        <button type="button" lang={dataLanguage(wording)} aria-pressed={chosen} onClick={select}>
          {row.name}
        </button>
      </th>
      <td class={row.value === null ? 'col-value is-missing' : 'col-value'}>
        {row.value === null
          ? t(`reason.${row.reason ?? 'absent'}`)
          : formatNumber(row.value, view.decimals, language)}
        {row.mark && <small class="value-mark">{t(`mark.${row.mark}`)}</small>}
      </td>
      <SureCells row={row} view={view} />
      {!amount && <ClassCell row={row} view={view} />}
      {hints && (
        <td class="col-hint">
          {row.stage ? (
            <span class="flag">{t(`prio.stage_${row.stage}`)}</span>
          ) : (
            t('table.no_hint')
          )}
        </td>
      )}
      <td class="col-code">{row.code}</td>
    </tr>
  );
}

/** Which of the areas the table shows. */
function OnlyPicker({ view, query }: { view: View; query: Query }) {
  const { t } = useWording();
  const offered = ONLY.map((only) => ({ only, count: filterRows(view.rows, only).length }));
  const useful = offered.filter(({ only, count }) => count > 0 || only === query.only);
  if (useful.length === 0) return null;
  return (
    <label class="search">
      <span class="field-label">{t('table.only')}</span>
      <select
        name="nur"
        value={query.only ?? ''}
        onChange={(event) => choose({ only: (event.currentTarget.value || null) as Only | null })}
      >
        <option value="">{t('table.only_all', { count: view.rows.length })}</option>
        {useful.map(({ only, count }) => (
          <option key={only} value={only}>
            {t(`table.only_${only}`, { count })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Brings the chosen row into sight; the page moves only to keep the focus in sight. */
function useRowInSight(code: string | undefined, rows: number) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const row = [...(box.current?.querySelectorAll<HTMLElement>('tr[data-code]') ?? [])].find(
      (item) => item.dataset.code === code,
    );
    if (!row || !box.current) return;
    const head = box.current.querySelector('thead')?.offsetHeight ?? 0;
    const top = row.offsetTop - head;
    const bottom = row.offsetTop + row.offsetHeight - box.current.clientHeight;
    if (box.current.scrollTop > top) box.current.scrollTop = top;
    else if (box.current.scrollTop < bottom) box.current.scrollTop = bottom;
    // The details above may have pushed the table away from under the keyboard's focus.
    box.current.querySelector(':focus-visible')?.scrollIntoView({ block: 'nearest' });
  }, [code, rows]);
  return box;
}

function Caption({ view }: { view: View }) {
  const wording = useWording();
  const { indicator, level } = view.choice;
  const city = cityText(view, wording);
  return (
    <caption>
      {wording.t('table.caption', {
        indicator: indicator.name,
        plural: level.plural,
        period: periodText(view, wording),
      })}
      {city !== null && (
        <span>
          {wording.t('table.city_row', { city: view.city.name })}: {city}
        </span>
      )}
      {hasIntervals(view) && <span class="city-marks">{wording.t('table.city_marks')}</span>}
    </caption>
  );
}

/** Thousands of rows at once would make every choice slow; they are searched, filtered or unrolled. */
const PAGE = 600;

/** As many rows as are unrolled; what is chosen is always among them. */
function useUnrolled(rows: Row[], marked: Set<Row>) {
  const [most, setMost] = useState(PAGE);
  const unrolled = useMemo(() => {
    if (rows.length <= most) return rows;
    const later = rows.slice(most).filter((row) => marked.has(row));
    return [...later, ...rows.slice(0, most)];
  }, [rows, most, marked]);
  return { unrolled, more: rows.length <= most ? null : () => setMost(most + PAGE) };
}

interface RowsProps {
  rows: Row[];
  view: View;
  marked: Set<Row>;
  hints: boolean;
  amount: boolean;
}

/** As many rows as fit on any screen come with the map, the others a frame later. */
const AT_ONCE = 70;

function Rows({ rows, marked, ...rest }: RowsProps) {
  return rows.map((row) => <BodyRow key={row.id} row={row} chosen={marked.has(row)} {...rest} />);
}

/** How many rows there are beyond those that are shown, and the way to them. */
function MoreRows({ shown, all, more }: { shown: number; all: number; more: () => void }) {
  const { t, language } = useWording();
  const count = (value: number) => formatNumber(value, 0, language);
  return (
    <p class="more-rows">
      {t('table.unrolled', { shown: count(shown), count: count(all) })}{' '}
      <button type="button" class="button-plain" onClick={more}>
        {t('table.unroll')}
      </button>
    </p>
  );
}

export function AreaTable({ view, query, selected }: Props) {
  const { t } = useWording();
  const [text, setText] = useState('');
  const kept = useMemo(() => filterRows(view.rows, query.only), [view.rows, query.only]);
  const sorted = useMemo(() => sortRows(kept, query.sort), [kept, query.sort]);
  const matching = useMemo(() => matchingRows(sorted, text), [sorted, text]);
  // A search without a hit leaves the table as it is.
  const rows = matching.length > 0 ? matching : sorted;
  const box = useRowInSight(selected?.code, rows.length);
  const marked = useMemo(
    () => new Set(pickedRows(view.rows, query)),
    [view.rows, query.area, query.selection?.join()],
  );
  const { unrolled, more } = useUnrolled(rows, marked);
  const hints = query.hints && view.priority !== null;
  const amount = isAmount(view);
  // The same node is not drawn again.
  const [now, others] = useMemo(() => {
    const shared = { view, marked, hints, amount };
    const top = <Rows rows={unrolled.slice(0, AT_ONCE)} {...shared} />;
    return [top, { rows: unrolled.slice(AT_ONCE), ...shared }];
  }, [unrolled, view, marked, hints, amount]);
  const none = useMemo(() => ({ ...others, rows: [] }), []);
  const rest = useLater(others, none);
  const later = useMemo(() => <Rows {...rest} />, [rest]);
  const columns: Column[] = [
    'name',
    'value',
    ...(amount ? [] : CLASS),
    ...(hints ? HINT : []),
    'code',
  ];
  const take = (row: Row) => {
    choose(query.selection === null ? { area: row.code } : pickArea(query, row.code, true));
    setText('');
  };
  return (
    <section class="areas card" id="tabelle" aria-labelledby="gebiete-titel" tabIndex={-1}>
      <div class="areas-head">
        <h2 id="gebiete-titel">{view.choice.level.plural}</h2>
        <AreaSearch view={view} text={text} setText={setText} found={matching.length} take={take} />
        <OnlyPicker view={view} query={query} />
        <SelectionSwitch query={query} />
      </div>
      <section
        class="table-box"
        ref={box}
        aria-label={t('table.scroll_label')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
        tabIndex={0}
      >
        <table>
          <Caption view={view} />
          <thead>
            <tr>
              {columns.map((column) => (
                <Fragment key={column}>
                  <HeadCell column={column} query={query} view={view} />
                  {column === 'value' && <SureHeads view={view} />}
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>
            {now}
            {later}
          </tbody>
        </table>
        {more && <MoreRows shown={unrolled.length} all={rows.length} more={more} />}
      </section>
    </section>
  );
}
