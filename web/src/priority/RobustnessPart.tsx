import type { Asked } from '../ask';
import { Failure } from '../components/Failure';
import { TableBox } from '../components/TableBox';
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
      <td>{area.flag && <StageBadge stage="auffaellig" />}</td>
      <td class="number">
        <span class="share-bar" aria-hidden="true">
          <span style={{ width: `${100 * share}%` }} />
        </span>
        {formatNumber(100 * share, 1, language)} %
      </td>
      <td class="number">
        {interval.from === interval.to ? interval.from : t('prio.rank_interval', interval)}
      </td>
      <td>
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
    <TableBox label={t('prio.unsteady')}>
      <table class="ranking">
        <caption>
          {t('prio.unsteady_help', {
            runs: formatNumber(answer.runs, 0, language),
            spread: formatNumber(100 * answer.spread, 0, language),
          })}
        </caption>
        <thead>
          <tr>
            {(['area', 'hint', 'flagged_share', 'rank', 'changes_when'] as const).map((name) => (
              <th key={name} scope="col" class="plain">
                {t(`prio.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((area) => (
            <UnsteadyRow key={area.id} area={area} answer={answer} />
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Choices({ answer }: { answer: Robustness }) {
  const { t } = useWording();
  return (
    <TableBox label={t('prio.choices')}>
      <table class="ranking">
        <caption>{t('prio.choices_help')}</caption>
        <thead>
          <tr>
            {(['choice', 'gained', 'lost', 'class_changes'] as const).map((name, at) => (
              <th key={name} scope="col" class={at > 0 ? 'plain number' : 'plain'}>
                {t(`prio.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </TableBox>
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
