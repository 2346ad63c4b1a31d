import { useRef, useState } from 'preact/hooks';
import { forget } from '../api';
import type { Asked } from '../ask';
import { Failure } from '../components/Failure';
import { FileLink } from '../components/FileLink';
import { Link } from '../components/Link';
import type { View } from '../model';
import { byName, compareNames } from '../names';
import { isSignedIn } from '../token';
import { dataLanguage, useWording } from '../wording';
import type { Decisions, OpenHint, Standing } from './answers';
import { decisionsAddress } from './asking';
import { SessionFacts } from './Decided';
import { LogTable } from './LogTable';
import { addPlan, areaPlans, hintPlans, mergePlan } from './plans';
import { StageBadge } from './StageBadge';
import { type Plan, StepDialog } from './StepDialog';

type Open = (plan: Plan) => void;

function names(area: Standing, view: View): string {
  const known = new Map(view.rows.map(({ code, name }) => [code, name]));
  const own = area.level === view.choice.level.id;
  return area.codes.map((code) => (own ? (known.get(code) ?? code) : code)).join(', ');
}

interface CardProps {
  area: Standing;
  view: View;
  level: string | null;
  open: Open;
}

function StandingCard({ area, view, level, open }: CardProps) {
  const wording = useWording();
  const { t } = wording;
  const live = ['vorschlag', 'beraten', 'beschlossen'].includes(area.flag_status);
  return (
    <li class="card standing-card" data-area={area.code}>
      <h3>
        <span lang={dataLanguage(wording)}>{area.name}</span>{' '}
        <StageBadge stage={area.flag_status} />
      </h3>
      <p class="field-help">
        {t('prio.made_of', { code: area.code, areas: names(area, view) })}
        {area.merged_into && ` ${t('prio.merged_into', { code: area.merged_into })}`}
      </p>
      {area.recheck_text && <p class="recheck">{area.recheck_text}</p>}
      <SessionFacts session={area} />
      {area.reasons.map((reason) => (
        <blockquote key={reason} lang={dataLanguage(wording)}>
          {reason}
        </blockquote>
      ))}
      <div class="decision-actions">
        {live && level !== null && (
          <Link to={{ screen: 'profile', level, area: area.code, areas: [] }}>
            {t('prio.profile')}
          </Link>
        )}
        {isSignedIn() &&
          areaPlans(area, wording).map((plan) => (
            <button
              key={plan.action}
              type="button"
              class="button-plain"
              aria-label={`${plan.title}: ${area.name}`}
              onClick={() => open(plan)}
            >
              {plan.title}
            </button>
          ))}
      </div>
    </li>
  );
}

function HintRow({ hint, open }: { hint: OpenHint; open: Open }) {
  const wording = useWording();
  return (
    <li class="hint-row" data-code={hint.code}>
      <Link
        lang={dataLanguage(wording)}
        to={{ screen: 'profile', level: hint.level, area: hint.code, areas: [], selection: null }}
      >
        {hint.name}
      </Link>
      <StageBadge stage="auffaellig" />
      {isSignedIn() && (
        <span class="decision-actions">
          {hintPlans(hint, wording).map((plan) => (
            <button
              key={plan.action}
              type="button"
              class="button-plain"
              aria-label={`${plan.title}: ${hint.name}`}
              onClick={() => open(plan)}
            >
              {plan.title}
            </button>
          ))}
        </span>
      )}
    </li>
  );
}

function Hints({ answer, view, open }: { answer: Decisions; view: View; open: Open }) {
  const { t } = useWording();
  const mine = answer.hints
    .filter(({ definition }) => definition === view.choice.definition?.id)
    .sort(byName);
  return (
    <>
      <h2>{t('prio.open_hints', { count: mine.length })}</h2>
      <p class="field-help">{t('prio.open_hints_help')}</p>
      {mine.length > 0 && (
        <ul class="hint-list card">
          {mine.map((hint) => (
            <HintRow key={`${hint.level}/${hint.code}`} hint={hint} open={open} />
          ))}
        </ul>
      )}
    </>
  );
}

function PlannerTools({ answer, view, open }: { answer: Decisions; view: View; open: Open }) {
  const wording = useWording();
  const { level } = view.choice;
  const areas = view.rows
    .map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))
    .sort((a, b) => compareNames(a.label, b.label));
  const plans = [addPlan(level.id, areas, wording), mergePlan(answer.areas, wording)];
  return (
    <div class="decision-actions">
      {plans.map(
        (plan) =>
          plan && (
            <button key={plan.action} type="button" class="button" onClick={() => open(plan)}>
              {plan.title}
            </button>
          ),
      )}
    </div>
  );
}

const ORDER = ['beschlossen', 'beraten', 'vorschlag', 'aufgehoben', 'abgelehnt', 'zusammengelegt'];

interface Props {
  view: View;
  asked: Asked<Decisions>;
  /** Called when something was written, so that everything is asked anew. */
  written: () => void;
}

/** What was proposed, discussed and decided; planners write the next step. */
export function DecisionsPart({ view, asked, written }: Props) {
  const { t } = useWording();
  const [plan, setPlan] = useState<Plan | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { answer, error, retry, slow } = asked;
  const done = () => {
    forget();
    written();
    heading.current?.focus();
  };
  const areas = answer?.areas.toSorted(
    (a, b) => ORDER.indexOf(a.flag_status) - ORDER.indexOf(b.flag_status) || a.id - b.id,
  );
  return (
    <section class="part" aria-label={t('prio.part_decisions')} aria-busy={slow}>
      <p class="lead">{answer?.note}</p>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {!isSignedIn() && <p class="notice">{t('prio.sign_in_to_write')}</p>}
      <h2 ref={heading} tabIndex={-1}>
        {t(isSignedIn() ? 'prio.standing' : 'prio.decided', { count: areas?.length ?? 0 })}
      </h2>
      {areas?.length === 0 && <p>{t('prio.nothing_decided')}</p>}
      {answer && areas && (
        <>
          <ul class="cards standing-cards">
            {areas.map((area) => (
              <StandingCard
                key={area.id}
                area={area}
                view={view}
                level={answer.level}
                open={setPlan}
              />
            ))}
          </ul>
          {isSignedIn() && <PlannerTools answer={answer} view={view} open={setPlan} />}
          <Hints answer={answer} view={view} open={setPlan} />
          <p>
            <FileLink href={decisionsAddress(view.city.id, '.csv')} download>
              {t('prio.download_standing')}
            </FileLink>
          </p>
          {answer.entries && <LogTable entries={answer.entries} view={view} open={setPlan} />}
        </>
      )}
      <StepDialog city={view.city.id} plan={plan} done={() => setPlan(null)} written={done} />
    </section>
  );
}
