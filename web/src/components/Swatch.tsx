import { PATTERNS, type PatternName } from '../map/patterns';

/** A box in the colour of a class, on paper too. */
export function ColorSwatch({ color }: { color: string }) {
  return (
    <svg class="swatch" viewBox="0 0 28 18" aria-hidden="true" focusable="false">
      <rect width="28" height="18" fill={color} />
    </svg>
  );
}

/** The same strokes and dots as on the map. */
export function PatternSwatch({ name }: { name: PatternName }) {
  const { size, background, lines, dots } = PATTERNS[name];
  const id = `muster-${name}`;
  return (
    <svg class={`swatch swatch-${name}`} viewBox="0 0 28 18" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse">
          <rect width={size} height={size} fill={background ?? '#c9ced0'} />
          {lines.map(({ path, color, width }) => (
            <path key={path} d={path} fill="none" stroke={color} stroke-width={width} />
          ))}
          {dots.map(({ x, y, radius, color }) => (
            <circle key={`${x}/${radius}`} cx={x} cy={y} r={radius} fill={color} />
          ))}
        </pattern>
      </defs>
      <rect width="28" height="18" fill={`url(#${id})`} />
    </svg>
  );
}
