import { classEntries, missingEntries } from '../legend';
import type { View } from '../model';
import { useWording } from '../wording';
import { ColorSwatch, PatternSwatch } from './Swatch';

/** Classes and hatches with their numbers, where a map stands beside others. */
export function LegendList({ view }: { view: View }) {
  const wording = useWording();
  return (
    <ul class="legend-list">
      {classEntries(view, wording).map(({ color, range, count }) => (
        <li key={range} class="legend-row">
          <ColorSwatch color={color} />
          <span class="legend-text">{range}</span>
          <span />
          <span class="legend-count">{count}</span>
        </li>
      ))}
      {missingEntries(view, wording).map(({ kind, label, count }) => (
        <li key={kind} class="legend-row">
          <PatternSwatch name={kind} />
          <span class="legend-text">{label}</span>
          <span />
          <span class="legend-count">{count}</span>
        </li>
      ))}
    </ul>
  );
}
