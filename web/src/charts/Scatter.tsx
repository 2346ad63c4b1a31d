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

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where a name is written beside its point. */
export interface NamePlace {
  dx: number;
  dy: number;
  anchor: 'start' | 'end';
}

const BESIDE: NamePlace = { dx: 8, dy: 4, anchor: 'start' };
const BEFORE: NamePlace = { dx: -8, dy: 4, anchor: 'end' };
/** A chosen point has a name in any case, also below or above its neighbours. */
const CHOSEN_PLACES: NamePlace[] = [
  BESIDE,
  BEFORE,
  { dx: 8, dy: 18, anchor: 'start' },
  { dx: -8, dy: 18, anchor: 'end' },
  { dx: 8, dy: -11, anchor: 'start' },
  { dx: -8, dy: -11, anchor: 'end' },
];
/** As wide as a letter is at most on the average. */
const LETTER = 7;

function around(x: number, y: number): Box {
  return { left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 };
}

function nameBox(name: string, x: number, y: number, { dx, dy, anchor }: NamePlace): Box {
  const long = name.length * LETTER;
  const left = x + dx + (anchor === 'end' ? 2 - long : -2);
  return { left, right: left + long, top: y + dy - 12, bottom: y + dy + 2 };
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    one.right > other.left &&
    one.top < other.bottom &&
    one.bottom > other.top
  );
}

/** Names are written where there is room for them: the chosen ones and those farthest from the middle first. */
export function labelled(
  dots: Dot[],
  x: Scale,
  y: Scale,
  width: number,
  city: Props['city'] = null,
): Map<string, NamePlace> {
  const middle = { x: (LEFT + width) / 2, y: HEIGHT / 2 };
  const distance = (dot: Dot) => Math.hypot(x(dot.x) - middle.x, y(dot.y) - middle.y);
  const order = [...dots].sort(
    (a, b) => Number(b.chosen) - Number(a.chosen) || distance(b) - distance(a),
  );
  // A name must not lie on the point of another area either, nor on the city.
  const taken = dots.map((dot) => ({ key: dot.key, ...around(x(dot.x), y(dot.y)) }));
  const put = (key: string, box: Box) => taken.push({ key, ...box });
  if (city) {
    put('', around(x(city.x), y(city.y)));
    put('', nameBox(city.name, x(city.x) + 2, y(city.y), BESIDE));
  }
  const found = new Map<string, NamePlace>();
  for (const dot of order) {
    const boxOf = (place: NamePlace) => nameBox(dot.name, x(dot.x), y(dot.y), place);
    const fits = (place: NamePlace) => {
      const box = boxOf(place);
      const inside = box.left >= LEFT && box.right <= width;
      return inside && taken.every((other) => other.key === dot.key || !overlap(box, other));
    };
    const place = (dot.chosen ? CHOSEN_PLACES : [BESIDE, BEFORE]).find(fits);
    if (!place && !dot.chosen) continue;
    found.set(dot.key, place ?? BESIDE);
    put(dot.key, boxOf(place ?? BESIDE));
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
  const names = labelled(dots, x, y, width, city);
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
        {dots.map((dot) => {
          const place = names.get(dot.key);
          return (
            place && (
              <text
                key={dot.key}
                class={dot.chosen ? 'dot-name dot-name-chosen' : 'dot-name'}
                x={x(dot.x) + place.dx}
                y={y(dot.y) + place.dy}
                text-anchor={place.anchor}
              >
                {dot.name}
              </text>
            )
          );
        })}
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
