import { SHAPE_EDGE, SHAPE_EDGE_WIDTH, SHAPE_FILL, SHAPE_PATHS, type Shape } from '../map/symbols';

/** The symbol of a kind of offers, as on the map. */
export function ShapeSwatch({ shape }: { shape: Shape }) {
  return (
    <svg class="shape" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">
      <path
        d={SHAPE_PATHS[shape]}
        fill={SHAPE_FILL}
        stroke={SHAPE_EDGE}
        stroke-width={2 * SHAPE_EDGE_WIDTH}
        stroke-linejoin="round"
        paint-order="stroke"
      />
    </svg>
  );
}
