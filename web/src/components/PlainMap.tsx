import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Outlines } from '../answers';
import { useWidth } from '../charts/width';
import type { Picture } from '../map/map';
import type { Spot } from '../map/offers';
import { PATTERNS, type PatternName } from '../map/patterns';
import { SHAPE_EDGE, SHAPE_EDGE_WIDTH, SHAPE_FILL, SHAPE_PATHS } from '../map/symbols';
import { onDrawing } from '../mercator';
import type { Row, View } from '../model';
import { useOutlines } from '../outlines';
import { pickArea } from '../pick';
import { choose, type Query } from '../state';
import { useWording } from '../wording';
import { Failure } from './Failure';
import type { Hover } from './map-hook';

const NAMES = Object.keys(PATTERNS) as PatternName[];
const ZOOMS = [1, 1.5, 2.25, 3.4, 5];
/** As high as a map may be so that it is seen as a whole: parts of the window, and pixels. */
const MOST_HEIGHT = 0.68;
const MOST_PIXELS = 600;
const EDGE = 6;
const LETTERS = 12;

/** Units of the drawing per pixel of the screen. */
function unitOf(outlines: Outlines, width: number, zoom: number): number {
  const [w, h] = [outlines.width + 2 * EDGE, outlines.height + 2 * EDGE];
  const room = Math.min(MOST_HEIGHT * innerHeight, MOST_PIXELS);
  return Math.max(w / Math.max(1, width), h / room) / zoom;
}

/** Names that do not cover each other, those of large areas first. */
function placedNames(outlines: Outlines, rows: Row[], unit: number) {
  const size = LETTERS * unit;
  const taken: { x: number; y: number; half: number }[] = [];
  return [...rows]
    .sort((a, b) => b.areaKm2 - a.areaKm2)
    .flatMap(({ id, name }) => {
      const [at, y] = outlines.label[outlines.id.indexOf(id)] ?? [0, 0];
      const half = (name.length * size * 0.56) / 2;
      // A name at the edge is moved inwards rather than cut.
      const x = Math.min(Math.max(at, half - EDGE), Math.max(outlines.width + EDGE - half, half));
      const free = taken.every(
        (other) => Math.abs(other.y - y) > size * 1.2 || Math.abs(other.x - x) > other.half + half,
      );
      if (!free) return [];
      taken.push({ x, y, half });
      return [{ id, name, x, y }];
    });
}

function Patterns({ unit, prefix }: { unit: number; prefix: string }) {
  return NAMES.map((name) => {
    const { size, background, lines, dots } = PATTERNS[name];
    return (
      <pattern
        key={name}
        id={`${prefix}-${name}`}
        width={size}
        height={size}
        patternUnits="userSpaceOnUse"
        patternTransform={`scale(${unit})`}
      >
        {background && <rect width={size} height={size} fill={background} />}
        {lines.map(({ path, color, width }) => (
          <path key={path} d={path} fill="none" stroke={color} stroke-width={width} />
        ))}
        {dots.map(({ x, y, radius, color }) => (
          <circle key={`${x}/${radius}`} cx={x} cy={y} r={radius} fill={color} />
        ))}
      </pattern>
    );
  });
}

/** The colour of every area, hatches included. */
function fillsOf(picture: Picture, prefix: string): Map<number, string> {
  const fills = new Map<number, string>();
  picture.ids.forEach((id, at) => {
    const color = picture.colors[picture.classes[at] ?? -1];
    if (color) fills.set(id, color);
  });
  for (const name of ['none', 'secret', 'excluded'] as const) {
    for (const id of picture.patterns[name]) fills.set(id, `url(#${prefix}-${name})`);
  }
  return fills;
}

interface AreasProps {
  outlines: Outlines;
  picture: Picture;
  query: Query;
  setHover: (hover: Hover | null) => void;
  prefix: string;
}

