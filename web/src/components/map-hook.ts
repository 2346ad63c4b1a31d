import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { markReady } from '../announce';
import { contextAddress, tileAddress } from '../api';
import type { Gate } from '../first-sight';
import { hintsDrawn } from '../hints';
import { goFirst, whenAllThere } from '../later';
import type { MapHandle, MapWords, Picture } from '../map/map';
import type { Spot } from '../map/offers';
import { missingKind, type Row, type View, type Wording } from '../model';
import { pickArea } from '../pick';
import { adjust, choose, type Query } from '../state';
import { isAmount, radiiOf } from '../symbols';

export interface Hover {
  id: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The pointer over an offer. */
export interface OfferHover extends Omit<Hover, 'id'> {
  key: string;
}

/** Two maps of one place move together. */
export interface Twin {
  listen(follow: (viewport: string) => void): () => void;
  tell(viewport: string, by: (viewport: string) => void): void;
}

export interface MapInput {
  view: View;
  query: Query;
  /** The areas that are marked. */
  marked: Row[];
  pending: boolean;
  wording: Wording;
  setHover: (hover: Hover | null) => void;
  setOffer: (hover: OfferHover | null) => void;
  /** Offers on the map. */
  spots: Spot[];
  /** Told while the visitor moves the map, and what follows another map. */
  twin: Twin | null;
  /** True when the map without WebGL is drawn. */
  plainDrawn: boolean;
  /** Lets the making of the map begin. */
  gate: Gate;
  /** Opened with the first drawn map. */
  live: Gate;
  /** Told when the map is drawn for the first time, or looks elsewhere than the picture that stands in for it. */
  uncover: () => void;
  /** What is drawn. */
  picture: Picture;
  /** What the map is called. */
  title: string;
}

/** How strong the fills are above another map, in per cent, unless the visitor says. */
export const WITH_BASE = 60;

type MapState = 'waiting' | 'drawn' | 'impossible';

/** What a map shows; screens other than the first one bring their own. */
export function pictureOf(view: View): Picture {
  const { rows } = view;
  const missing = (kind: string) =>
    rows.flatMap((row) => (row.reason && missingKind(row.reason) === kind ? [row.id] : []));
  return {
    ids: rows.map((row) => row.id),
    classes: rows.map((row) => row.class),
    colors: isAmount(view) ? [] : (view.values?.classification.colors ?? []),
    radii: isAmount(view) ? radiiOf(view.rows) : null,
    patterns: {
      none: missing('none'),
      secret: missing('secret'),
      excluded: missing('excluded'),
      flag: hintsDrawn(view) ? rows.flatMap((row) => (row.flagged ? [row.id] : [])) : [],
    },
  };
}

export function wordsOf(title: string, { t }: Wording): MapWords {
  return {
    label: t('map.label', { title }),
    scroll: t('map.scroll_help'),
    scrollMac: t('map.scroll_help_mac'),
    touch: t('map.touch_help'),
    meters: t('map.meters'),
    kilometers: t('map.kilometers'),
  };
}

/** Creates the map once; its code is fetched apart, so that the table is there first. Without WebGL that fails. */
function useHandle(input: MapInput, fail: (areas: boolean) => void) {
  const container = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [state, setState] = useState<MapState>('waiting');
  const latest = useRef(input);
  latest.current = input;
  useLayoutEffect(() => {
    let gone = false;
    let made: MapHandle | null = null;
    const follow = (viewport: string) => made?.showViewport(viewport);
    const deaf = latest.current.twin?.listen(follow);
    const start = async (box: HTMLElement) => {
      const { createMap } = await import('../map/map');
      const { title, wording } = latest.current;
      made = await createMap(box, wordsOf(title, wording), {
        hover: (id, x, y) =>
          latest.current.setHover(
            id === null ? null : { id, x, y, width: box.clientWidth, height: box.clientHeight },
          ),
        click: (id, more) => {
          const { view, query } = latest.current;
          const row = view.rows.find((candidate) => candidate.id === id);
          choose(pickArea(query, row?.code ?? null, more));
        },
        hoverOffer: (key, x, y) =>
          latest.current.setOffer(
            key === null ? null : { key, x, y, width: box.clientWidth, height: box.clientHeight },
          ),
        clickOffer: (key) => choose({ offer: key === latest.current.query.offer ? null : key }),
        move: (viewport) => adjust({ viewport }),
        moving: (viewport) => latest.current.twin?.tell(viewport, follow),
        leave: () => latest.current.uncover(),
        fail,
      });
      if (gone) made.remove();
      else {
        setHandle(made);
        setState('drawn');
      }
    };
    const begin = async (box: HTMLElement) => {
      await latest.current.gate.opened;
      if (!gone) await start(box);
    };
    goFirst(latest.current.live.opened);
    if (container.current) begin(container.current).catch(() => setState('impossible'));
    return () => {
      gone = true;
      deaf?.();
      made?.remove();
    };
  }, [fail]);
  return { container, handle, state };
}

/**
 * The first drawn map takes the place of the picture, whatever else is on its way. A map without
 * some of its areas does not: the picture shows more until the next attempt.
 */
function useUncovering(
  { plainDrawn, uncover }: MapInput,
  handle: MapHandle | null,
  state: MapState,
  failed: { current: boolean },
  attempt: number,
) {
  useEffect(() => {
    if (handle) handle.whenDrawn(() => failed.current || uncover());
    else if (state === 'impossible' && plainDrawn) uncover();
  }, [handle, state, plainDrawn, uncover, attempt]);
}

/** Every change of the query ends in a drawn map, with everything beside it in its place. */
function useReady(
  { pending, view, query, picture, plainDrawn, spots }: MapInput,
  handle: MapHandle | null,
  state: MapState,
  attempt: number,
) {
  useEffect(() => {
    if (pending || state === 'waiting' || (state === 'impossible' && !plainDrawn)) return;
    let outdated = false;
    const done = () => {
      if (!outdated) markReady(true);
    };
    const there = () => whenAllThere(done);
    if (handle) handle.whenDrawn(there);
    else there();
    return () => {
      outdated = true;
    };
  }, [handle, state, pending, view, query, picture, attempt, plainDrawn, spots]);
}

/** Keeps the drawn map in step with the view. The order of the effects is the order of drawing; none waits for a frame of the page. */
export function useMap(input: MapInput) {
  const { view, query, marked, wording, picture, title, spots } = input;
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  // Known at once, not with the next frame of the page.
  const incomplete = useRef(false);
  const fail = useMemo(
    () => (areas: boolean) => {
      if (areas) incomplete.current = true;
      setFailed(true);
    },
    [],
  );
  const { container, handle, state } = useHandle(input, fail);
  const { city, choice } = view;
  const tiles = tileAddress(city.id, choice.level.id);
  const withBase = query.baseMap && city.base_map !== null;

  // A retry fetches the tiles again.
  useLayoutEffect(() => {
    handle?.showLevel({ tiles, bounds: city.bounds, areas: choice.level.areas });
  }, [handle, tiles, attempt]);
  // A new city is looked at from its own bounds.
  useLayoutEffect(() => {
    handle?.showViewport(query.viewport);
  }, [handle, query.viewport, city.id]);
  // A retried level has to be painted again.
  useLayoutEffect(() => {
    if (!handle) return;
    const start = performance.now();
    handle.showPicture(picture);
    performance.measure('recolour', { start });
  }, [handle, picture, attempt, tiles]);
  // A new level forgets what was chosen.
  useLayoutEffect(() => {
    handle?.showChosen(marked.map(({ id }) => id));
  }, [handle, marked.map(({ id }) => id).join(), tiles, attempt]);
  useLayoutEffect(() => {
    const wanted = city.context.filter(
      ({ id, kind }) =>
        (query.context?.includes(id) ?? true) &&
        // Circles stand for the whole area, and a map below would be hidden.
        (kind !== 'settlement' || (picture.radii === null && !withBase)),
    );
    handle?.showContext(
      wanted.map((layer) => ({ ...layer, url: contextAddress(city.id, layer.id) })),
    );
  }, [handle, city, query.context, withBase, picture.radii === null]);
  useLayoutEffect(() => {
    handle?.showBase(withBase ? city.base_map : null);
  }, [handle, city, withBase]);
  useLayoutEffect(() => {
    handle?.showOffers(spots);
    handle?.showOffer(query.offer);
  }, [handle, spots, tiles, attempt]);
  useLayoutEffect(() => {
    handle?.showOffer(query.offer);
  }, [handle, query.offer]);
  useLayoutEffect(() => {
    handle?.setLabel(wording.t('map.label', { title }));
  }, [handle, title, wording]);
  useLayoutEffect(() => {
    handle?.showOpacity((query.opacity ?? (withBase ? WITH_BASE : 100)) / 100);
  }, [handle, query.opacity, withBase]);
  useUncovering(input, handle, state, incomplete, attempt);
  useReady(input, handle, state, attempt);

  const retry = () => {
    incomplete.current = false;
    setFailed(false);
    setAttempt((count) => count + 1);
  };
  return { container, state, failed, retry, zoom: (step: 1 | -1) => handle?.zoom(step) };
}
