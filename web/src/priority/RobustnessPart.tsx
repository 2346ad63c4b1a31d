import type { Asked } from '../ask';
import { Failure } from '../components/Failure';
import { HeadedTable } from '../components/HeadedTable';
import { formatNumber } from '../format';
import { choosePriority, linkTo } from '../state';
import { dataLanguage, useWording } from '../wording';
import type { Robustness } from './answers';
import { unsteady } from './rows';
import { StageBadge } from './StageBadge';

type RobustArea = Robustness['areas'][number];

function AreaLink({ area }: { area: RobustArea }) {
  const wording = useWording();
  return (
    <a
      class="link"
      lang={dataLanguage(wording)}
      href={linkTo({ area: area.code })}
      onClick={(event) => {
        event.preventDefault();
        choosePriority({ part: 'ranking' }, { area: area.code });
      }}
    >
      {area.name}
    </a>
  );
}

function UnsteadyRow({ area, answer }: { area: RobustArea; answer: Robustness }) {
  const { t, language } = useWording();
  const share = area.flagged_share ?? 0;
  const interval = { from: area.rank_low ?? 0, to: area.rank_high ?? 0 };
  return (
    <tr data-code={area.code}>
      <th scope="row" class="col-file">
        <AreaLink area={area} />
      </th>
      <td>{area.flag_status && <StageBadge stage={area.flag_status} />}</td>
      <td class="number">
        <span class="share-bar" aria-hidden="true">
          <span style={{ width: `${100 * share}%` }} />
        </span>
        {formatNumber(100 * share, 1, language)} %
      </td>
      <td class="number">
        {interval.from === interval.to ? interval.from : t('prio.rank_interval', interval)}
      </td>
      <td class="col-remark">
        {area.near_cut && <p>{t('prio.near_cut')}</p>}
        {area.flips.length > 0 && (
          <p>
            {t('prio.flips', {
              choices: area.flips.map((at) => answer.choices[at]?.words ?? '').join('; '),
            })}
          </p>
        )}
      </td>
    </tr>
  );
}

function Unsteady({ answer }: { answer: Robustness }) {
  const { t, language } = useWording();
  const rows = unsteady(answer);
  if (rows.length === 0) return <p class="notice">{t('prio.steady')}</p>;
  return (
    <HeadedTable
      class="ranking"
      label={t('prio.unsteady')}
      caption={t('prio.unsteady_help', {
        runs: formatNumber(answer.runs, 0, language),
        spread: formatNumber(100 * answer.spread, 0, language),
      })}
      columns={[
        { name: t('prio.area') },
        { name: t('prio.hint') },
        { name: t('prio.flagged_share'), number: true },
        { name: t('prio.rank'), number: true },
        { name: t('prio.changes_when') },
      ]}
    >
      {rows.map((area) => (
        <UnsteadyRow key={area.id} area={area} answer={answer} />
      ))}
    </HeadedTable>
  );
}

function Choices({ answer }: { answer: Robustness }) {
  const { t } = useWording();
  return (
    <HeadedTable
      class="ranking"
      label={t('prio.choices')}
      caption={t('prio.choices_help')}
      columns={[
        { name: t('prio.choice') },
        ...(['gained', 'lost', 'class_changes'] as const).map((name) => ({
          name: t(`prio.${name}`),
          number: true,
        })),
      ]}
    >
      {answer.choices.map((choice, at) => (
        <tr key={choice.words} class={at === answer.strongest ? 'chosen' : undefined}>
          <th scope="row" class="col-file">
            {t('prio.when', { choice: choice.words })}
          </th>
          <td class="number">{choice.gained}</td>
          <td class="number">{choice.lost}</td>
          <td class="number">{choice.class_changes}</td>
        </tr>
      ))}
    </HeadedTable>
  );
}

/** How much the result rests on weights and single choices. */
export function RobustnessPart({ asked }: { asked: Asked<Robustness> }) {
  const { t } = useWording();
  const { answer, error, retry, slow } = asked;
  return (
    <section class="part" aria-label={t('prio.part_robustness')} aria-busy={slow}>
      <p class="lead">{t('prio.robustness_lead')}</p>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {answer === null && error === null && <p class="waiting">{t('prio.computing')}</p>}
      {answer && (
        <>
          <ul class="sentences">
            {answer.summary.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <h2>{t('prio.unsteady')}</h2>
          <Unsteady answer={answer} />
          <h2>{t('prio.choices')}</h2>
          <Choices answer={answer} />
        </>
      )}
    </section>
  );
}
