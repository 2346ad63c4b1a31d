import { useMemo } from 'preact/hooks';
import { useAnswer } from './ask';
import type { Spot } from './map/offers';
import { SHAPES, type Shape } from './map/symbols';
import { byName } from './names';
import { fetchOffers, type OfferFeature } from './places';
import { spellings } from './search';
import type { City } from './types';

/** One place as the page shows it. */
export interface Offer {
  key: string;
  name: string;
  kind: string;
  stages: string[];
  provider: string;
  places: number | null;
  lon: number;
  lat: number;
}

/** Offers of one kind have one symbol. */
export interface OfferGroup {
  id: string;
  name: string;
  shape: Shape;
  /** Several kinds have this symbol, so that each offer names its own. */
  mixed: boolean;
  offers: Offer[];
}

/** More kinds than this in one file have one symbol together: nobody learns more by heart. */
const MOST_KINDS = 5;

/** A word that may stand in an address. */
export function slug(text: string): string {
  return (spellings(text)[1] ?? '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

function offerOf(file: string, { properties, geometry }: OfferFeature, unnamed: string): Offer {
  const { id, name, type, life_stages, provider, places } = properties;
  const [lon, lat] = geometry.coordinates;
  return {
    key: `${file}/${id}`,
    name: name ?? unnamed,
    kind: type ?? '',
    stages: life_stages,
    provider: provider ?? '',
    places,
    lon,
    lat,
  };
}

/** Each kind of a file, or the whole file where there are too many kinds or only one. */
function groupsOf(id: string, name: string, offers: Offer[]): Omit<OfferGroup, 'shape'>[] {
  const kinds = [...new Set(offers.map(({ kind }) => kind))].filter(Boolean).sort();
  if (kinds.length < 2 || kinds.length > MOST_KINDS) {
    return [{ id, name, mixed: kinds.length > 1, offers: [...offers].sort(byName) }];
  }
  const named = kinds.map((kind) => ({
    id: `${id}.${slug(kind)}`,
    name: kind,
    mixed: false,
    offers: offers.filter((offer) => offer.kind === kind).sort(byName),
  }));
  const rest = offers.filter(({ kind }) => kind === '').sort(byName);
  return rest.length > 0 ? [...named, { id, name, mixed: false, offers: rest }] : named;
}

export function grouped(files: { id: string; name: string; offers: Offer[] }[]): OfferGroup[] {
  const groups = files.flatMap(({ id, name, offers }) => groupsOf(id, name, offers));
  return groups.map((group, at) => ({ ...group, shape: SHAPES[at % SHAPES.length] ?? 'circle' }));
}

/** The offers of a city by kind; fetched when a city has some. */
export function useOffers(city: City, unnamed: string) {
  const files = city.offers;
  const key = files.length === 0 ? null : JSON.stringify([city.id, city.data_version, unnamed]);
  return useAnswer(key, async (signal) => {
    const answers = await Promise.all(
      files.map(async ({ id, name }) => {
        const found = await fetchOffers(city.id, id, signal);
        return { id, name, offers: found.map((item) => offerOf(id, item, unnamed)) };
      }),
    );
    return grouped(answers);
  });
}

export function findOffer(groups: OfferGroup[], key: string | null) {
  for (const group of groups) {
    const offer = group.offers.find((item) => item.key === key);
    if (offer) return { group, offer };
  }
  return null;
}

/** What the map draws of the groups that are switched on. */
export function useSpots(groups: OfferGroup[] | null, shown: string[]): Spot[] {
  const wanted = shown.join();
  return useMemo(
    () =>
      (groups ?? [])
        .filter(({ id }) => shown.includes(id))
        .flatMap(({ shape, offers }) =>
          offers.map(({ key, lon, lat }) => ({ key, shape, lon, lat })),
        ),
    [groups, wanted],
  );
}
