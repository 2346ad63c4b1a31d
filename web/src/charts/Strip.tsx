import { linear } from './scale';

interface Props {
  min: number;
  max: number;
  value: number | null;
  city: number | null;
  lower?: number | null;
  upper?: number | null;
  /** Values of all areas, when they are at hand. */
  all?: number[];
}

const WIDTH = 160;
const HEIGHT = 22;
const EDGE = 6;

/** Where a value lies between the lowest and the highest area; the city is a hollow diamond. */
export function Strip({ min, max, value, city, lower = null, upper = null, all = [] }: Props) {
  const x = linear([min, max], [EDGE, WIDTH - EDGE]);
  const inside = (place: number) => Math.min(WIDTH, Math.max(0, x(place)));
  const middle = HEIGHT / 2;
  return (
    <svg
      class="strip"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <path class="strip-axis" d={`M${EDGE} ${middle}H${WIDTH - EDGE}`} />
      {all.map((other, at) => (
        <path key={at} class="strip-other" d={`M${inside(other)} ${middle - 4}v8`} />
      ))}
      {lower !== null && upper !== null && (
        <path class="strip-range" d={`M${inside(lower)} ${middle}H${inside(upper)}`} />
      )}
      {city !== null && city >= min && city <= max && (
        <path class="strip-city" d={`M${x(city)} ${middle - 6}l5 6-5 6-5-6z`} />
      )}
      {value !== null && <circle class="strip-own" cx={inside(value)} cy={middle} r="4.5" />}
    </svg>
  );
}
