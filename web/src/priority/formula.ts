import { formatNumber, formatPeriod } from '../format';
import type { Key } from '../i18n';
import type { Wording } from '../model';
import type { City } from '../types';
import type { Method, Ranking } from './answers';

const FUNCTIONS: Record<string, Key> = {
  z: 'prio.fn_z',
  'z-sample': 'prio.fn_z',
  'z-weighted': 'prio.fn_z',
  reference: 'prio.fn_z',
  'min-max': 'prio.fn_minmax',
  goalposts: 'prio.fn_minmax',
  rank: 'prio.fn_rank',
  percentile: 'prio.fn_percentile',
};

const NORMALISATIONS: Record<string, Key> = {
  z: 'prio.how_z',
  'z-sample': 'prio.how_z_sample',
  'z-weighted': 'prio.how_z_weighted',
  reference: 'prio.how_reference',
  'min-max': 'prio.how_minmax',
  goalposts: 'prio.how_goalposts',
  rank: 'prio.how_rank',
  percentile: 'prio.how_percentile',
};

/** A number with as many decimals as it has, at most three. */
export function plain(value: number, { language }: Wording): string {
  const digits = [0, 1, 2, 3].find(
    (count) => Math.abs(Number(value.toFixed(count)) - value) < 1e-9,
  );
  return formatNumber(value, digits ?? 3, language);
}

function nameOf(id: string, city: City): string {
  return city.indicators.find((indicator) => indicator.id === id)?.name ?? id;
}

/** More of a resource is less need. */
function sign(id: string, city: City): string {
  const found = city.indicators.find((indicator) => indicator.id === id);
  return found?.direction === 'resource' ? '−' : '+';
}

function applied(kind: string, inside: string, { t }: Wording): string {
  const name = FUNCTIONS[kind];
  return name === undefined ? inside : `${t(name)}(${inside})`;
}

interface Term {
  sign: string;
  weight: number;
  text: string;
}

function joined(terms: Term[], aggregate: string, wording: Wording): string {
  const weight = (term: Term) => plain(term.weight, wording);
  if (aggregate === 'geometric') {
    return terms.map((term) => `${term.text}^${weight(term)}`).join(' · ');
  }
  const sum = terms
    .map((term, at) => {
      const before = at === 0 ? (term.sign === '−' ? '−' : '') : ` ${term.sign} `;
      return `${before}${weight(term)} · ${term.text}`;
    })
    .join('');
  if (aggregate === 'sum') return sum;
  const all = terms.reduce((total, term) => total + term.weight, 0);
  return `(${sum}) / ${plain(all, wording)}`;
}

function indicatorTerms(
  ids: string[] | null,
  method: Method,
  city: City,
  wording: Wording,
): Term[] {
  const used = method.indicators.filter(({ id }) => ids === null || ids.includes(id));
  return used.map(({ id, weight, log }) => {
    const name = log ? `ln(${nameOf(id, city)})` : nameOf(id, city);
    return { sign: sign(id, city), weight, text: applied(method.normalise, name, wording) };
  });
}

/** The index as lines of a formula; dimensions have a line each. */
export function formulaLines(name: string, method: Method, city: City, wording: Wording): string[] {
  const { dimensions, aggregate, rescale } = method;
  if (dimensions.length === 0) {
    const inside = joined(indicatorTerms(null, method, city, wording), aggregate, wording);
    return [`${name} = ${applied(rescale, inside, wording)}`];
  }
  const lines = dimensions.map((dimension) => {
    const terms = indicatorTerms(dimension.indicators, method, city, wording);
    const inside = joined(terms, aggregate, wording);
    return `${dimension.name} = ${applied(dimension.rescale, inside, wording)}`;
  });
  const terms = dimensions.map(({ name: text, weight }) => ({ sign: '+', weight, text }));
  return [`${name} = ${applied(rescale, joined(terms, aggregate, wording), wording)}`, ...lines];
}

/** How the signs of the formula are to be read. */
export function readingOf(method: Method, city: City, wording: Wording): string[] {
  const { t, language } = wording;
  const how = NORMALISATIONS[method.normalise];
  const texts: string[] = [];
  if (how !== undefined) {
    const period = method.reference === null ? '' : formatPeriod(method.reference, language, t);
    const by = method.weighted_by === null ? '' : nameOf(method.weighted_by, city);
    const [low, high] = method.range ?? [0, 1];
    texts.push(t(how, { period, by, low: plain(low, wording), high: plain(high, wording) }));
  }
  if (method.rescale === 'z') texts.push(t('prio.how_rescaled'));
  if (method.winsorise !== null) {
    const [low, high] = method.winsorise;
    texts.push(t('prio.how_winsorised', { low, high }));
  }
  if (method.indicators.some(({ id }) => sign(id, city) === '−'))
    texts.push(t('prio.how_resource'));
  if (method.indicators.some(({ log }) => log)) texts.push(t('prio.how_log'));
  return texts;
}

/** Who is compared and who is not. */
export function participants(ranking: Ranking, plural: string, wording: Wording): string[] {
  const { t, language } = wording;
  const { floor, exclude, areas } = ranking;
  const texts = [
    floor === null
      ? t('prio.takes_part_all', { plural })
      : t('prio.takes_part', {
          plural,
          min: formatNumber(floor.min, 0, language),
          what: floor.name,
        }),
  ];
  for (const { code, reason } of exclude) {
    const name = areas.find((area) => area.code === code)?.name ?? code;
    texts.push(t('prio.excluded', { area: name, reason }));
  }
  return texts;
}

/** Which values of the index stand for which class. A value on a cut belongs to the class nearer to the middle. */
export function classRanges(
  labels: string[],
  cuts: number[],
  classing: string,
  wording: Wording,
): { label: string; range: string }[] {
  const { t } = wording;
  const counted = classing === 'exceeding';
  // A cut below zero belongs to the class above it, as every number of indicators does.
  const upward = (cut: number) => counted || (classing === 'cuts' && cut < 0);
  const end = (at: number, low: boolean) => {
    const cut = cuts[at];
    if (cut === undefined) return null;
    const words = { cut: plain(Number(cut.toFixed(3)), wording) };
    if (low) return t(upward(cut) ? 'prio.low_from' : 'prio.low_over', words);
    return t(upward(cut) ? 'prio.high_under' : 'prio.high_to', words);
  };
  return labels.map((label, at) => {
    const ends = [end(at - 1, true), at < labels.length - 1 ? end(at, false) : null];
    return { label, range: ends.filter(Boolean).join(' ') };
  });
}
