import { useAnswer } from '../ask';
import { Link } from '../components/Link';
import type { View } from '../model';
import { fetchDecisions } from '../places';
import { SessionFacts, SinceDecision } from '../priority/Decided';
import { StageBadge } from '../priority/StageBadge';
import { dataLanguage, useWording } from '../wording';

/** What was proposed or decided of an area: of itself, or of the priority area that it belongs to. */
export function useDecision(view: View, code: string | null) {
  const { language } = useWording();
  const { city, choice } = view;
  const key = code === null ? null : JSON.stringify([city.id, city.data_version, language]);
  const { answer } = useAnswer(key, (signal) => fetchDecisions(city.id, language, signal));
  if (!answer) return null;
  const level = choice.level.id;
  const own = answer.areas.find((area) => area.code === code && answer.level === level);
  const around = answer.areas.find(
    (area) => area.level === level && area.codes.includes(code ?? ''),
  );
  const found = own ?? around;
  return found ? { found, level: answer.level, own: own !== undefined } : null;
}

interface Props {
  view: View;
  code: string;
  decision: NonNullable<ReturnType<typeof useDecision>>;
}

/** The priority area that the area belongs to: how far it has come, and what is new here since then. */
export function DecisionCard({ view, code, decision }: Props) {
  const wording = useWording();
  const { found, level, own } = decision;
  const day = found.date ?? found.valid_from ?? null;
  return (
    <section class="card profile-decision" aria-label={view.city.priority_name}>
      <h2 lang={dataLanguage(wording)}>{view.city.priority_name}</h2>
      <p class="index-line">
        <StageBadge stage={found.flag_status} />
        {!own && level !== null && (
          <Link
            to={{ screen: 'profile', level, area: found.code, areas: [], selection: null }}
            lang={dataLanguage(wording)}
          >
            {found.name}
          </Link>
        )}
      </p>
      {found.recheck_text && <p class="notice">{found.recheck_text}</p>}
      <SessionFacts session={found} />
      {found.reasons.map((reason) => (
        <p key={reason} lang={dataLanguage(wording)}>
          {reason}
        </p>
      ))}
      {day !== null && (
        <>
          <h3>{wording.t('prio.news')}</h3>
          <SinceDecision view={view} code={code} day={day} />
        </>
      )}
    </section>
  );
}
