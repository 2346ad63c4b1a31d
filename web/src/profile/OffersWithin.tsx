import type { OfferLayer, OfferWithin as Within } from '../answers';
import { ShapeSwatch } from '../components/Shape';
import { formatNumber } from '../format';
import { SHAPES } from '../map/symbols';
import { dataLanguage, useWording } from '../wording';

/** More lines than this are folded. */
const OPEN = 12;

function Line({ offer, kinds }: { offer: Within; kinds: number }) {
  const wording = useWording();
  const { t, language } = wording;
  const told = [kinds > 1 && offer.type, offer.life_stages.join(', '), offer.provider];
  const facts = told.filter(Boolean).join(' · ');
  const places =
    offer.places !== null &&
    t('offers.places', { places: formatNumber(offer.places, 0, language) });
  return (
    <li>
      {offer.name ? <span lang={dataLanguage(wording)}>{offer.name}</span> : t('offers.unnamed')}
      {(facts || places) && (
        <small>
          {' '}
          <span lang={dataLanguage(wording)}>{facts}</span>
          {facts && places && ' · '}
          {places}
        </small>
      )}
    </li>
  );
}

function File({ layer, at }: { layer: OfferLayer; at: number }) {
  const wording = useWording();
  const kinds = new Set(layer.offers.map(({ type }) => type)).size;
  const sorted = [...layer.offers].sort((a, b) => a.name.localeCompare(b.name, 'de'));
  return (
    <details open={sorted.length <= OPEN}>
      <summary>
        <ShapeSwatch shape={SHAPES[at % SHAPES.length] ?? 'circle'} />
        <span lang={dataLanguage(wording)}>{layer.name}</span> ({sorted.length})
      </summary>
      <ul class="offers-within">
        {sorted.map((offer) => (
          <Line key={offer.id} offer={offer} kinds={kinds} />
        ))}
      </ul>
    </details>
  );
}

/** What is offered in the area; whether the city has offers at all is told too. */
export function OffersWithin({ layers, known }: { layers: OfferLayer[]; known: boolean }) {
  const { t } = useWording();
  if (!known) return null;
  return (
    <section class="card" aria-label={t('offers.within')}>
      <h2>{t('offers.within')}</h2>
      {layers.length === 0 && <p>{t('offers.none_within')}</p>}
      {layers.map((layer, at) => (
        <File key={layer.id} layer={layer} at={at} />
      ))}
    </section>
  );
}
