/** How the server is asked about priority areas. */

import { address, ask } from '../api';
import type { Language } from '../state';
import type { Budget, Compared, Decisions, Ranking, Robustness } from './answers';
import {
  type Base,
  type BudgetChoice,
  formatWeights,
  type PriorityChoice,
  type Weights,
} from './choice';

export interface Scene {
  city: string;
  level: string;
  definition: string;
  language: Language;
}

type Scenario = Pick<PriorityChoice, 'weights' | 'cuts' | 'dynamicsCuts'>;

function spoken(language: Language): Record<string, string> {
  return language === 'de' ? {} : { language };
}

/** The part of a query that changes a definition; `suffix` tells two sides apart. */
export function scenarioQuery(scenario: Scenario | Base, suffix = ''): Record<string, string> {
  const query: Record<string, string> = {};
  const weights = formatWeights(scenario.weights as Weights);
  if (weights) query[`weights${suffix}`] = weights;
  if (scenario.cuts) query[`cuts${suffix}`] = scenario.cuts.join(',');
  if (scenario.dynamicsCuts) query[`dynamics_cuts${suffix}`] = scenario.dynamicsCuts.join(',');
  return query;
}

function url({ city, level, definition, language }: Scene, path: string[], query = {}): string {
  return address(['cities', city, level, ...path], { definition, ...query, ...spoken(language) });
}

async function json<T>(address: string, signal: AbortSignal): Promise<T> {
  const answer = await ask(address, { signal });
  return (await answer.json()) as T;
}

export function fetchRanking(scene: Scene, scenario: Scenario, signal: AbortSignal) {
  return json<Ranking>(url(scene, ['priority'], scenarioQuery(scenario)), signal);
}

export function fetchRobustness(scene: Scene, scenario: Scenario, signal: AbortSignal) {
  const path = ['priority', 'robustness'];
  return json<Robustness>(url(scene, path, scenarioQuery(scenario)), signal);
}

export function fetchCompared(scene: Scene, base: Base, scenario: Scenario, signal: AbortSignal) {
  const query = {
    a: base.definition ?? scene.definition,
    b: scene.definition,
    ...scenarioQuery(base, '_a'),
    ...scenarioQuery(scenario),
    ...spoken(scene.language),
  };
  const path = ['cities', scene.city, scene.level, 'priority', 'compare'];
  return json<Compared>(address(path, query), signal);
}

/** What the budget is shared out by, in the words of the server. */
export function budgetQuery(budget: BudgetChoice): Record<string, string> {
  const query: Record<string, string> = { total: budget.total ?? '' };
  if (budget.share !== null) query.base_share = String(budget.share / 100);
  if (budget.factors !== null) query.factors = budget.factors.join(',');
  else if (budget.extra !== null) query.a = String(budget.extra);
  if (budget.heads !== null) query.population = budget.heads;
  if (budget.current !== null) {
    query.current = budget.current;
    if (budget.cap !== null) query.cap = String(budget.cap / 100);
    if (budget.lastTotal !== null) query.last_total = budget.lastTotal;
  }
  return query;
}

export function budgetAddress(
  scene: Scene,
  scenario: Scenario,
  budget: BudgetChoice,
  file: 'budget' | 'budget.csv',
): string {
  return url(scene, [file], { ...scenarioQuery(scenario), ...budgetQuery(budget) });
}

export function fetchBudget(
  scene: Scene,
  scenario: Scenario,
  budget: BudgetChoice,
  signal: AbortSignal,
) {
  return json<Budget>(budgetAddress(scene, scenario, budget, 'budget'), signal);
}

export function decisionsAddress(city: string, extension = '', query = {}): string {
  return address(['cities', city, `decisions${extension}`], query);
}

export function fetchDecisions(city: string, language: Language, signal: AbortSignal) {
  return json<Decisions>(decisionsAddress(city, '', spoken(language)), signal);
}

/** Writes a step to the log; a refusal is thrown as a problem that may name its field. */
export async function writeStep(
  city: string,
  language: Language,
  step: Record<string, unknown>,
): Promise<void> {
  await ask(decisionsAddress(city, '', spoken(language)), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(step),
  });
}