/** Fills in their order: colours within the settlement, hatches and dots everywhere. */
function Areas({ outlines, picture, query, setHover, prefix }: AreasProps) {
  const fills = useMemo(() => fillsOf(picture, prefix), [picture, prefix]);
  const settled = outlines.context.find(
    ({ id, kind }) => kind === 'settlement' && (query.context?.includes(id) ?? true),
  );
  const clip = settled && picture.radii === null ? `url(#${prefix}-settled)` : undefined;
  const hover = (event: MouseEvent, id: number) => {
    const box = (event.currentTarget as Element).closest('.plain-map')?.getBoundingClientRect();
    if (!box) return;
    const { width, height } = box;
    setHover({ id, x: event.clientX - box.left, y: event.clientY - box.top, width, height });
  };
  const shape = (at: number, fill: string) => (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table does the same by keyboard
    <path
      key={at}
      d={outlines.path[at]}
      data-area={outlines.code[at]}
      fill={fill}
      fill-rule="evenodd"
      onMouseMove={(event) => hover(event, outlines.id[at] ?? 0)}
      onClick={(event) => {
        const more = event.ctrlKey || event.metaKey || event.shiftKey;
        choose(pickArea(query, outlines.code[at] ?? null, more));
      }}
    />
  );
  const all = outlines.id.map((id, at) => ({ id, at, fill: fills.get(id) ?? '#ffffff' }));
  const hatched = (fill: string) => fill.startsWith('url');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only what the pointer brought up goes away
    <g onMouseLeave={() => setHover(null)}>
      {settled && (
        <clipPath id={`${prefix}-settled`}>
          <path d={settled.areas} clip-rule="evenodd" />
        </clipPath>
      )}
      {clip && all.map(({ at }) => shape(at, '#ffffff'))}
      <g clip-path={clip} fill-opacity={(query.opacity ?? 100) / 100}>
        {all.filter(({ fill }) => !hatched(fill)).map(({ at, fill }) => shape(at, fill))}
      </g>
      {all.filter(({ fill }) => hatched(fill)).map(({ at, fill }) => shape(at, fill))}
    </g>
  );
}

interface FlagsProps {
  outlines: Outlines;
  picture: Picture;
  prefix: string;
}

/** Dots and a thick line around flagged areas, above every border. */
function Flags({ outlines, picture, prefix }: FlagsProps) {
  const flagged = new Set(picture.patterns.flag);
  return (
    <g class="plain-flags">
      {outlines.id.map(
        (id, at) =>
          flagged.has(id) && <path key={id} d={outlines.path[at]} fill={`url(#${prefix}-flag)`} />,
      )}
    </g>
  );
}

function Lines({ outlines, query }: { outlines: Outlines; query: Query }) {
  const layers = outlines.context.filter(
    ({ id, kind }) => kind !== 'settlement' && (query.context?.includes(id) ?? true),
  );
  return (
    <g class="plain-lines">
      {layers.map(({ id, kind, areas, lines }) => (
        <g key={id} class={`plain-${kind}`}>
          {areas && <path class="plain-ground" d={areas} />}
          {lines && <path class="plain-line" d={lines} />}
        </g>
      ))}
      <path class="plain-inner-casing" d={outlines.inner} />
      <path class="plain-inner" d={outlines.inner} />
      <path class="plain-outer" d={outlines.outer} />
    </g>
  );
}

function Marks({ outlines, marked, view, picture, unit }: MarksProps) {
  const names = useMemo(() => placedNames(outlines, view.rows, unit), [outlines, view.rows, unit]);
  const place = (id: number) => outlines.label[outlines.id.indexOf(id)];
  return (
    <g class="plain-marks">
      {marked.map(({ id }) => {
        const d = outlines.path[outlines.id.indexOf(id)];
        return (
          <g key={id}>
            <path class="plain-chosen-casing" d={d} />
            <path class="plain-chosen" d={d} />
          </g>
        );
      })}
      {[...(picture.radii ?? [])].map(([id, radius]) => {
        const [cx, cy] = place(id) ?? [0, 0];
        const name = radius < 0 ? 'amount amount-below' : 'amount';
        return <circle key={id} class={name} cx={cx} cy={cy} r={Math.abs(radius) * unit} />;
      })}
      {names.map(({ id, name, x, y }) => (
        <text key={id} x={x} y={y} text-anchor="middle" font-size={LETTERS * unit}>
          {name}
        </text>
      ))}
    </g>
  );
}

interface MarksProps {
  outlines: Outlines;
  marked: Row[];
  view: View;
  picture: Picture;
  unit: number;
}

interface OfferProps {
  outlines: Outlines;
  spots: Spot[];
  /** How large the symbols are on the drawing. */
  size?: number;
}

