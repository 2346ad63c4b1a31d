import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { hover } from '../hover';
import type { Picture } from '../map/map';
import type { Row, View } from '../model';
import { choose, type Query } from '../state';
import { useWording } from '../wording';
import { type Hover, useMap } from './map-hook';

interface Props {
  view: View;
  query: Query;
  selected: Row | null;
  pending: boolean;
  picture: Picture;
  title: string;
  /** What stands in place of the map where the browser cannot draw it. */
  instead?: ComponentChildren;
  /** What the box at the pointer says of an area. */
  tip: (row: Row) => ComponentChildren;
}

function Tooltip({ spot, row, children }: { spot: Hover; row: Row; children: ComponentChildren }) {
  // Near the right edge the box opens to the left, near the lower one upwards: it is never cut off.
  const side = spot.x > spot.width / 2 ? 'left' : 'right';
  const height = spot.y > spot.height / 2 ? 'up' : 'down';
  return (
    <div
      class={`tooltip tooltip-${side} tooltip-${height}`}
      aria-hidden="true"
      data-code={row.code}
      style={{ left: `${spot.x}px`, top: `${spot.y}px` }}
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

/** The drawn map with its controls and what it says where it cannot be drawn. */
export function MapBox({ view, query, selected, pending, picture, title, instead, tip }: Props) {
  const wording = useWording();
  const { t } = wording;
  const [spot, setSpot] = useState<Hover | null>(null);
  const setHover = useCallback((next: Hover | null) => {
    setSpot(next);
    hover(next?.id ?? null);
  }, []);
  useEffect(() => () => hover(null), []);
  const map = useMap({ view, query, selected, pending, wording, setHover, picture, title });
  useDismissal(spot !== null, () => setHover(null));
  const row = spot && view.rows.find((candidate) => candidate.id === spot.id);
  return (
    <div class={map.state === 'impossible' ? 'map-box is-impossible' : 'map-box'}>
      <div class="map" ref={map.container} />
      {map.state === 'impossible' && instead}
      {map.state === 'impossible' && <p class="map-message">{t('map.no_webgl')}</p>}
      {map.state === 'drawn' && (
        <Controls zoom={map.zoom} reset={() => choose({ viewport: null })} />
      )}
      {spot && row && (
        <Tooltip spot={spot} row={row}>
          {tip(row)}
        </Tooltip>
      )}
      {map.failed && (
        <div class="map-message map-failed" role="alert">
          <p>{t('map.failed')}</p>
          <button type="button" class="button" onClick={map.retry}>
            {t('error.retry')}
          </button>
        </div>
      )}
    </div>
  );
}
