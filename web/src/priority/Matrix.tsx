import { PatternSwatch } from '../components/Swatch';
import { formatNumber } from '../format';
import { type MissingKind, missingKind } from '../model';
import { choosePriority } from '../state';
import { useWording } from '../wording';
import type { Ranking } from './answers';
import type { Colors } from './choice';
import { type Cell, cellLabel, cellName, inkOn, isIn, shownColors } from './picture';

interface Props {
  ranking: Ranking;
  colors: Colors;
  cell: Cell | null;
}

/** The colour that a field has on the map at the moment. */
function colorOf(cell: Cell, colors: Colors, ranking: Ranking): string {
  const { dynamics } = cell;
  if (colors === 'flags') return '#ffffff';
  if (colors === 'status' || dynamics === null) return ranking.colors[cell.status] ?? '#ffffff';
  if (colors === 'dynamics') return ranking.dynamics?.colors[dynamics] ?? '#ffffff';
  return ranking.matrix_colors[cell.status]?.[dynamics] ?? '#ffffff';
}

function Field({ ranking, colors, cell, chosen }: Props & { cell: Cell; chosen: boolean }) {
  const { t, language } = useWording();
  const areas = ranking.areas.filter((area) => isIn(cell, area));
  const flagged = areas.filter(({ flag }) => flag).length;
  const color = colorOf(cell, shownColors(colors, ranking), ranking);
  const count = formatNumber(areas.length, 0, language);
  return (
    <button
      type="button"
      class="matrix-field"
      aria-pressed={chosen}
      aria-label={t(flagged > 0 ? 'prio.field_flagged' : 'prio.field', {
        classes: cellLabel(cell, ranking),
        count,
        flagged,
      })}
      style={{ backgroundColor: color, color: inkOn(color) }}
      onClick={() => choosePriority({ cell: chosen ? null : cellName(cell, ranking) })}
    >
      {count}
      {flagged > 0 && <span class="matrix-flag" aria-hidden="true" />}
    </button>
  );
}

function Missing({ ranking }: { ranking: Ranking }) {
  const { t } = useWording();
  const counts = new Map<MissingKind, number>();
  for (const { missing } of ranking.areas) {
    if (missing === null) continue;
    const kind = missingKind(missing);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return (
    <>
      {[...counts].map(([kind, count]) => (
        <li key={kind}>
          <PatternSwatch name={kind} />
          <span>{t(`prio.without_${kind}`)}</span>
          <span>{count}</span>
        </li>
      ))}
    </>
  );
}

/** How many areas have which classes: the cross table, which is the legend of the map and its filter. */
export function Matrix({ ranking, colors, cell }: Props) {
  const { t } = useWording();
  const { dynamics, class_labels } = ranking;
  const columns = dynamics === null ? [null] : dynamics.classes.map((_, at) => at);
  // The greatest need stands on top, as on the ranking.
  const rows = ranking.classes.map((_, at) => at).reverse();
  const isChosen = (status: number, column: number | null) =>
    cell !== null && cell.status === status && cell.dynamics === column;
  return (
    <section class="matrix card" aria-label={t('prio.matrix')}>
      <h2>{t(dynamics === null ? 'prio.matrix_status' : 'prio.matrix')}</h2>
      <table class={dynamics === null ? 'matrix-table matrix-single' : 'matrix-table'}>
        <caption>{t(dynamics === null ? 'prio.matrix_help_status' : 'prio.matrix_help')}</caption>
        {dynamics !== null && (
          <thead>
            <tr>
              <td />
              {dynamics.class_labels.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((status) => (
            <tr key={class_labels[status]}>
              <th scope="row">{class_labels[status]}</th>
              {columns.map((column) => (
                <td key={column}>
                  <Field
                    ranking={ranking}
                    colors={colors}
                    cell={{ status, dynamics: column }}
                    chosen={isChosen(status, column)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="matrix-rest">
        <li>
          <PatternSwatch name="flag" />
          <span>
            {t('flag.auffaellig')} <small>{t('prio.flag_mark')}</small>
          </span>
          <span>{ranking.flagged}</span>
        </li>
        <Missing ranking={ranking} />
      </ul>
      {cell !== null && (
        <button type="button" class="button-plain" onClick={() => choosePriority({ cell: null })}>
          {t('prio.field_all')}
        </button>
      )}
    </section>
  );
}

/** What the colours of the map of changes mean. */
export function ChangesLegend({
  changes,
}: {
  changes: { id: string; label: string; color: string; count: number }[];
}) {
  const { t } = useWording();
  return (
    <section class="matrix card" aria-label={t('prio.changes')}>
      <h2>{t('prio.changes')}</h2>
      <ul class="matrix-rest matrix-changes">
        {changes.toReversed().map(({ id, label, color, count }) => (
          <li key={id}>
            <svg class="swatch" viewBox="0 0 28 18" aria-hidden="true" focusable="false">
              <rect width="28" height="18" fill={color} />
            </svg>
            <span>{label}</span>
            <span>{count}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
