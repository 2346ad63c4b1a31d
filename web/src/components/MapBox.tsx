import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { makeGate, noteLive, noteSeen } from '../first-sight';
import { focusSoon } from '../focus';
import { hover } from '../hover';
import type { Picture } from '../map/map';
import type { Spot } from '../map/offers';
import type { Row, View } from '../model';
import { findOffer, type OfferGroup } from '../offers';
import { pickedRows } from '../pick';
import { choose, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import { FirstPicture } from './FirstPicture';
import { type Hover, type OfferHover, type Twin, useMap } from './map-hook';
import { OfferFacts } from './OffersPanel';
import { PlainMap } from './PlainMap';

interface Props {
  view: View;
  query: Query;
  pending: boolean;
  picture: Picture;
  title: string;
  /** What the box at the pointer says of an area. */
  tip: (row: Row) => ComponentChildren;
  spots?: Spot[];
  groups?: OfferGroup[];
  /** Another map that moves together with this one. */
  twin?: Twin | null;
}

const NOTHING: Spot[] = [];

/** The widest box at the pointer, and how far it keeps from it, in pixels. */
const WIDEST = 220;
const AT_POINTER = 16;

interface TooltipProps {
  spot: Omit<Hover, 'id'>;
  code?: string;
  children: ComponentChildren;
}

function Tooltip({ spot, code, children }: TooltipProps) {
  // Near the right edge the box opens to the left, near the lower one upwards: it is never cut off.
  const side = spot.x > spot.width / 2 ? 'left' : 'right';
  const height = spot.y > spot.height / 2 ? 'up' : 'down';
  // As wide as there is room on its side of the pointer.
  const room = Math.min(WIDEST, (side === 'left' ? spot.x : spot.width - spot.x) - AT_POINTER);
  return (
    <div
      class={`tooltip tooltip-${side} tooltip-${height}`}
      aria-hidden="true"
      data-code={code}
      style={{ left: `${spot.x}px`, top: `${spot.y}px`, maxWidth: `${room}px` }}
    >
      {children}
    </div>
  );
}

function Controls({ zoom, reset }: { zoom: (step: 1 | -1) => void; reset: () => void }) {
  const { t } = useWording();
  const button = (label: string, sign: string, act: () => void) => (
    <button type="button" aria-label={label} title={label} onClick={act}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <div class="map-controls">
      {button(t('map.zoom_in'), '+', () => zoom(1))}
      {button(t('map.zoom_out'), '−', () => zoom(-1))}
      {button(t('map.reset'), '⌂', reset)}
    </div>
  );
}

/** What the pointer brought up must go away without moving the pointer, wherever the focus is. */
function useDismissal(shown: boolean, dismiss: () => void) {
  useEffect(() => {
    if (!shown) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape') dismiss();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [shown]);
}

/** What is at the pointer: an offer before the area below it. */
function useHovering() {
  const [spot, setSpot] = useState<Hover | null>(null);
  const [offer, setOffer] = useState<OfferHover | null>(null);
  const setHover = useCallback((next: Hover | null) => {
    setSpot(next);
    hover(next?.id ?? null);
  }, []);
  useEffect(() => () => hover(null), []);
  useDismissal(spot !== null || offer !== null, () => {
    setHover(null);
    setOffer(null);
  });
  return { spot, offer, setHover, setOffer };
}

function OfferTip({ hovered, groups }: { hovered: OfferHover; groups: OfferGroup[] }) {
  const wording = useWording();
  const found = findOffer(groups, hovered.key);
  if (!found) return null;
  return (
    <Tooltip spot={hovered}>
      <strong lang={dataLanguage(wording)}>{found.offer.name}</strong>
      <OfferFacts offer={found.offer} group={found.group} />
    </Tooltip>
  );
}

/** The map of another service names whom it belongs to. */
function BaseCredit({ view, query }: { view: View; query: Query }) {
  const base = view.city.base_map;
  if (!base || !query.baseMap) return null;
  return <p class="base-credit">{base.attribution}</p>;
}

/** The picture that stands in for the map, until the map is drawn for the first time. */
function useCover() {
  const [gate] = useState(() => makeGate());
  const [live] = useState(() => makeGate());
  const [covered, setCovered] = useState(true);
  const cover = useRef<HTMLDivElement>(null);
  const uncover = useCallback(() => {
    // Gone with the frame that is drawn, not with the next one of the page.
    if (cover.current) cover.current.hidden = true;
    setCovered(false);
    noteSeen();
    noteLive();
    live.open();
  }, []);
  return { gate, live, covered, cover, uncover };
}

/** The drawn map with its controls, as SVG where WebGL is missing. */
export function MapBox(props: Props) {
  const { view, query, pending, picture, title, tip, twin = null } = props;
  const { spots = NOTHING, groups = [] } = props;
  const wording = useWording();
  const { t } = wording;
  const { spot, offer, setHover, setOffer } = useHovering();
  const [plainDrawn, setPlainDrawn] = useState(false);
  const marked = pickedRows(view.rows, query);
  const shared = { view, query, picture, marked, spots, title, setHover };
  const { covered, cover, gate, live, uncover } = useCover();
  const map = useMap({
    ...shared,
    gate,
    live,
    uncover,
    setOffer,
    pending,
    wording,
    twin,
    plainDrawn,
  });
  const row = spot && view.rows.find((candidate) => candidate.id === spot.id);
  const tooltip = spot && row && !offer && (
    <Tooltip spot={spot} code={row.code}>
      {tip(row)}
    </Tooltip>
  );
  const impossible = map.state === 'impossible';
  const first = { view, query, picture, marked, spots, gate, box: cover };
  return (
    <div class={impossible ? 'map-box is-impossible' : 'map-box'}>
      <div class="map" ref={map.container} />
      {covered && !impossible && <FirstPicture {...first} />}
      {impossible && <PlainMap {...shared} drawn={setPlainDrawn} tip={tooltip} />}
      {impossible && <p class="map-message">{t('map.no_webgl')}</p>}
      {map.state === 'drawn' && (
        <Controls zoom={map.zoom} reset={() => choose({ viewport: null })} />
      )}
      {!impossible && tooltip}
      {offer && <OfferTip hovered={offer} groups={groups} />}
      {!impossible && <BaseCredit view={view} query={query} />}
      {map.failed && (
        <div class="map-message map-failed" role="alert">
          <p>{t('map.failed')}</p>
          <button
            type="button"
            class="button"
            onClick={() => {
              focusSoon('#inhalt');
              map.retry();
            }}
          >
            {t('error.retry')}
          </button>
        </div>
      )}
    </div>
  );
}
