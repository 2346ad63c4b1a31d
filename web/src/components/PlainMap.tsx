import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Outlines } from '../answers';
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
/** More names would cover each other. */
const MOST_NAMES = 70;

function Patterns() {
  return NAMES.map((name) => {
    const { size, background, lines, dots } = PATTERNS[name];
    return (
      <pattern
        key={name}
        id={`plan-${name}`}
        width={size}
        height={size}
        patternUnits="userSpaceOnUse"
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
function fillsOf(picture: Picture): Map<number, string> {
  const fills = new Map<number, string>();
  picture.ids.forEach((id, at) => {
    const color = picture.colors[picture.classes[at] ?? -1];
    if (color) fills.set(id, color);
  });
  for (const name of ['none', 'secret', 'excluded'] as const) {
    for (const id of picture.patterns[name]) fills.set(id, `url(#plan-${name})`);
  }
  return fills;
}

interface AreasProps {
  outlines: Outlines;
  picture: Picture;
  query: Query;
  setHover: (hover: Hover | null) => void;
}

/** Fills in their order: colours within the settlement, hatches and dots everywhere. */
function Areas({ outlines, picture, query, setHover }: AreasProps) {
  const fills = useMemo(() => fillsOf(picture), [picture]);
  const settled = outlines.context.find(
    ({ id, kind }) => kind === 'settlement' && (query.context?.includes(id) ?? true),
  );
  const clip = settled && picture.radii === null ? 'url(#plan-settled)' : undefined;
  const flagged = new Set(picture.patterns.flag);
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
        <clipPath id="plan-settled">
          <path d={settled.areas} clip-rule="evenodd" />
        </clipPath>
      )}
      {clip && all.map(({ at }) => shape(at, '#ffffff'))}
      <g clip-path={clip} fill-opacity={(query.opacity ?? 100) / 100}>
        {all.filter(({ fill }) => !hatched(fill)).map(({ at, fill }) => shape(at, fill))}
      </g>
      {all.filter(({ fill }) => hatched(fill)).map(({ at, fill }) => shape(at, fill))}
      <g class="plain-flags">
        {all
          .filter(({ id }) => flagged.has(id))
          .map(({ at }) => (
            <path key={at} d={outlines.path[at]} fill="url(#plan-flag)" />
          ))}
      </g>
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

function Marks({ outlines, marked, view, picture }: MarksProps) {
  const names = view.rows.length > MOST_NAMES ? [] : view.rows;
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
        return <circle key={id} class={name} cx={cx} cy={cy} r={Math.abs(radius) * 1.4} />;
      })}
      {names.map(({ id, name }) => {
        const [x, y] = place(id) ?? [0, 0];
        return (
          <text key={id} x={x} y={y} text-anchor="middle">
            {name}
          </text>
        );
      })}
    </g>
  );
}

interface MarksProps {
  outlines: Outlines;
  marked: Row[];
  view: View;
  picture: Picture;
}

export function OfferMarks({ outlines, spots }: { outlines: Outlines; spots: Spot[] }) {
  return (
    <g class="plain-offers">
      {spots.map(({ key, shape, lon, lat }) => {
        const [x, y] = onDrawing(outlines, lon, lat);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list of offers does the same by keyboard
          <path
            key={key}
            transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
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

interface Props extends Omit<MarksProps, 'outlines'> {
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
  const { answer, error, retry } = useOutlines(view);
  useEffect(() => drawn(answer !== null || error !== null), [answer, error]);
  if (error !== null) return <Failure error={error} hasView={true} retry={retry} />;
  if (!answer) return <p class="waiting">{t('app.loading')}</p>;
  const step = (by: 1 | -1) => setZoom((at) => Math.min(ZOOMS.length - 1, Math.max(0, at + by)));
  const button = (label: string, sign: string, by: 1 | -1) => (
    <button type="button" aria-label={label} title={label} onClick={() => step(by)}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <div class="plain-map">
      <section
        class="plain-scroll"
        aria-label={t('map.plain_scroll')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
        tabIndex={0}
      >
        <svg
          viewBox={`-6 -6 ${answer.width + 12} ${answer.height + 12}`}
          style={{ width: `${100 * (ZOOMS[zoom] ?? 1)}%` }}
          role="img"
          aria-label={title}
        >
          <defs>
            <Patterns />
          </defs>
          <Areas outlines={answer} picture={picture} query={query} setHover={setHover} />
          <Lines outlines={answer} query={query} />
          <Marks outlines={answer} marked={marked} view={view} picture={picture} />
          <OfferMarks outlines={answer} spots={spots} />
        </svg>
      </section>
      {tip}
      <div class="map-controls">
        {button(t('map.zoom_in'), '+', 1)}
        {button(t('map.zoom_out'), '−', -1)}
      </div>
    </div>
  );
}
