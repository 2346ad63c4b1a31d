import type { ComponentChildren } from 'preact';
import { formatNumber } from '../format';
import { useWording } from '../wording';
import { extent, linear, type Scale, tickDecimals, ticks } from './scale';
import { useWidth } from './width';

export interface Dot {
  key: string;
  name: string;
  x: number;
  y: number;
  color: string;
  chosen: boolean;
}

interface Props {
  dots: Dot[];
  xTitle: string;
  yTitle: string;
  /** Terciles that divide the dots into nine fields, without the outer bounds. */
  xBreaks: number[];
  yBreaks: number[];
  city: { x: number; y: number; name: string } | null;
  title: string;
  pick: (key: string) => void;
}

const HEIGHT = 460;
const LEFT = 56;
const BOTTOM = 44;
const TOP = 12;
const RIGHT = 14;

function around(x: number, y: number) {
  return { left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 };
}

/** Names are written where there is room for them: the chosen ones and those farthest from the middle first. */
export function labelled(dots: Dot[], x: Scale, y: Scale, width: number): Set<string> {
  const middle = { x: (LEFT + width) / 2, y: HEIGHT / 2 };
  const distance = (dot: Dot) => Math.hypot(x(dot.x) - middle.x, y(dot.y) - middle.y);
  const order = [...dots].sort(
    (a, b) => Number(b.chosen) - Number(a.chosen) || distance(b) - distance(a),
  );
  // A name must not lie on the point of another area either.
  const taken = dots.map((dot) => around(x(dot.x), y(dot.y)));
  const found = new Set<string>();
  for (const dot of order) {
    const [left, top] = [x(dot.x) + 6, y(dot.y) - 8];
    const box = { left, right: left + dot.name.length * 6.4, top, bottom: top + 14 };
    const free = taken.every(
      (other) =>
        box.left > other.right ||
        box.right < other.left ||
        box.top > other.bottom ||
        box.bottom < other.top,
    );
    if (!dot.chosen && (!free || box.right > width)) continue;
    taken.push(box);
    found.add(dot.key);
  }
  return found;
}

interface GridProps {
  xs: number[];
  ys: number[];
  x: Scale;
  y: Scale;
  width: number;
}

function Grid({ xs, ys, x, y, width }: GridProps) {
  const { language } = useWording();
  const number = (value: number, all: number[]) => formatNumber(value, tickDecimals(all), language);
  return (
    <g class="axes">
      {xs.map((mark) => (
        <g key={mark}>
          <path class="grid" d={`M${x(mark)} ${TOP}V${HEIGHT - BOTTOM}`} />
          <text class="tick" x={x(mark)} y={HEIGHT - BOTTOM + 16} text-anchor="middle">
            {number(mark, xs)}
          </text>
        </g>
      ))}
      {ys.map((mark) => (
        <g key={mark}>
          <path class="grid" d={`M${LEFT} ${y(mark)}H${width - RIGHT}`} />
          <text class="tick" x={LEFT - 6} y={y(mark) + 4} text-anchor="end">
            {number(mark, ys)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Fields({ xBreaks, yBreaks, x, y, width }: FieldProps): ComponentChildren {
  return [
    ...xBreaks.map((mark) => (
      <path key={`x${mark}`} class="tercile" d={`M${x(mark)} ${TOP}V${HEIGHT - BOTTOM}`} />
    )),
    ...yBreaks.map((mark) => (
      <path key={`y${mark}`} class="tercile" d={`M${LEFT} ${y(mark)}H${width - RIGHT}`} />
    )),
  ];
}

interface FieldProps {
  xBreaks: number[];
  yBreaks: number[];
  x: Scale;
  y: Scale;
  width: number;
}

/** One point per area; the same is in the table below, by keyboard too. */
export function Scatter(props: Props) {
  const { dots, xTitle, yTitle, xBreaks, yBreaks, city, title, pick } = props;
  const [box, width] = useWidth<HTMLDivElement>(640);
  const xSpan = extent(dots.map((dot) => dot.x));
  const ySpan = extent(dots.map((dot) => dot.y));
  if (!xSpan || !ySpan) return null;
  const [xs, ys] = [ticks(...xSpan, 6), ticks(...ySpan, 6)];
  const x = linear([xs[0] ?? 0, xs.at(-1) ?? 1], [LEFT + 4, width - RIGHT - 4]);
  const y = linear([ys[0] ?? 0, ys.at(-1) ?? 1], [HEIGHT - BOTTOM - 4, TOP + 4]);
  const names = labelled(dots, x, y, width);
  return (
    <div class="chart-box" ref={box}>
      <svg class="chart scatter" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        <Grid xs={xs} ys={ys} x={x} y={y} width={width} />
        <Fields xBreaks={xBreaks} yBreaks={yBreaks} x={x} y={y} width={width} />
        <text class="axis-title" x={(LEFT + width) / 2} y={HEIGHT - 6} text-anchor="middle">
          {xTitle}
        </text>
        <text
          class="axis-title"
          transform={`translate(13 ${HEIGHT / 2}) rotate(-90)`}
          text-anchor="middle"
        >
          {yTitle}
        </text>
        {dots.map((dot) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table below does the same by keyboard
          <circle
            key={dot.key}
            class={dot.chosen ? 'dot dot-chosen' : 'dot'}
            data-code={dot.key}
            cx={x(dot.x)}
            cy={y(dot.y)}
            r={dot.chosen ? 7 : 5}
            fill={dot.color}
            onClick={() => pick(dot.key)}
          >
            <title>{dot.name}</title>
          </circle>
        ))}
        {dots
          .filter((dot) => names.has(dot.key))
          .map((dot) => (
            <text
              key={dot.key}
              class={dot.chosen ? 'dot-name dot-name-chosen' : 'dot-name'}
              x={x(dot.x) + 8}
              y={y(dot.y) + 4}
            >
              {dot.name}
            </text>
          ))}
        {city && (
          <g>
            <path class="dot-city" d={`M${x(city.x)} ${y(city.y) - 8}l7 8-7 8-7-8z`}>
              <title>{city.name}</title>
            </path>
            <text class="dot-name dot-name-chosen" x={x(city.x) + 10} y={y(city.y) + 4}>
              {city.name}
            </text>
          </g>
        )}
      </svg>
    </div>
  );
}
