import { Fragment } from 'preact';
import { announce } from '../announce';
import { Link } from '../components/Link';
import { ColorSwatch, PatternSwatch } from '../components/Swatch';
import { TableBox } from '../components/TableBox';
import { formatNumber, withUnit } from '../format';
import { missingKind, type View } from '../model';
import { choose, choosePriority, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import type { Part, RankedArea, Ranking, Robustness } from './answers';
import { SHOWN } from './choice';
import type { People } from './people';
import { type Cell, cellLabel } from './picture';
import { countShown, listed } from './rows';
import { StageBadge } from './StageBadge';

export interface RankingProps {
  view: View;
  query: Query;
  ranking: Ranking;
  robustness: Robustness | null;
  people: People;
  cell: Cell | null;
}

type RobustArea = Robustness['areas'][number];

function PartRow({ part, view, hasScore }: { part: Part; view: View; hasScore: boolean }) {
  const wording = useWording();
  const { t, language } = wording;
  const indicator = view.city.indicators.find(({ id }) => id === part.indicator);
  const amount = (value: number) =>
    withUnit(formatNumber(value, indicator?.decimals ?? 2, language), indicator?.unit ?? '');
  const number = (value: number) => formatNumber(value, 2, language);
  return (
    <tr>
      <th scope="row" lang={dataLanguage(wording)}>
        {part.name}
      </th>
      <td class="number">{amount(part.value)}</td>
      <td class="number">{hasScore && number(part.score)}</td>
      <td class="number">{part.rank}</td>
      <td class="number">{number(part.weight)}</td>
      <td class="number">{number(part.contribution)}</td>
      <td>
        {part.exceeds ? <strong>{t('prio.yes')}</strong> : t('prio.no')}
        {part.threshold !== null && (
          <small>{t('prio.threshold_at', { value: amount(part.threshold) })}</small>
        )}
      </td>
    </tr>
  );
}

function Parts({ title, parts, view }: { title: string; parts: Part[]; view: View }) {
  const { t } = useWording();
  const heads = ['value', 'score', 'rank', 'weight', 'contribution', 'exceeds'] as const;
  return (
    <table class="parts">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('info.indicator')}</th>
          {heads.map((name) => (
            <th key={name} scope="col" class={name === 'exceeds' ? undefined : 'number'}>
              {t(`prio.col_${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <PartRow key={part.indicator} part={part} view={view} hasScore />
        ))}
      </tbody>
    </table>
  );
}

interface DetailsProps {
  area: RankedArea;
  view: View;
  robust: RobustArea | null;
}

/** Why an area stands where it stands. */
function Details({ area, view, robust }: DetailsProps) {
  const { t } = useWording();
  return (
    <div class="details">
      <p>{area.reason}</p>
      {robust && robust.words !== '' && <p>{t('prio.robust_line', { text: robust.words })}</p>}
      {area.contributions.length > 0 && (
        <Parts title={t('prio.parts_status')} parts={area.contributions} view={view} />
      )}
      {area.dynamics && (
        <Parts title={t('prio.parts_dynamics')} parts={area.dynamics.contributions} view={view} />
      )}
      <p>
        <Link to={{ screen: 'profile', area: area.code }}>{t('info.to_profile')}</Link>
      </p>
    </div>
  );
}

/** "3 bis 5": the interval of nine of ten runs; until it is known, nothing. */
function RankCell({ area, robust }: { area: RankedArea; robust: RobustArea | null }) {
  const { t } = useWording();
  if (area.rank === null) return <td class="number">–</td>;
  if (!robust || robust.rank_low === null || robust.rank_high === null) {
    return <td class="number">…</td>;
  }
  const { rank_low: from, rank_high: to } = robust;
  return <td class="number">{from === to ? from : t('prio.rank_interval', { from, to })}</td>;
}

function ClassCells({ area, ranking }: { area: RankedArea; ranking: Ranking }) {
  const { t } = useWording();
  if (area.missing !== null) {
    return (
      <td colSpan={ranking.dynamics === null ? 1 : 2}>
        <span class="with-swatch">
          <PatternSwatch name={missingKind(area.missing)} /> {area.reason}
        </span>
      </td>
    );
  }
  const { dynamics } = area;
  return (
    <>
      <td>
        <span class="with-swatch">
          <ColorSwatch color={ranking.colors[area.status] ?? '#ffffff'} />
          {ranking.class_labels[area.status]}
        </span>
        {area.near_cut && <small>{t('prio.near_cut')}</small>}
      </td>
      {ranking.dynamics !== null && (
        <td class="col-class">{dynamics && ranking.dynamics.class_labels[dynamics.status]}</td>
      )}
    </>
  );
}

interface RowProps {
  area: RankedArea;
  robust: RobustArea | null;
  props: RankingProps;
}

function AreaRow({ area, robust, props }: RowProps) {
  const wording = useWording();
  const { t, language } = wording;
  const { view, query, ranking, people } = props;
  const open = query.area === area.code;
  const columns = 6 + (ranking.dynamics === null ? 0 : 1) + (people.children ? 1 : 0);
  const toggle = () => choose({ area: open ? null : area.code });
  return (
    <Fragment>
      <tr class={open ? 'chosen' : undefined} data-code={area.code}>
        <th scope="row" class="col-area">
          <button type="button" aria-expanded={open} onClick={toggle} lang={dataLanguage(wording)}>
            <span class="marker" aria-hidden="true">
              {open ? '▾' : '▸'}
            </span>
            {area.name}
          </button>
        </th>
        <td>{area.flag_status && <StageBadge stage={area.flag_status} />}</td>
        <td class="number">{area.index === null ? '–' : formatNumber(area.index, 2, language)}</td>
        <ClassCells area={area} ranking={ranking} />
        <RankCell area={area} robust={robust} />
        <td class="number">{people.text('inhabitants', area.id, wording)}</td>
        {people.children && <td class="number">{people.text('children', area.id, wording)}</td>}
      </tr>
      {!open && area.index !== null && (
        <tr class="reason-row">
          <td colSpan={columns}>
            {area.reason} {robust?.words && t('prio.robust_line', { text: robust.words })}
          </td>
        </tr>
      )}
      {open && (
        <tr class="details-row">
          <td colSpan={columns}>
            <Details area={area} view={view} robust={robust} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function Head({ props }: { props: RankingProps }) {
  const { t } = useWording();
  const { query, ranking, people } = props;
  const { order } = query.priority;
  const sorted = (name: 'name' | 'index', label: string, by: 'ascending' | 'descending') => (
    <th scope="col" aria-sort={order === name ? by : 'none'} class={`col-${name}`}>
      <button
        type="button"
        onClick={() => {
          choosePriority({ order: name });
          announce(t(name === 'name' ? 'prio.sorted_name' : 'prio.sorted_index'));
        }}
      >
        {label}
        <span class="sort-mark" aria-hidden="true">
          {order === name && (name === 'name' ? '▲' : '▼')}
        </span>
      </button>
    </th>
  );
  const head = (label: string, number = false) => (
    <th scope="col" class={number ? 'plain number' : 'plain'}>
      {label}
    </th>
  );
  return (
    <thead>
      <tr>
        {sorted('name', t('prio.area'), 'ascending')}
        {head(t('prio.hint'))}
        {sorted('index', t('prio.index'), 'descending')}
        {head(t('prio.class'))}
        {ranking.dynamics !== null && head(t('prio.dynamics'))}
        {head(t('prio.rank'), true)}
        {head(people.inhabitants?.name ?? t('prio.inhabitants'), true)}
        {people.children && head(people.children.name, true)}
      </tr>
    </thead>
  );
}

/** Which areas are listed; of a chosen field all. */
function Filter({ query, ranking, cell }: RankingProps) {
  const { t } = useWording();
  if (cell !== null) {
    return (
      <p class="filter-note">
        {t('prio.filtered', { field: cellLabel(cell, ranking) })}{' '}
        <button type="button" class="button-plain" onClick={() => choosePriority({ cell: null })}>
          {t('prio.field_all')}
        </button>
      </p>
    );
  }
  return (
    <label class="field filter">
      <span class="field-label">{t('prio.show')}</span>
      <select
        name="zeigen"
        value={query.priority.shown}
        onChange={(event) =>
          choosePriority({ shown: event.currentTarget.value as (typeof SHOWN)[number] })
        }
      >
        {SHOWN.map((shown) => (
          <option key={shown} value={shown}>
            {t(`prio.show_${shown}`, { count: countShown(ranking.areas, shown) })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The areas with their reasons. */
export function RankingTable(props: RankingProps) {
  const { t } = useWording();
  const { query, ranking, robustness, cell } = props;
  const { shown, order } = query.priority;
  const robust = new Map(robustness?.areas.map((area) => [area.id, area]));
  const rows = listed(ranking.areas, shown, cell, order, query.area);
  return (
    <section class="part" aria-label={t('prio.part_ranking')}>
      <Filter {...props} />
      {rows.length === 0 ? (
        <p class="notice">{t('prio.nobody')}</p>
      ) : (
        <TableBox label={t('prio.listed')}>
          <table class="ranking">
            <caption>
              <span class="no-print">{t('prio.ranking_open')}</span>{' '}
              <span>{t('prio.ranking_caption')}</span>
            </caption>
            <Head props={props} />
            <tbody>
              {rows.map((area) => (
                <AreaRow
                  key={area.id}
                  area={area}
                  robust={robust.get(area.id) ?? null}
                  props={props}
                />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </section>
  );
}
