import { extent, linear, lonely, path } from './scale';

interface Props {
  values: (number | null)[];
  /** The same of the city, as a thin line. */
  city?: (number | null)[];
  /** The place of the shown period. */
  at: number;
  width?: number;
  height?: number;
}

/** The course of one area in the size of a word; what it says stands beside it in numbers. */
export function Sparkline({ values, city = [], at, width = 120, height = 28 }: Props) {
  const span = extent([...values, ...city]);
  if (!span || values.length < 2) return null;
  const x = linear([0, values.length - 1], [4, width - 4]);
  const y = linear(span, [height - 4, 4]);
  const shown = values[at] ?? null;
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
      focusable="false"
    >
      <path class="spark-city" d={path(city, x, y)} />
      <path class="spark-line" d={path(values, x, y)} />
      {lonely(values).map((place) => (
        <circle key={place} class="spark-dot" cx={x(place)} cy={y(values[place] ?? 0)} r="1.6" />
      ))}
      {shown !== null && <circle class="spark-now" cx={x(at)} cy={y(shown)} r="3" />}
    </svg>
  );
}
