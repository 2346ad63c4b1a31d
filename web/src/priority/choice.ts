/** What was chosen among priority areas, as the address holds it in German words. */
export interface PriorityChoice {
  part: Part;
  /** What the colours of the map mean. */
  colors: Colors;
  /** One field of the cross table, by the names of its classes. */
  cell: string | null;
  /** Weights that differ from the declared ones, by indicator. */
  weights: Weights;
  cuts: number[] | null;
  dynamicsCuts: number[] | null;
  /** What the choice is compared with; without a definition the chosen one as it is declared. */
  base: Base;
  shown: Shown;
  order: Order;
  budget: BudgetChoice;
}

export type Weights = Record<string, number>;

export interface Base {
  definition: string | null;
  weights: Weights;
  cuts: number[] | null;
  dynamicsCuts: number[] | null;
}

export interface BudgetChoice {
  /** In euros, as the server reads it. */
  total: string | null;
  /** In per cent. */
  share: number | null;
  /** How much more a head counts at the greatest need; used unless `factors` are given. */
  extra: number | null;
  /** One factor for every class. */
  factors: number[] | null;
  heads: string | null;
  /** The indicator with last year's amounts. */
  current: string | null;
  /** How far an amount may move, in per cent. */
  cap: number | null;
  lastTotal: string | null;
}

const PART_WORDS = {
  ranking: 'rangliste',
  method: 'rechenweg',
  robustness: 'stabilitaet',
  scenario: 'szenario',
  decisions: 'beschluesse',
  budget: 'budget',
} as const;
export type Part = keyof typeof PART_WORDS;
export const PARTS = Object.keys(PART_WORDS) as Part[];

const COLOR_WORDS = {
  status: 'status',
  dynamics: 'dynamik',
  both: 'beide',
  flags: 'hinweise',
} as const;
export type Colors = keyof typeof COLOR_WORDS;

const SHOWN_WORDS = { flagged: 'auffaellig', all: 'alle', without: 'ohne_klasse' } as const;
export type Shown = keyof typeof SHOWN_WORDS;
export const SHOWN = Object.keys(SHOWN_WORDS) as Shown[];

const ORDER_WORDS = { name: 'name', index: 'index' } as const;
export type Order = keyof typeof ORDER_WORDS;

export const NO_BASE: Base = { definition: null, weights: {}, cuts: null, dynamicsCuts: null };
const NO_BUDGET: BudgetChoice = {
  total: null,
  share: null,
  extra: null,
  factors: null,
  heads: null,
  current: null,
  cap: null,
  lastTotal: null,
};
export const NO_PRIORITY: PriorityChoice = {
  part: 'ranking',
  colors: 'status',
  cell: null,
  weights: {},
  cuts: null,
  dynamicsCuts: null,
  base: NO_BASE,
  shown: 'flagged',
  order: 'name',
  budget: NO_BUDGET,
};

/** Keys whose words the page knows, with the word that does not stand in the address. */
export const PRIORITY_PRESETS: Record<string, string> = {
  bereich: PART_WORDS.ranking,
  farben: COLOR_WORDS.status,
  zeigen: SHOWN_WORDS.flagged,
  reihenfolge: ORDER_WORDS.name,
};

function named<K extends string>(words: Record<K, string>, text: string | null, preset: K): K {
  const entry = Object.entries(words).find(([, word]) => word === text);
  return entry ? (entry[0] as K) : preset;
}

function number(text: string | null, least: number, most: number): number | null {
  const value = Number(text);
  if (text === null || text.trim() === '' || !Number.isFinite(value)) return null;
  return value >= least && value <= most ? value : null;
}

/** `a:2,b:0.5`; what cannot be read is left out. */
export function parseWeights(text: string | null): Weights {
  const pairs = (text ?? '').split(',').flatMap((part) => {
    const [id, weight] = part.split(':');
    const value = number(weight ?? null, 0, 1000);
    return id && value !== null ? [[id, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

export function formatWeights(weights: Weights): string {
  return Object.entries(weights)
    .map(([id, weight]) => `${id}:${weight}`)
    .join(',');
}

/** `-1,1,1.5`; `null` when one is no number. */
export function parseNumbers(text: string | null): number[] | null {
  if (!text) return null;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return numbers.every(Number.isFinite) ? numbers : null;
}

function euros(text: string | null): string | null {
  return text !== null && /^\d{1,13}(\.\d{1,2})?$/.test(text) ? text : null;
}

export function parsePriority(params: URLSearchParams): PriorityChoice {
  const get = (key: string) => params.get(key) || null;
  return {
    part: named(PART_WORDS, get('bereich'), 'ranking'),
    colors: named(COLOR_WORDS, get('farben'), 'status'),
    cell: get('feld'),
    weights: parseWeights(get('gewichte')),
    cuts: parseNumbers(get('schwellen')),
    dynamicsCuts: parseNumbers(get('schwellen_dynamik')),
    base: {
      definition: get('grundlage'),
      weights: parseWeights(get('gewichte_a')),
      cuts: parseNumbers(get('schwellen_a')),
      dynamicsCuts: parseNumbers(get('schwellen_dynamik_a')),
    },
    shown: named(SHOWN_WORDS, get('zeigen'), 'flagged'),
    order: named(ORDER_WORDS, get('reihenfolge'), 'name'),
    budget: {
      total: euros(get('betrag')),
      share: number(get('sockel'), 0, 100),
      extra: number(get('zuschlag'), 0, 100),
      factors: parseNumbers(get('faktoren')),
      heads: get('koepfe'),
      current: get('bisher'),
      cap: number(get('grenze'), 0, 100),
      lastTotal: euros(get('betrag_bisher')),
    },
  };
}

type Put = (key: string, value: string | number | null) => void;

export function putPriority(choice: PriorityChoice, put: Put): void {
  const word = <K extends string>(key: string, words: Record<K, string>, value: K) =>
    put(key, words[value] === PRIORITY_PRESETS[key] ? null : words[value]);
  word('bereich', PART_WORDS, choice.part);
  word('farben', COLOR_WORDS, choice.colors);
  put('feld', choice.cell);
  put('gewichte', formatWeights(choice.weights));
  put('schwellen', choice.cuts?.join(',') ?? null);
  put('schwellen_dynamik', choice.dynamicsCuts?.join(',') ?? null);
  put('grundlage', choice.base.definition);
  put('gewichte_a', formatWeights(choice.base.weights));
  put('schwellen_a', choice.base.cuts?.join(',') ?? null);
  put('schwellen_dynamik_a', choice.base.dynamicsCuts?.join(',') ?? null);
  word('zeigen', SHOWN_WORDS, choice.shown);
  word('reihenfolge', ORDER_WORDS, choice.order);
  const { budget } = choice;
  put('betrag', budget.total);
  put('sockel', budget.share);
  put('zuschlag', budget.extra);
  put('faktoren', budget.factors?.join(',') ?? null);
  put('koepfe', budget.heads);
  put('bisher', budget.current);
  put('grenze', budget.cap);
  put('betrag_bisher', budget.lastTotal);
}

/** Whether anything differs from the declared definition. */
export function isScenario(choice: Pick<PriorityChoice, 'weights' | 'cuts' | 'dynamicsCuts'>) {
  const { weights, cuts, dynamicsCuts } = choice;
  return Object.keys(weights).length > 0 || cuts !== null || dynamicsCuts !== null;
}

/** The declared definition again; what else was chosen stays. */
export const DECLARED = { weights: {}, cuts: null, dynamicsCuts: null };
