/** The shapes of answers that single screens ask for. */

import type {
  ContextLayer,
  Contribution,
  Direction,
  Mark,
  Reason,
  SeriesBreak,
  Stage,
  Verdict,
} from './types';

/** One indicator over all its periods: a line per area, a number per period. */
export interface Series {
  indicator: string;
  level: string;
  periods: string[];
  id: number[];
  code: string[];
  value: (number | null)[][];
  reason: (Reason | null)[][];
  city: (number | null)[];
  city_reason: (Reason | null)[];
}

export interface Axis {
  indicator: string;
  name: string;
  unit: string;
  decimals: number;
  period: string;
  value: (number | null)[];
  reason: (Reason | null)[];
  city: number | null;
  breaks: number[];
}

export interface Correlation {
  x: Axis;
  y: Axis;
  n: number;
  pearson: number | null;
  spearman: number | null;
  id: number[];
  code: string[];
  /** 3 times the class of y plus the class of x; -1 where a value is missing. */
  class: number[];
  colors: string[];
  counts: number[];
  note: string;
}

export interface Side {
  value: number | null;
  reason: Reason | null;
  mark: Mark | null;
  lower: number | null;
  upper: number | null;
  to_city: Verdict | null;
  change: number | null;
  change_lower: number | null;
  change_upper: number | null;
  change_verdict: Verdict | null;
  change_mark: Mark | null;
}

/** The area `a` less the area `b`. */
export interface Between {
  a: number;
  b: number;
  absolute: number | null;
  lower: number | null;
  upper: number | null;
  verdict: Verdict | null;
}

export interface Line {
  indicator: string;
  period: string;
  earlier: string | null;
  /** Those between the two periods. */
  breaks: SeriesBreak[];
  city: Side;
  areas: Side[];
  differences: Between[];
}

export interface Place {
  id: number;
  code: string;
  name: string;
}

export interface Comparison {
  level: string;
  areas: Place[];
  indicators: Line[];
}

export interface Point {
  period: string;
  value: number | null;
  reason: Reason | null;
  mark: Mark | null;
  lower: number | null;
  upper: number | null;
  city: number | null;
}

export interface ProfileIndicator {
  id: string;
  name: string;
  description: string;
  unit: string;
  decimals: number;
  direction: Direction;
  period: string;
  value: number | null;
  reason: Reason | null;
  reason_text: string | null;
  mark: Mark | null;
  numerator: number | null;
  denominator: number | null;
  lower: number | null;
  upper: number | null;
  city: { value: number | null; reason: Reason | null };
  difference: { value: number; verdict: Verdict | null; text: string } | null;
  position: {
    areas: number;
    min: { name?: string; value: number };
    max: { name?: string; value: number };
    quantile: number | null;
    rank_from: number;
    rank_to: number;
    text: string;
  } | null;
  strip: StripValues | null;
  series: Point[];
  breaks: SeriesBreak[];
  trend: { from: string; to: string; verdict: Verdict; text: string } | null;
  remarks: string[];
}

export interface ProfileHint {
  definition: string;
  definition_name: string;
  period: string;
  hint: {
    index: number | null;
    class_label: string | null;
    flag: boolean;
    flag_status: Stage | null;
    reason: string;
    contributions: Contribution[];
  };
  note: string;
}

/** What stands of a priority area. */
export interface Decision {
  flag_status: Stage;
  of_level: string;
  codes: string[];
  committee?: string;
  date?: string;
  paper?: string;
  valid_from?: string;
  valid_to?: string | null;
  next_review?: string;
  definition: string | null;
  definition_hash: string | null;
  data_version: string;
  recheck_text: string;
  reasons: string[];
}

export interface Profile {
  level: { id: string; name: string; plural: string; boundary_year: number; areas: number };
  area: Place & { lon: number; lat: number; area_km2: number };
  parents: (Place & { level: string; level_name: string })[];
  children: { level: string; level_plural: string; areas: Place[] } | null;
  neighbours: Place[];
  population: {
    name: string;
    unit: string;
    period: string;
    value: number | null;
    reason_text: string | null;
  } | null;
  hints: ProfileHint[];
  themes: { theme: string; indicators: ProfileIndicator[] }[];
  similar: { areas: (Place & { distance: number })[]; note: string };
  flag_status: Stage | null;
  offers: OfferLayer[];
  note: string;
  decision?: Decision;
}

/** The full report that departments get: row by row, to be read as a page of its own. */
export interface FullReport {
  warnings: number;
  levels: { level: string; file: string; rows: number; areas: number; without_parent: number }[];
  tables: {
    table: string;
    file: string;
    rows: number;
    levels: { level: string; areas: number; matched: number }[];
    unmatched: { row: number; rows: number; key: string; nearest: string | null }[];
  }[];
  findings: {
    code: string;
    severity: string;
    file: string;
    row: number | null;
    title: string;
    message: string;
  }[];
}

/** The values of all areas in ascending order. */
export interface StripValues {
  min: number;
  max: number;
  values: number[];
}

export interface OfferWithin {
  id: string;
  name: string;
  type: string;
  life_stages: string[];
  provider: string;
  places: number | null;
  lon: number;
  lat: number;
}

export interface OfferLayer {
  id: string;
  name: string;
  offers: OfferWithin[];
}

export interface JoinedIndicator
  extends Omit<ProfileIndicator, 'mark' | 'position' | 'trend' | 'series'> {
  series: Pick<Point, 'period' | 'value' | 'reason' | 'city'>[];
}

/** Several areas together. */
export interface JoinedProfile {
  level: Profile['level'];
  areas: Place[];
  area_km2: number;
  population: Profile['population'];
  themes: { theme: string; indicators: JoinedIndicator[] }[];
  offers: OfferLayer[];
  note: string;
}

/** A proposal or decision as it stands. */
export interface Decided {
  code: string;
  name: string;
  flag_status: Stage;
  flag_status_name: string;
  level: string;
  codes: string[];
  committee?: string;
  date?: string;
  paper?: string;
  valid_from?: string;
  valid_to?: string | null;
  next_review?: string;
  recheck_text: string;
  reasons: string[];
}

/** The areas of a level as paths. */
export interface Outlines {
  level: string;
  width: number;
  height: number;
  origin: [number, number];
  scale: number;
  id: number[];
  code: string[];
  path: string[];
  label: [number, number][];
  inner: string;
  outer: string;
  context: { id: string; kind: ContextLayer['kind']; areas: string; lines: string }[];
}

export interface PublicReport {
  warnings: number;
  files: {
    file: string;
    kind: 'boundaries' | 'table';
    id: string;
    publisher: string;
    rows: number;
    joined: number;
    not_joined: number;
    repaired: number | null;
    suspected: number;
  }[];
  findings: { file: string; code: string; severity: string; title: string; count: number }[];
}
