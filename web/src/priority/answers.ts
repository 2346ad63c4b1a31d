/** The shapes of the server's answers about priority areas, and how they are asked for. */

import { address, ask } from '../api';
import type { Language } from '../state';
import type { Priority, PriorityArea, Reason, Verdict } from '../types';
import {
  type Base,
  type BudgetChoice,
  formatWeights,
  type PriorityChoice,
  type Weights,
} from './choice';

export interface MethodIndicator {
  id: string;
  weight: number;
  period: string | null;
  log: boolean;
  winsorise: [number, number] | null;
  goalposts: [number, number] | null;
  reference: [number, number] | null;
  threshold: number | null;
}

export interface Method {
  indicators: MethodIndicator[];
  dimensions: { id: string; name: string; weight: number; indicators: string[]; rescale: string }[];
  winsorise: [number, number] | null;
  normalise: string;
  weighted_by: string | null;
  reference: string | null;
  range: [number, number] | null;
  aggregate: string;
  rescale: string;
  classing: string;
  threshold: number;
}

export interface Part {
  indicator: string;
  name: string;
  value: number;
  score: number;
  z: number | null;
  weight: number;
  contribution: number;
  rank: number;
  threshold: number | null;
  exceeds: boolean;
}

export interface RankedArea extends Omit<PriorityArea, 'contributions'> {
  code: string;
  name: string;
  missing: Reason | null;
  rank: number | null;
  dynamics: {
    index: number;
    class: string;
    status: number;
    rank: number;
    contributions: Part[];
  } | null;
  near_cut: { of: 'status' | 'dynamics'; cut: number; distance: number } | null;
  exceeding: number | null;
  contributions: Part[];
}

export interface Dynamics {
  classes: string[];
  class_labels: string[];
  colors: string[];
  cuts: number[];
  method: Method;
  change: 'given' | 'points' | 'relative';
  since: string | null;
  high: 'deterioration' | 'improvement';
}

export interface Ranking extends Omit<Priority, 'areas'> {
  version: string;
  template: string | null;
  data_version: string;
  result_id: string;
  label: string | null;
  scenario: boolean;
  classes: string[];
  class_labels: string[];
  colors: string[];
  matrix_colors: string[][];
  cuts: number[];
  method: Method;
  floor: { indicator: string; name: string; min: number } | null;
  exclude: { code: string; reason: string }[];
  min_areas: number;
  children: string | null;
  dynamics: Dynamics | null;
  attention: string[];
  inhabitants: {
    indicator: string;
    flagged: number;
    compared: number;
    all: number;
    per_cent: number;
    unknown: number;
    unknown_flagged: number;
  } | null;
  cross_table: number[][];
  near_cut: number;
  areas: RankedArea[];
}

/** What stands in place of an index where there cannot be one. */
export interface Refusal {
  refused?: string;
  instead?: {
    indicator: string;
    name: string;
    unit: string;
    decimals: number;
    period: string;
    city: number | null;
    areas: {
      id: number;
      code: string;
      name: string;
      value: number | null;
      reason: Reason | null;
      lower: number | null;
      upper: number | null;
      difference: number | null;
      difference_lower: number | null;
      difference_upper: number | null;
      to_city: Verdict | null;
    }[];
  }[];
}

export interface Robustness {
  definition_hash: string;
  runs: number;
  spread: number;
  valid: number;
  flagged: number;
  choices: {
    id: string;
    words: string;
    gained: number;
    lost: number;
    class_changes: number;
    rank_shift: number;
  }[];
  strongest: number | null;
  summary: string[];
  areas: {
    id: number;
    code: string;
    name: string;
    flag: boolean;
    rank: number | null;
    flagged_share: number | null;
    class_share: number | null;
    rank_low: number | null;
    rank_high: number | null;
    near_cut: { of: string; cut: number; distance: number } | null;
    flips: number[];
    class_flips: number[];
    words: string;
  }[];
}

export interface ComparedSide {
  index: number;
  class: string;
  status: number;
  rank: number;
  dynamics_class: string | null;
  flag: boolean;
}

interface SideHead {
  definition: string;
  name: string;
  version: string;
  definition_hash: string;
  scenario: boolean;
  classes: string[];
  class_labels: string[];
  weights: { indicator: string; weight: number }[];
  cuts: number[];
  flagged: number;
}

export interface ComparedArea {
  id: number;
  code: string;
  name: string;
  a: ComparedSide | null;
  b: ComparedSide | null;
  index_difference: number | null;
  rank_difference: number | null;
  class_changed: boolean;
  flag_changed: 'gained' | 'lost' | null;
  change: number;
}

export interface Compared {
  a: SideHead;
  b: SideHead;
  class_changes: number;
  gained: number;
  lost: number;
  table: number[][];
  changes: { id: string; label: string; color: string; count: number }[];
  summary: string;
  note: string;
  areas: ComparedArea[];
}

export interface Budget {
  definition: string;
  name: string;
  total_cents: number;
  base_share: number;
  cap: number | null;
  population: { indicator: string; name: string; period: string };
  current: { indicator: string; name: string; period: string } | null;
  current_total_cents: number | null;
  people: number;
  shared: number;
  note: string;
  areas: {
    id: number;
    code: string;
    name: string;
    people: number | null;
    index: number | null;
    class: string | null;
    factor: number | null;
    cents: number | null;
    cents_per_head: number | null;
    by_heads_cents: number | null;
    to_by_heads_cents: number | null;
    current_cents: number | null;
    to_current_cents: number | null;
    capped: 'lower' | 'upper' | null;
    remark: string;
  }[];
}

export type Stage =
  | 'vorschlag'
  | 'beraten'
  | 'beschlossen'
  | 'aufgehoben'
  | 'abgelehnt'
  | 'zusammengelegt';

export interface Standing {
  id: number;
  code: string;
  name: string;
  flag_status: Stage;
  flag_status_name: string;
  level: string;
  codes: string[];
  drawn: boolean;
  definition: string | null;
  definition_hash: string | null;
  data_version: string;
  committee?: string;
  date?: string;
  paper?: string;
  valid_from?: string;
  valid_to?: string | null;
  next_review?: string;
  recheck: string[];
  recheck_text: string;
  reasons: string[];
  merged_into?: string;
}

export interface OpenHint {
  definition: string;
  level: string;
  code: string;
  name: string;
}

export interface LogEntry {
  number: number;
  time: string;
  department: string;
  action: string;
  area: number | null;
  level: string | null;
  codes: string[];
  name: string | null;
  committee: string | null;
  date: string | null;
  paper: string | null;
  reason: string | null;
}

export interface Decisions {
  audience: string;
  level: string | null;
  note: string;
  areas: Standing[];
  hints: OpenHint[];
  entries?: LogEntry[];
}

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
