import type { Asked } from '../ask';
import { Failure } from '../components/Failure';
import { HeadedTable } from '../components/HeadedTable';
import { formatNumber, formatSigned } from '../format';
import type { View } from '../model';
import { choosePriority, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import type { Compared, ComparedArea, ComparedSide, Ranking } from './answers';
import { DECLARED, isScenario, NO_BASE } from './choice';
import { plain } from './formula';
import { changed } from './rows';

interface Props {
  view: View;
  query: Query;
  ranking: Ranking;
  asked: Asked<Compared>;
}

/** What stands on the left side of the comparison. */
function Base({ view, query }: Props) {
  const { t } = useWording();
  const { base, weights, cuts, dynamicsCuts } = query.priority;
  const definition = view.choice.definition?.id ?? null;
  const fixed = isScenario(base);
  return (
    <div class="choose-row card">
      <label class="field">
        <span class="field-label">{t('prio.base')}</span>
        <select
          name="grundlage"
          value={fixed ? 'gemerkt' : (base.definition ?? definition ?? '')}
          onChange={(event) => {
            const id = event.currentTarget.value;
            if (id === 'gemerkt') return;
            choosePriority({ base: { ...NO_BASE, definition: id === definition ? null : id } });
          }}
        >
          {view.city.priorities.map(({ id, name }) => (
            <option key={id} value={id}>
              {t('prio.base_declared', { name })}
            </option>
          ))}
          {fixed && <option value="gemerkt">{t('prio.base_kept')}</option>}
        </select>
      </label>
      <div class="field buttons">
        <button
          type="button"
          class="button-plain"
          disabled={!isScenario(query.priority)}
          onClick={() => choosePriority({ base: { definition, weights, cuts, dynamicsCuts } })}
        >
          {t('prio.keep_as_base')}
        </button>
        <button
          type="button"
          class="button-plain"
          disabled={!isScenario(query.priority)}
          onClick={() => choosePriority(DECLARED)}
        >
          {t('prio.reset')}
        </button>
      </div>
    </div>
  );
}

function SideHead({ side, label, view }: { side: Compared['a']; label: string; view: View }) {
  const wording = useWording();
  const { t } = wording;
  const name = (id: string) => view.city.indicators.find((item) => item.id === id)?.name ?? id;
  return (
    <section class="card" aria-label={label}>
      <h3>
        {label}: {side.name}
        {side.scenario && <> ({t('prio.scenario')})</>}
      </h3>
      <ul class="plain-list">
        <li>
          {t('prio.side_weights', {
            list: side.weights
              .map(({ indicator, weight }) => `${name(indicator)} ${plain(weight, wording)}`)
              .join('; '),
          })}
        </li>
        <li>
          {t('prio.side_cuts', {
            list: side.cuts.map((cut) => plain(Number(cut.toFixed(2)), wording)).join('; '),
          })}
        </li>
        <li>{t('prio.side_flagged', { count: side.flagged })}</li>
      </ul>
    </section>
  );
}

function SideCell({ side, head }: { side: ComparedSide | null; head: Compared['a'] }) {
  const { t, language } = useWording();
  if (side === null) return <td>{t('prio.no_class')}</td>;
  return (
    <td class="col-class">
      {head.class_labels[side.status]}
      {side.dynamics_label !== null && `, ${side.dynamics_label}`}
      <small>
        {t('prio.index_value', { index: formatNumber(side.index, 2, language) })}
        {side.flag_status && `, ${t(`prio.stage_${side.flag_status}`)}`}
      </small>
    </td>
  );
}

function ChangedRow({ area, answer }: { area: ComparedArea; answer: Compared }) {
  const wording = useWording();
  const { t, language } = wording;
  const ranks = area.rank_difference;
  return (
    <tr data-code={area.code}>
      <th scope="row" class="col-file" lang={dataLanguage(wording)}>
        {area.name}
      </th>
      <SideCell side={area.a} head={answer.a} />
      <SideCell side={area.b} head={answer.b} />
      <td>{answer.changes[area.change]?.label}</td>
      <td class="number">
        {area.index_difference !== null && formatSigned(area.index_difference, 2, language)}
      </td>
      <td>
        {ranks !== null &&
          t(ranks < 0 ? 'prio.ranks_up' : ranks > 0 ? 'prio.ranks_down' : 'prio.ranks_same', {
            count: Math.abs(ranks),
          })}
      </td>
    </tr>
  );
}

function ChangedTable({ answer }: { answer: Compared }) {
  const { t } = useWording();
  const rows = changed(answer);
  if (rows.length === 0) return <p class="notice">{t('prio.nothing_changes')}</p>;
  return (
    <HeadedTable
      class="ranking"
      label={t('prio.changed')}
      caption={t('prio.changed_help')}
      columns={[
        ...(['area', 'side_a', 'side_b', 'change'] as const).map((name) => ({
          name: t(`prio.${name}`),
        })),
        { name: t('prio.index_change'), number: true },
        { name: t('prio.rank_change') },
      ]}
    >
      {rows.map((area) => (
        <ChangedRow key={area.id} area={area} answer={answer} />
      ))}
    </HeadedTable>
  );
}

/** Two weightings or definitions side by side, and what differs. */
export function ScenarioPart(props: Props) {
  const { t } = useWording();
  const { answer, error, retry, slow } = props.asked;
  return (
    <section class="part" aria-label={t('prio.part_scenario')} aria-busy={slow}>
      <p class="lead">{t('prio.scenario_lead')}</p>
      <Base {...props} />
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {answer === null && error === null && <p class="waiting">{t('prio.computing')}</p>}
      {answer && (
        <>
          <div class="two-columns">
            <SideHead side={answer.a} label="A" view={props.view} />
            <SideHead side={answer.b} label="B" view={props.view} />
          </div>
          <p class="lead">{answer.summary}</p>
          <h2>{t('prio.changed')}</h2>
          <ChangedTable answer={answer} />
        </>
      )}
    </section>
  );
}
