import { comparedRows } from '../compared';
import type { View } from '../model';
import { choose, MOST_COMPARED, type Query } from '../state';
import { useWording } from '../wording';
import { AreaSelect } from './Selects';

/** One picker per area and an empty one for the next. */
export function AreaChoice({ view, query }: { view: View; query: Query }) {
  const { t } = useWording();
  const chosen = comparedRows(view, query).map((row) => row.code);
  const places = [...chosen, null].slice(0, MOST_COMPARED);
  const pick = (at: number, code: string | null) => {
    const next = places.map((old, place) => (place === at ? code : old));
    const areas = [...new Set(next.filter((item) => item !== null))];
    choose({ areas, area: areas[0] ?? null });
  };
  return places.map((code, at) => (
    <AreaSelect
      key={at}
      label={t('compare.area', { number: at + 1 })}
      name={`gebiet-${at + 1}`}
      rows={view.rows}
      chosen={code}
      none={t(at === 0 ? 'compare.none' : 'compare.no_other')}
      pick={(next) => pick(at, next)}
    />
  ));
}
