import { useState } from 'preact/hooks';
import { announce } from '../announce';
import { formatNumber } from '../format';
import type { View } from '../model';
import { findOffer, type Offer, type OfferGroup } from '../offers';
import { spellings } from '../search';
import { choose, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import { ShapeSwatch } from './Shape';

/** More rows at once are searched rather than read. */
const PAGE = 40;

interface Props {
  view: View;
  query: Query;
  groups: OfferGroup[];
}

/** Which kinds are on the map, with their symbols and numbers. */
function Kinds({ query, groups }: Omit<Props, 'view'>) {
  const wording = useWording();
  const { t, language } = wording;
  const toggle = ({ id, name }: OfferGroup, on: boolean) => {
    const all = groups.map((group) => group.id);
    const offers = all.filter((item) => (item === id ? on : query.offers.includes(item)));
    choose({ offers, offer: offers.length === 0 ? null : query.offer });
    announce(t(on ? 'status.layer_on' : 'status.layer_off', { name }));
  };
  return (
    <ul class="offer-kinds">
      {groups.map((group) => (
        <li key={group.id}>
          <label class="check">
            <input
              type="checkbox"
              name={`angebot-${group.id}`}
              checked={query.offers.includes(group.id)}
              onChange={(event) => toggle(group, event.currentTarget.checked)}
            />
            <ShapeSwatch shape={group.shape} />
            <span lang={dataLanguage(wording)}>{group.name}</span>
            <span class="legend-count">{formatNumber(group.offers.length, 0, language)}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}

/** What is known of one offer, in the order of interest. */
export function OfferFacts({ offer, group }: { offer: Offer; group: OfferGroup }) {
  const { t, language } = useWording();
  const facts = [
    (group.mixed && offer.kind) || group.name,
    offer.stages.join(', '),
    offer.provider && t('offers.provider', { provider: offer.provider }),
    offer.places !== null &&
      t('offers.places', { places: formatNumber(offer.places, 0, language) }),
  ];
  return facts.map((fact) => fact && <small key={fact}>{fact}</small>);
}

function Chosen({ query, groups }: Omit<Props, 'view'>) {
  const wording = useWording();
  const { t } = wording;
  const found = findOffer(groups, query.offer);
  if (!found || !query.offers.includes(found.group.id)) return null;
  return (
    <section class="offer-chosen" aria-label={t('offers.chosen')}>
      <ShapeSwatch shape={found.group.shape} />
      <div lang={dataLanguage(wording)}>
        <strong>{found.offer.name}</strong>
        <OfferFacts offer={found.offer} group={found.group} />
      </div>
      <button
        type="button"
        class="close"
        aria-label={t('offers.close')}
        title={t('offers.close')}
        onClick={() => choose({ offer: null })}
      >
        <span aria-hidden="true">×</span>
      </button>
    </section>
  );
}

function OfferRow({ offer, group, query }: { offer: Offer; group: OfferGroup; query: Query }) {
  const wording = useWording();
  const chosen = query.offer === offer.key;
  return (
    <li>
      <button
        type="button"
        class="offer-row"
        aria-pressed={chosen}
        lang={dataLanguage(wording)}
        onClick={() => choose({ offer: chosen ? null : offer.key })}
      >
        <ShapeSwatch shape={group.shape} />
        <span>{offer.name}</span>
      </button>
    </li>
  );
}

/** The same places as on the map, to read and to walk through by keyboard. */
function List({ query, groups }: Omit<Props, 'view'>) {
  const { t } = useWording();
  const [text, setText] = useState('');
  const [most, setMost] = useState(PAGE);
  const wanted = spellings(text);
  const all = groups
    .filter(({ id }) => query.offers.includes(id))
    .flatMap((group) => group.offers.map((offer) => ({ group, offer })));
  const found = all.filter(({ offer }) =>
    spellings(`${offer.name} ${offer.provider}`).some((name) =>
      wanted.some((part) => name.includes(part)),
    ),
  );
  const shown = Math.min(most, found.length);
  return (
    <details class="offer-list">
      <summary>{t('offers.list', { count: all.length })}</summary>
      <label class="field">
        <span class="field-label">{t('offers.search')}</span>
        <input
          type="search"
          name="angebotssuche"
          autocomplete="off"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setMost(PAGE);
          }}
        />
      </label>
      <p class="field-help" role="status">
        {t('offers.found', { shown, count: found.length })}
      </p>
      <ul>
        {found.slice(0, most).map(({ group, offer }) => (
          <OfferRow key={offer.key} group={group} offer={offer} query={query} />
        ))}
      </ul>
      {shown < found.length && (
        <button type="button" class="button-plain" onClick={() => setMost(most + PAGE)}>
          {t('offers.more')}
        </button>
      )}
    </details>
  );
}

/** Day care, schools and other places for families. */
export function OffersPanel({ view, query, groups }: Props) {
  const wording = useWording();
  const { t } = wording;
  if (groups.length === 0) return null;
  const ids = new Set(view.city.offers.map(({ source }) => source));
  const sources = view.city.sources.filter(({ id }) => ids.has(id));
  return (
    <section class="offers card" aria-labelledby="angebote">
      <h2 id="angebote">{t('offers.title')}</h2>
      <p class="field-help">{t('offers.help')}</p>
      <Kinds query={query} groups={groups} />
      <Chosen query={query} groups={groups} />
      {query.offers.length > 0 && <List query={query} groups={groups} />}
      {query.offers.length > 0 && (
        <p class="legend-source" lang={dataLanguage(wording)}>
          {sources.map(({ publisher }) => t('notes.source', { publisher })).join('; ')}
        </p>
      )}
    </section>
  );
}
