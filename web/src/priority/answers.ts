/** The shapes of the server's answers about priority areas. */

import type { Priority, PriorityArea, Reason, Stage, Verdict } from '../types';

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
    flag_status: Stage | null;
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
  dynamics_label: string | null;
  flag: boolean;
  flag_status: Stage | null;
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
