import type { Picture } from '../map/map';
import { missingKind } from '../model';
import type { Compared, RankedArea, Ranking } from './answers';
import type { Colors } from './choice';

/** A field of the cross table: positions of the classes of status and dynamics. */
export interface Cell {
  status: number;
  dynamics: number | null;
}

/** What can be shown: without dynamics there is nothing to show of them. */
export function shownColors(colors: Colors, ranking: Ranking): Colors {
  return ranking.dynamics === null && colors !== 'flags' ? 'status' : colors;
}

/** The name that a field has in the address: `niedrig/negativ`. */
export function cellName(cell: Cell, ranking: Ranking): string {
  const status = ranking.classes[cell.status] ?? '';
  const dynamics = cell.dynamics === null ? undefined : ranking.dynamics?.classes[cell.dynamics];
  return dynamics === undefined ? status : `${status}/${dynamics}`;
}

/** The same in full words. */
export function cellLabel(cell: Cell, ranking: Ranking): string {
  const labels = [
    ranking.class_labels[cell.status],
    cell.dynamics === null ? undefined : ranking.dynamics?.class_labels[cell.dynamics],
  ];
  return labels.filter(Boolean).join(', ');
}

/** The field of this name; `null` when the definition has no such classes. */
export function cellOf(name: string | null, ranking: Ranking): Cell | null {
  if (name === null) return null;
  const columns = ranking.dynamics === null ? [null] : ranking.dynamics.classes.map((_, at) => at);
  const cells = ranking.classes.flatMap((_, status) =>
    columns.map((dynamics) => ({ status, dynamics })),
  );
  return cells.find((cell) => cellName(cell, ranking) === name) ?? null;
}

export function isIn(cell: Cell | null, area: RankedArea): boolean {
  if (cell === null) return true;
  if (area.status !== cell.status) return false;
  return cell.dynamics === null || area.dynamics?.status === cell.dynamics;
}

/** The class that an area has on the map; -1 for none. */
export function classOn(colors: Colors, area: RankedArea, ranking: Ranking): number {
  if (colors === 'flags' || area.status < 0) return -1;
  if (colors === 'status') return area.status;
  const dynamics = area.dynamics?.status ?? -1;
  if (colors === 'dynamics' || dynamics < 0) return dynamics;
  return area.status * (ranking.dynamics?.classes.length ?? 1) + dynamics;
}

export function colorsOn(colors: Colors, ranking: Ranking): string[] {
  if (colors === 'flags') return [];
  if (colors === 'status') return ranking.colors;
  return colors === 'dynamics' ? (ranking.dynamics?.colors ?? []) : ranking.matrix_colors.flat();
}

function missingOn(areas: RankedArea[]): Omit<Picture['patterns'], 'flag'> {
  const kind = (wanted: string) =>
    areas.flatMap(({ id, missing }) =>
      missing !== null && missingKind(missing) === wanted ? [id] : [],
    );
  return { none: kind('none'), secret: kind('secret'), excluded: kind('excluded') };
}

/** The map of an index. Of a chosen field only its areas have a colour. */
export function rankingPicture(ranking: Ranking, wanted: Colors, cell: Cell | null): Picture {
  const { areas } = ranking;
  const colors = shownColors(wanted, ranking);
  return {
    ids: areas.map(({ id }) => id),
    classes: areas.map((area) => (isIn(cell, area) ? classOn(colors, area, ranking) : -1)),
    colors: colorsOn(colors, ranking),
    radii: null,
    patterns: {
      ...missingOn(areas),
      flag: areas.flatMap((area) => (area.flag && isIn(cell, area) ? [area.id] : [])),
    },
  };
}

/** The map of what differs between two results. */
export function changesPicture(compared: Compared, ranking: Ranking): Picture {
  return {
    ids: compared.areas.map(({ id }) => id),
    classes: compared.areas.map(({ change }) => change),
    colors: compared.changes.map(({ color }) => color),
    radii: null,
    patterns: { ...missingOn(ranking.areas), flag: [] },
  };
}

/** Ink that is read on a colour: dark or white, whichever contrasts more (WCAG 2.1, relative luminance). */
export function inkOn(color: string): '#16232b' | '#ffffff' {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const light = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  const dark = 0.0162;
  return (light + 0.05) / (dark + 0.05) >= 1.05 / (light + 0.05) ? '#16232b' : '#ffffff';
}
