import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { announce } from '../announce';
import { formatNumber } from '../format';
import type { Key } from '../i18n';
import { periodText, rangeText } from '../legend';
import {
  cityText,
  findRow,
  missingKind,
  optionText,
  type Row,
  sortRows,
  type View,
} from '../model';
import { adjust, type Column, choose, type Query } from '../state';
import { useWording } from '../wording';
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

function HeadCell({ column, query, unit }: { column: Column; query: Query; unit: string }) {
  const { t } = useWording();
  const mine = query.sort.column === column;
  const descending = mine && query.sort.descending;
  const label = column === 'value' && unit ? t('table.value_unit', { unit }) : t(HEADINGS[column]);
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

interface BodyRowProps {
  row: Row;
  view: View;
  chosen: boolean;
  hints: boolean;
}

function BodyRow({ row, view, chosen, hints }: BodyRowProps) {
  const { t, language } = useWording();
  const select = () => choose({ area: chosen ? null : row.code });
  return (
    // The button inside is the way in by keyboard; a click anywhere in the row is a convenience.
    <tr class={chosen ? 'chosen' : undefined} data-code={row.code}>
      <th scope="row" class="col-name">
        <button type="button" aria-pressed={chosen} onClick={select}>
          {row.name}
        </button>
      </th>
      <td class={row.value === null ? 'col-value is-missing' : 'col-value'}>
        {row.value === null
          ? t(`reason.${row.reason ?? 'absent'}`)
          : formatNumber(row.value, view.choice.indicator.decimals, language)}
      </td>
      <ClassCell row={row} view={view} />
      {hints && (
        <td class="col-hint">
          {row.flagged ? <span class="flag">{t('flag.auffaellig')}</span> : t('table.no_hint')}
        </td>
      )}
      <td class="col-code">{row.code}</td>
    </tr>
  );
}

function Search({ view }: { view: View }) {
  const { t } = useWording();
  const [failed, setFailed] = useState<string | null>(null);
  const search = (field: HTMLInputElement, final: boolean) => {
    const text = field.value;
    const row = final
      ? findRow(view.rows, text)
      : (view.rows.find((candidate) => optionText(candidate) === text) ?? null);
    setFailed(final && !row && text.trim() ? text : null);
    if (!row) return;
    choose({ area: row.code });
    field.value = '';
  };
  return (
    <div class="search">
      <label class="field-label" for="suche">
        {t('table.search')}
      </label>
      <input
        id="suche"
        name="suche"
        list="gebiete"
        autocomplete="off"
        placeholder={t('table.search_placeholder')}
        onInput={(event) => search(event.currentTarget, false)}
        onChange={(event) => search(event.currentTarget, true)}
      />
      <datalist id="gebiete">
        {view.rows.map((row) => (
          <option key={row.id} value={optionText(row)} />
        ))}
      </datalist>
      {failed !== null && (
        <p class="field-help" role="alert">
          {t('table.search_none', { text: failed })}
        </p>
      )}
    </div>
  );
}

/** Brings the chosen row into sight without moving the page. */
function useRowInSight(code: string | undefined) {
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
  }, [code]);
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
    </caption>
  );
}

export function AreaTable({ view, query, selected }: Props) {
  const { t } = useWording();
  const rows = useMemo(() => sortRows(view.rows, query.sort), [view.rows, query.sort]);
  const box = useRowInSight(selected?.code);
  const hints = query.hints && view.priority !== null;
  const columns: Column[] = ['name', 'value', 'class', ...(hints ? HINT : []), 'code'];
  return (
    <section class="areas card" id="tabelle" aria-labelledby="gebiete-titel" tabIndex={-1}>
      <div class="areas-head">
        <h2 id="gebiete-titel">{view.choice.level.plural}</h2>
        <Search view={view} />
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
                <HeadCell
                  key={column}
                  column={column}
                  query={query}
                  unit={view.choice.indicator.unit}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <BodyRow key={row.id} row={row} view={view} chosen={row === selected} hints={hints} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