export function OfferMarks({ outlines, spots, size = 1 }: OfferProps) {
  return (
    <g class="plain-offers">
      {spots.map(({ key, shape, lon, lat }) => {
        const [x, y] = onDrawing(outlines, lon, lat);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list of offers does the same by keyboard
          <path
            key={key}
            transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size})`}
            d={SHAPE_PATHS[shape]}
            fill={SHAPE_FILL}
            stroke={SHAPE_EDGE}
            stroke-width={SHAPE_EDGE_WIDTH}
            paint-order="stroke"
            onClick={() => choose({ offer: key })}
          />
        );
      })}
    </g>
  );
}

interface DrawingProps extends MarksProps {
  query: Query;
  title: string;
  setHover: (hover: Hover | null) => void;
  spots: Spot[];
  /** Before the names of patterns, which are the page's. */
  prefix: string;
}

function Drawing(props: DrawingProps) {
  const { outlines, marked, view, picture, unit, query, title, setHover, spots, prefix } = props;
  const [w, h] = [outlines.width + 2 * EDGE, outlines.height + 2 * EDGE];
  const shared = { outlines, picture, prefix };
  return (
    <svg
      viewBox={`-${EDGE} -${EDGE} ${w} ${h}`}
      width={w / unit}
      height={h / unit}
      role="img"
      aria-label={title}
    >
      <defs>
        <Patterns unit={unit} prefix={prefix} />
      </defs>
      <Areas {...shared} query={query} setHover={setHover} />
      <Lines outlines={outlines} query={query} />
      <Flags {...shared} />
      <Marks outlines={outlines} marked={marked} view={view} picture={picture} unit={unit} />
      <OfferMarks outlines={outlines} spots={spots} size={0.8 * unit} />
    </svg>
  );
}

/** As large as a map is on a sheet of A4 with its legend, in pixels of the page. */
const SHEET = { width: 660, height: 460 };

interface PaperProps {
  view: View;
  query: Query;
  picture: Picture;
  title: string;
}

/** A map that the server does not draw, for paper. */
export function PaperMap({ view, query, picture, title }: PaperProps) {
  const { answer } = useOutlines(view);
  if (!answer) return null;
  const { width, height } = answer;
  const unit = Math.max((width + 2 * EDGE) / SHEET.width, (height + 2 * EDGE) / SHEET.height);
  const rest = { view, query, picture, title, unit, outlines: answer };
  return (
    <div class="paper-map plain-scroll only-print">
      <Drawing {...rest} marked={[]} spots={[]} prefix="paper" setHover={() => {}} />
    </div>
  );
}

interface Props extends Omit<MarksProps, 'outlines' | 'unit'> {
  query: Query;
  spots: Spot[];
  title: string;
  setHover: (hover: Hover | null) => void;
  /** Told when everything is there. */
  drawn: (done: boolean) => void;
  tip: ComponentChildren;
}

/** The map without WebGL: the same colours and hatches, drawn by the browser as SVG. */
export function PlainMap(props: Props) {
  const { view, query, picture, marked, spots, title, setHover, drawn, tip } = props;
  const { t } = useWording();
  const [zoom, setZoom] = useState(0);
  const [box, width] = useWidth<HTMLDivElement>(600);
  const { answer, error, retry } = useOutlines(view);
  useEffect(() => drawn(answer !== null || error !== null), [answer, error]);
  if (!answer) {
    return (
      <div class="plain-map" ref={box}>
        {error === null ? (
          <p class="waiting">{t('app.loading')}</p>
        ) : (
          <Failure error={error} hasView={true} retry={retry} />
        )}
      </div>
    );
  }
  const unit = unitOf(answer, width, ZOOMS[zoom] ?? 1);
  const step = (by: 1 | -1) => setZoom((at) => Math.min(ZOOMS.length - 1, Math.max(0, at + by)));
  const button = (label: string, sign: string, by: 1 | -1) => (
    <button type="button" aria-label={label} title={label} onClick={() => step(by)}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <div class="plain-map" ref={box}>
      <section
        class="plain-scroll"
        aria-label={t('map.plain_scroll', { title })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
        tabIndex={0}
      >
        <Drawing
          {...{ outlines: answer, marked, view, picture, unit, query, title, setHover, spots }}
          prefix="plan"
        />
      </section>
      {tip}
      <div class="map-controls">
        {button(t('map.zoom_in'), '+', 1)}
        {button(t('map.zoom_out'), '−', -1)}
      </div>
    </div>
  );
}
