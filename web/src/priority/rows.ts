import { byName } from '../names';
import type { Compared, ComparedArea, RankedArea, Robustness } from './answers';
import type { Order, Shown } from './choice';
import { type Cell, isIn } from './picture';

const TESTS: Record<Shown, (area: RankedArea) => boolean> = {
  flagged: (area) => area.flag,
  all: (area) => area.index !== null,
  without: (area) => area.index === null,
};

/** The areas that are listed: of a chosen field all, else those asked for; the chosen area always. */
export function listed(
  areas: RankedArea[],
  shown: Shown,
  cell: Cell | null,
  order: Order,
  chosen: string | null,
): RankedArea[] {
  const wanted = (area: RankedArea) => (cell === null ? TESTS[shown](area) : isIn(cell, area));
  const rows = areas.filter((area) => wanted(area) || area.code === chosen);
  if (order === 'name') return rows.sort(byName);
  return rows.sort((a, b) => (b.index ?? -Infinity) - (a.index ?? -Infinity) || byName(a, b));
}

export function countShown(areas: RankedArea[], shown: Shown): number {
  return areas.filter(TESTS[shown]).length;
}

/** Areas of which the two results say something different, those whose hint changes first. */
export function changed(compared: Compared): ComparedArea[] {
  const rows = compared.areas.filter((area) => area.class_changed || area.flag_changed !== null);
  return rows.sort((a, b) => b.change - a.change || byName(a, b));
}

type RobustArea = Robustness['areas'][number];

/** Areas whose hint is not the same in all runs, or that single choices reclass; the least certain first. */
export function unsteady(robustness: Robustness): RobustArea[] {
  const doubt = ({ flagged_share: share }: RobustArea) => Math.min(share ?? 0, 1 - (share ?? 0));
  const rows = robustness.areas.filter(
    (area) => doubt(area) > 0 || area.flips.length > 0 || area.near_cut !== null,
  );
  return rows.sort((a, b) => doubt(b) - doubt(a) || byName(a, b));
}

/** An amount as people in Germany write it, in the form that the server reads; `null` when it is none. */
export function readEuros(text: string): string | null {
  const plain = text.replace(/[€\s\u00a0\u202f]/g, '');
  const grouped = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(plain);
  const german = grouped ? plain.replaceAll('.', '') : plain;
  const number = german.replace(',', '.');
  return /^\d{1,13}(\.\d{1,2})?$/.test(number) ? number : null;
}

/** A number typed with comma or point. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace('−', '-').replace(',', '.');
  if (!/^-?\d+(\.\d+)?$|^-?\.\d+$/.test(plain)) return null;
  return Number(plain);
}
