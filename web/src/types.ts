/** The shapes of the server's answers that the page uses. */

export type Direction = 'burden' | 'resource' | 'neutral';

export type Reason =
  | 'absent'
  | 'suppressed'
  | 'unreliable'
  | 'not_applicable'
  | 'not_yet'
  | 'excluded'
  | 'no_row'
  | 'not_aggregable';

/** The note beside a value. */
export type Mark = 'limited' | 'revised' | 'provisional' | 'estimated' | 'footnote' | 'rounded';

export interface CityName {
  id: string;
  name: string;
  invented: boolean;
}

/** A city as the chooser shows it. */
export interface CityEntry extends CityName {
  levels: { plural: string; areas: number }[];
  indicators: number;
  offers: number;
  periods: [string, string] | null;
  as_of: string | null;
}

export interface Level {
  id: string;
  name: string;
  plural: string;
  parent: string | null;
  areas: number;
  boundary_year: number;
  valid_from?: string | null;
  valid_to?: string | null;
  version_of?: string | null;
  source: string;
}

export interface Availability {
  level: string;
  periods: string[];
  aggregable: boolean;
  refused: string | null;
  remarks?: string[];
}

/** An aim of the city that an indicator serves. */
export interface Goal {
  id: string;
  name: string;
  url: string;
}

/** From this period on, values cannot be compared with earlier ones. */
export interface SeriesBreak {
  period: string;
  text: string;
}

export interface Indicator {
  id: string;
  name: string;
  theme: string;
  description: string;
  unit: string;
  decimals: number;
  direction: Direction;
  formula: string;
  sources: string[];
  goals: Goal[];
  breaks: SeriesBreak[];
  key_dates: string[];
  population_concepts: string[];
  remarks: string[];
  available: Availability[];
}

export interface Source {
  id: string;
  publisher: string;
  title: string | null;
  licence: string;
  as_of: string;
  url: string | null;
  population_concept: string | null;
  owner: string;
  update_cycle: string;
  disclosure: string;
}

export interface Definition {
  id: string;
  name: string;
  description: string;
  level: string;
  period: string;
  indicators: string[];
  class_labels: string[];
  cuts: number[];
  flag_labels: string[];
}

export interface ContextLayer {
  id: string;
  name: string;
  kind: 'water' | 'rail' | 'green' | 'settlement';
}

/** A map of another service. */
export interface BaseMap {
  name: string;
  tiles: string;
  attribution: string;
  max_zoom: number;
}

export interface OfferFile {
  id: string;
  name: string;
  source: string;
  count: number;
}

export type Bounds = [number, number, number, number];

export interface City extends CityName {
  note: string | null;
  boundary_year: number;
  priority_name: string;
  audience: string;
  data_version: string;
  bounds: Bounds;
  default: { level: string; indicator: string; period: string };
  levels: Level[];
  indicators: Indicator[];
  sources: Source[];
  priorities: Definition[];
  context: ContextLayer[];
  base_map: BaseMap | null;
  offers: OfferFile[];
}

export interface Areas {
  level: string;
  id: number[];
  code: string[];
  name: string[];
  parent: (string | null)[];
  lon: number[];
  lat: number[];
  area_km2: number[];
}

export interface Classification {
  method: string;
  breaks: number[];
  colors: string[];
  counts: number[];
  missing: Partial<Record<Reason, number>>;
  note: string | null;
}

/** What a difference with its interval lets one say. */
export type Verdict = 'higher' | 'lower' | 'not_secured';

export interface Trend {
  per_year: number;
  p: number;
  periods: number;
  verdict: Verdict;
}

export interface Change {
  earlier: string;
  absolute: (number | null)[];
  per_cent: (number | null)[];
  reason: (Reason | null)[];
  lower: (number | null)[];
  upper: (number | null)[];
  verdict: (Verdict | null)[];
  trend: (Trend | null)[];
  /** That one of the two values is estimated or rounded. */
  mark: (Mark | null)[];
  /** Breaks of the series between the two periods. */
  breaks: SeriesBreak[];
  class: (number | null)[];
  classification: Classification;
  city: {
    absolute: number | null;
    reason: Reason | null;
    per_cent: number | null;
    lower: number | null;
    upper: number | null;
    verdict: Verdict | null;
  };
}

export interface Values {
  indicator: string;
  period: string;
  level: string;
  unit: string;
  decimals: number;
  data_version: string;
  id: number[];
  value: (number | null)[];
  reason: (Reason | null)[];
  class: number[];
  city: number | null;
  city_reason: Reason | null;
  city_class: number | null;
  classification: Classification;
  numerator: (number | null)[];
  denominator: (number | null)[];
  lower: (number | null)[];
  upper: (number | null)[];
  to_city: (Verdict | null)[];
  mark: (Mark | null)[];
  city_lower: number | null;
  city_upper: number | null;
  interval: { confidence: number; method: string | null; reason: string | null; note: string };
  smoothed?: (number | null)[];
  smoothing?: { method: string; mean: number | null; areas: number; note: string };
  change?: Change;
}

interface End {
  code: string;
  name: string;
  value: number;
}

export interface Spread {
  min: End;
  max: End;
  ratio: number | null;
  range: number;
  mean: number;
  weighted_mean: number | null;
  median: number;
  coefficient_of_variation: number | null;
  gini: number | null;
  gini_weighted: boolean;
  segregation_gini: number | null;
}

export interface Disparity {
  areas: number;
  left_out: Partial<Record<Reason, number>>;
  spread: Spread | null;
  children_in_flagged: {
    period: string;
    per_cent: number;
    flagged: number;
    all: number;
    unknown: number;
    unknown_flagged: number;
  } | null;
  note: string;
}

export interface Contribution {
  indicator: string;
  name: string;
  value: number | null;
  z: number | null;
  weight: number;
  contribution: number | null;
}

/** How far an area has come: flagged by an index only, or what was proposed and decided. */
export type Stage =
  | 'auffaellig'
  | 'vorschlag'
  | 'beraten'
  | 'beschlossen'
  | 'aufgehoben'
  | 'abgelehnt'
  | 'zusammengelegt';

export interface PriorityArea {
  id: number;
  index: number | null;
  class: string | null;
  class_label: string | null;
  status: number;
  flag: boolean;
  flag_status: Stage | null;
  reason: string;
  contributions: Contribution[];
}

export interface Priority {
  definition: string;
  name: string;
  level: string;
  period: string;
  definition_hash: string;
  valid: number;
  flagged: number;
  /** Full words for the classes, by the number that `status` of an area is. */
  class_labels: string[];
  note: string;
  areas: PriorityArea[];
}
