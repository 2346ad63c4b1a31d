import type { Decision } from '../answers';
import { useAnswer } from '../ask';
import { Link } from '../components/Link';
import type { View, Wording } from '../model';
import { dataLanguage, useWording } from '../wording';
import type { Ranking } from './answers';
import { fetchRanking } from './asking';
import { DECLARED } from './choice';
import { SessionFacts, SinceDecision } from './Decided';
import { StageBadge } from './StageBadge';

interface Props {
  decision: Decision;
  code: string;
  view: View;
}

/** What the index says today of the areas that it was decided on. */
function useToday({ decision, view }: Props, { language }: Wording): Ranking | null {
  const { of_level: level, definition } = decision;
  const scene = definition ? { city: view.city.id, level, definition, language } : null;
  const key = scene && JSON.stringify([scene, view.city.data_version]);
  const { answer } = useAnswer(key, (signal) =>
    scene ? fetchRanking(scene, DECLARED, signal) : Promise.reject(new Error()),
  );
  return answer;
}

function Today(props: Props) {
  const wording = useWording();
  const { t } = wording;
  const ranking = useToday(props, wording);
  if (!ranking) return null;
  const { decision } = props;
  const areas = ranking.areas.filter(({ code }) => decision.codes.includes(code));
  return (
    <>
      <p>
        {t(
          ranking.definition_hash === decision.definition_hash
            ? 'prio.same_definition'
            : 'prio.other_definition',
          { name: ranking.name },
        )}
      </p>
      <ul class="plain-list">
        {areas.map((area) => (
          <li key={area.code}>
            <Link
              lang={dataLanguage(wording)}
              to={{ screen: 'profile', level: decision.of_level, area: area.code, areas: [] }}
            >
              {area.name}
            </Link>
            : {area.reason}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who decided what on a priority area, and what is new since then. */
export function DecisionSection(props: Props) {
  const { t } = useWording();
  const { decision, view } = props;
  const same = decision.data_version === view.city.data_version;
  return (
    <div class="two-columns decision-section">
      <section class="card" aria-label={t('prio.decision')}>
        <h2>
          {t('prio.decision')} <StageBadge stage={decision.flag_status} />
        </h2>
        {decision.recheck_text && <p class="recheck">{decision.recheck_text}</p>}
        <SessionFacts session={decision} />
        {decision.reasons.map((reason) => (
          <blockquote key={reason}>{reason}</blockquote>
        ))}
      </section>
      <section class="card" aria-label={t('prio.news')}>
        <h2>{t('prio.news')}</h2>
        <p>{t(same ? 'prio.same_data' : 'prio.other_data')}</p>
        {decision.date ? (
          <SinceDecision view={view} code={props.code} day={decision.date} />
        ) : (
          <p>{t('prio.news_none')}</p>
        )}
        <Today {...props} />
      </section>
    </div>
  );
}
