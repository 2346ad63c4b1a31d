import { useEffect, useMemo, useState } from 'preact/hooks';
import { announce } from '../announce';
import { Problem } from '../api';
import { type Asked, useAnswer } from '../ask';
import { Failure } from '../components/Failure';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import { useDrawn } from '../drawn';
import { formatNumber, formatPeriod } from '../format';
import type { View, Wording } from '../model';
import type { Budget, Compared, Decisions, Ranking, Robustness } from '../priority/answers';
import {
  fetchBudget,
  fetchCompared,
  fetchDecisions,
  fetchRanking,
  fetchRobustness,
  type Scene,
} from '../priority/asking';
import { BudgetPart } from '../priority/BudgetPart';
import { ChooseDefinition, Tune } from '../priority/Controls';
import { isScenario, PARTS, type Part } from '../priority/choice';
import { DecisionsPart } from '../priority/DecisionsPart';
import { ChangesLegend, Matrix } from '../priority/Matrix';
import { MethodPart } from '../priority/MethodPart';
import { PriorityMap } from '../priority/PriorityMap';
import { usePeople } from '../priority/people';
import { cellLabel, cellOf, isIn } from '../priority/picture';
import { RankingTable } from '../priority/RankingTable';
import { RefusalPart, refusalOf } from '../priority/RefusalPart';
import { RobustnessPart } from '../priority/RobustnessPart';
import { ScenarioPart } from '../priority/ScenarioPart';
import { type Scenario, useTuning } from '../priority/tuning';
import type { Query } from '../state';
import { useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';
import '../style/priority.css';
import '../style/ranking.css';
import '../style/decisions.css';

/** How many areas are flagged and how many people live there, in a sentence. */
function summary(ranking: Ranking, view: View, { t, language }: Wording): string {
  const count = (value: number) => formatNumber(value, 0, language);
  const words = {
    flagged: count(ranking.flagged),
    valid: count(ranking.valid),
    plural: view.choice.level.plural,
  };
  const { inhabitants } = ranking;
  if (inhabitants === null || ranking.flagged === 0) return t('prio.summary', words);
  return t('prio.summary_people', {
    ...words,
    people: count(inhabitants.flagged),
    share: formatNumber(inhabitants.per_cent, 1, language),
  });
}

/** Ways through the screen; each has an address. */
function Parts({ query }: { query: Query }) {
  const { t } = useWording();
  return (
    <nav class="parts-nav" aria-label={t('prio.parts')}>
      <ul>
        {PARTS.map((part) => (
          <li key={part}>
            <Link
              class="part-link"
              current={part === query.priority.part}
              to={{ priority: { ...query.priority, part } }}
            >
              {t(`prio.part_${part}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface Answers {
  scene: Scene | null;
  ranking: Asked<Ranking>;
  robustness: Asked<Robustness>;
  compared: Asked<Compared>;
  budget: Asked<Budget>;
  decisions: Asked<Decisions>;
  /** To be called when a step was written. */
  written: () => void;
}

/** What the server shares heads by where the definition names no children. */
function headsOf(ranking: Ranking | null): string | null {
  return ranking?.children ?? ranking?.floor?.indicator ?? null;
}

/** Everything the screen asks the server. How steady the result is takes longest and is asked last. */
function useAnswers(view: View, query: Query, scenario: Scenario, moving: boolean): Answers {
  const { language } = useWording();
  const { city, choice } = view;
  const { definition, level } = choice;
  const scene: Scene | null = useMemo(
    () => definition && { city: city.id, level: level.id, definition: definition.id, language },
    [city.id, level.id, definition?.id, language],
  );
  const [steps, setSteps] = useState(0);
  const key = scene && JSON.stringify([scene, scenario, city.data_version, steps]);
  const need = (wanted: boolean, more: unknown = '') =>
    wanted && key !== null ? JSON.stringify([key, more]) : null;
  const of = <T,>(ask: (scene: Scene) => Promise<T>) =>
    scene ? ask(scene) : Promise.reject(new Problem(0, '', ''));
  const ranking = useAnswer(key, (signal) => of((s) => fetchRanking(s, scenario, signal)));
  const there = ranking.answer !== null && !ranking.pending && ranking.error === null && !moving;
  const robustness = useAnswer(need(there), (signal) =>
    of((s) => fetchRobustness(s, scenario, signal)),
  );
  const { base, part, budget: asks } = query.priority;
  const compared = useAnswer(need(part === 'scenario' && ranking.error === null, base), (signal) =>
    of((s) => fetchCompared(s, base, scenario, signal)),
  );
  const heads = asks.heads ?? headsOf(ranking.answer);
  const wanted = part === 'budget' && asks.total !== null && ranking.error === null;
  const budget = useAnswer(need(wanted && ranking.answer !== null, [asks, heads]), (signal) =>
    of((s) => fetchBudget(s, scenario, { ...asks, heads }, signal)),
  );
  const log = part === 'decisions' ? JSON.stringify([city.id, language, steps]) : null;
  const decisions = useAnswer(log, (signal) => fetchDecisions(city.id, language, signal));
  const written = () => setSteps((count) => count + 1);
  return { scene, ranking, robustness, compared, budget, decisions, written };
}

/** One sentence for every change: of the result, or of the areas that are picked out of it. */
function useTold(ranking: Ranking | null, view: View, query: Query, wording: Wording) {
  const cell = ranking && cellOf(query.priority.cell, ranking);
  const label = cell && ranking && cellLabel(cell, ranking);
  useEffect(() => {
    if (!ranking) return;
    if (cell === null || label === null) {
      announce(summary(ranking, view, wording));
      return;
    }
    const count = ranking.areas.filter((area) => isIn(cell, area)).length;
    announce(wording.t('prio.told_field', { field: label, count }));
  }, [ranking, label, wording]);
}

interface BodyProps extends ScreenProps {
  answers: Answers;
  answer: Ranking;
  scenario: Scenario;
  tuned: ReturnType<typeof useTuning>;
}

function PartBody({ part, props }: { part: Part; props: BodyProps }) {
  const { view, query, answers, answer, scenario } = props;
  const people = usePeople(view, answer);
  const robustness = answers.robustness.answer;
  const { cell: chosen } = query.priority;
  // The same node is not drawn again while a slider moves and nothing new is known.
  const table = useMemo(() => {
    const cell = cellOf(chosen, answer);
    return <RankingTable {...{ view, query, ranking: answer, robustness, people, cell }} />;
  }, [view, query, answer, robustness, people]);
  if (part === 'method') return <MethodPart view={view} ranking={answer} />;
  if (part === 'robustness') return <RobustnessPart asked={answers.robustness} />;
  if (part === 'scenario') {
    return <ScenarioPart view={view} query={query} ranking={answer} asked={answers.compared} />;
  }
  if (part === 'decisions') {
    return <DecisionsPart view={view} asked={answers.decisions} written={answers.written} />;
  }
  if (part === 'budget' && answers.scene) {
    const { scene, budget } = answers;
    return <BudgetPart {...{ view, query, ranking: answer, scene, scenario, asked: budget }} />;
  }
  return table;
}

function Body(props: BodyProps) {
  const { view, query, pending, answers, answer, scenario, tuned } = props;
  const wording = useWording();
  const { t, language } = wording;
  const { part, colors } = query.priority;
  const cell = cellOf(query.priority.cell, answer);
  const compared = part === 'scenario' ? answers.compared.answer : null;
  const { ranking, robustness, budget, decisions } = answers;
  const all: Asked<unknown>[] = [ranking, robustness, answers.compared, budget, decisions];
  const waiting = all.some((asked) => asked.pending);
  const period = formatPeriod(answer.period, language, t);
  const title = `${answer.name}, ${view.choice.level.plural}, ${period}`;
  const { error, retry } = ranking;
  return (
    <>
      {answer.scenario && <p class="notice scenario-note">{t('prio.scenario_note')}</p>}
      <p class="lead prio-summary">{summary(answer, view, wording)}</p>
      <div class="prio-layout">
        <PriorityMap
          {...{ view, query, ranking: answer, compared, scenario, cell, title }}
          pending={pending || waiting}
        />
        {compared ? (
          <ChangesLegend changes={compared.changes} />
        ) : (
          <Matrix ranking={answer} colors={colors} cell={cell} />
        )}
        <Tune {...{ view, query, ranking: answer, scenario, tuning: tuned.tuning, error, retry }} />
      </div>
      <Parts query={query} />
      <PartBody part={part} props={props} />
      <p class="field-help">{answer.note}</p>
    </>
  );
}

function Nothing({ view, query, pending, asked }: ScreenProps & { asked: Asked<Ranking> }) {
  const { t } = useWording();
  const { error, retry } = asked;
  useDrawn(!pending && !asked.pending, query, view, error);
  const { definition, level } = view.choice;
  // Areas that were put together have no index of their own.
  const elsewhere = error instanceof Problem && error.isRefusal && definition?.level !== level.id;
  const refusal =
    refusalOf(error) ??
    (elsewhere ? { refused: t('prio.not_here', { level: level.plural }) } : null);
  if (view.choice.definition === null) return <p class="notice">{t('prio.no_definition')}</p>;
  if (refusal) {
    const detail = error instanceof Problem ? error.detail : '';
    return <RefusalPart refusal={refusal} detail={detail} view={view} />;
  }
  if (error !== null) return <Failure error={error} hasView={false} retry={retry} />;
  return <p class="waiting">{asked.slow ? t('app.loading') : '\u00a0'}</p>;
}

/** Which areas may need more attention, why, how surely, and what was decided. */
export function PriorityScreen({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t } = wording;
  const tuned = useTuning(query);
  const answers = useAnswers(view, query, tuned.scenario, tuned.moving);
  const { answer, error, slow } = answers.ranking;
  // The last ranking stays while weights are no good; where there can be none it would mislead.
  const fits = answer?.level === view.choice.level.id && refusalOf(error) === null;
  const shown = fits ? answer : null;
  useTold(shown, view, query, wording);
  return (
    <div class="screen prio-screen" aria-busy={slow}>
      <div class="profile-head">
        <Heading screen="priority">{view.city.priority_name}</Heading>
        <p>
          {t('prio.subtitle', { plural: view.choice.level.plural, city: view.city.name })}
          {isScenario(query.priority) && <> · {t('prio.scenario')}</>}
        </p>
      </div>
      <p class="lead">{t('prio.lead')}</p>
      <ChooseDefinition view={view} query={query} />
      {shown ? (
        <Body
          {...{ view, query, pending, answers, answer: shown, scenario: tuned.scenario, tuned }}
        />
      ) : (
        <Nothing {...{ view, query, pending, asked: answers.ranking }} />
      )}
    </div>
  );
}
