import { useEffect, useState } from 'preact/hooks';
import { behindText, toCityText } from '../certainty';
import { flagWords } from '../hints';
import { type Row, type View, valueText } from '../model';
import { subtitle } from '../sentences';
import { choose, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import { type Hover, useMap } from './map-hook';
import { Refusal } from './Pickers';
import { Remarks } from './Remarks';

interface Props {
  view: View;
  query: Query;
  selected: Row | null;
  pending: boolean;
  refused: string | null;
}

function Tooltip({ hover, view }: { hover: Hover; view: View }) {
  const wording = useWording();
  const row = view.rows.find((candidate) => candidate.id === hover.id);
  if (!row) return null;
  // Near the right edge the box opens to the left, so that it is never cut off.
  const side = hover.x > hover.width / 2 ? 'left' : 'right';
  return (
    <div
      class={`tooltip tooltip-${side}`}
      aria-hidden="true"
      style={{ left: `${hover.x}px`, top: `${hover.y}px` }}
    >
      <strong lang={dataLanguage(wording)}>{row.name}</strong>
      <span>{valueText(row, view, wording)}</span>
      {[behindText(row, view, wording), toCityText(row, wording)].map(
        (text) => text && <small key={text}>{text}</small>,
      )}
      {row.flagged && <span class="flag">{flagWords(view, wording)}</span>}
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

function Credit({ view }: { view: View }) {
  const { t } = useWording();
  const { level } = view.choice;
  const source = view.city.sources.find((item) => item.id === level.source);
  if (!source) return null;
  return (
    <p class="credit">
      {t('map.geometry', { publisher: source.publisher, year: level.boundary_year })}
    </p>
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

export function MapSection({ view, query, selected, pending, refused }: Props) {
  const wording = useWording();
  const { t } = wording;
  const [hover, setHover] = useState<Hover | null>(null);
  const map = useMap({ view, query, selected, pending, wording, setHover });
  useDismissal(hover !== null, () => setHover(null));
  return (
    <section class="map-section" aria-labelledby="titel">
      <div class="map-title">
        <h1 id="titel" lang={dataLanguage(wording)}>
          {view.choice.indicator.name}
        </h1>
        <p>{subtitle(view, wording)}</p>
      </div>
      <Refusal view={view} refused={refused} />
      <div class={map.state === 'impossible' ? 'map-box is-impossible' : 'map-box'}>
        <div class="map" ref={map.container} />
        {map.state === 'impossible' && <p class="map-message">{t('map.no_webgl')}</p>}
        {map.state === 'drawn' && (
          <Controls zoom={map.zoom} reset={() => choose({ viewport: null })} />
        )}
        {hover && <Tooltip hover={hover} view={view} />}
        {map.failed && (
          <div class="map-message map-failed" role="alert">
            <p>{t('map.failed')}</p>
            <button type="button" class="button" onClick={map.retry}>
              {t('error.retry')}
            </button>
          </div>
        )}
      </div>
      {selected && (
        <p class="map-chosen">
          <a class="link" href="#gebiet-name" lang={dataLanguage(wording)}>
            {selected.name}
          </a>
          <strong>{valueText(selected, view, wording)}</strong>
          {behindText(selected, view, wording)}
          {selected.flagged && <span class="flag">{flagWords(view, wording)}</span>}
        </p>
      )}
      <Remarks view={view} />
      <div class="map-foot">
        <p>
          {t('notes.people')} {query.hints && view.priority && t('notes.index')}
        </p>
        <Credit view={view} />
      </div>
    </section>
  );
}
