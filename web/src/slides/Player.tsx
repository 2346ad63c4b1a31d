import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../announce';
import { useAnswer } from '../ask';
import { Failure } from '../components/Failure';
import { Link } from '../components/Link';
import { useDrawn } from '../drawn';
import { choose, type Query } from '../state';
import { isSignedIn } from '../token';
import { useWording } from '../wording';
import { type Deck, forgetDeck, loadDeck } from './deck';
import { Handout } from './Handout';
import { type Action, useKeys } from './keys';
import { useNotesWindow } from './NotesWindow';
import { Overview } from './Overview';
import { SlideView } from './SlideView';
import '../style/slides.css';
import '../style/slide-pages.css';

/** Where a presentation is left to. */
export function wayOut(query: Query): Partial<Query> {
  const nothing = { presentation: null, slide: null, mode: null };
  if (query.screen === 'conference') return { ...nothing, screen: 'profile' };
  return { ...nothing, screen: 'slides' };
}

function toggleFull(): void {
  const done = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  // A browser that does not allow it goes on as before.
  done.catch(() => {});
}

function useActions(query: Query, count: number, number: number, notes: () => void) {
  return useCallback(
    (action: Action) => {
      const go = (to: number) => {
        const slide = Math.min(count, Math.max(1, to));
        if (slide !== number || query.slide === null) choose({ slide });
      };
      const mode = (to: 'overview' | 'handout') =>
        choose({ mode: query.mode === to ? null : to, slide: number });
      if (query.mode !== null && ['next', 'previous', 'first', 'last'].includes(action)) return;
      switch (action) {
        case 'next':
          return go(number + 1);
        case 'previous':
          return go(number - 1);
        case 'first':
          return go(1);
        case 'last':
          return go(count);
        case 'overview':
          return mode('overview');
        case 'handout':
          return mode('handout');
        case 'full':
          return toggleFull();
        case 'notes':
          return notes();
        case 'leave':
          // In full screen, the browser's own Escape ends that first.
          if (document.fullscreenElement) return;
          return choose(query.mode === null ? wayOut(query) : { mode: null, slide: number });
      }
    },
    [query, count, number, notes],
  );
}

interface ControlProps {
  number: number;
  count: number;
  act: (action: Action) => void;
  query: Query;
  blocked: boolean;
}

/** Buttons for everything that keys do; they step back while nobody moves. */
function Controls({ number, count, act, query, blocked }: ControlProps) {
  const { t } = useWording();
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer = 0;
    const wake = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), 3000);
    };
    wake();
    document.addEventListener('pointermove', wake);
    document.addEventListener('focusin', wake);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointermove', wake);
      document.removeEventListener('focusin', wake);
    };
  }, []);
  const button = (action: Action, label: string, disabled = false) => (
    <button type="button" onClick={() => act(action)} aria-disabled={disabled}>
      {label}
    </button>
  );
  return (
    <nav class={`slide-controls${idle ? ' is-idle' : ''}`} aria-label={t('slides.controls')}>
      {button('previous', t('slides.previous'), number === 1)}
      {button('next', t('slides.next'), number === count)}
      {button('overview', t('slides.overview'))}
      {button('full', t('slides.full'))}
      {button('handout', t('slides.handout'))}
      {query.screen === 'slides' && button('notes', t('slides.notes'))}
      <Link class="slide-leave" to={wayOut(query)}>
        {t('slides.leave')}
      </Link>
      {blocked && <span role="status">{t('slides.blocked')}</span>}
    </nav>
  );
}

function Stage({ deck, query }: { deck: Deck; query: Query }) {
  const wording = useWording();
  const { t } = wording;
  const count = deck.slides.length;
  const number = Math.min(query.slide ?? 1, count);
  const [blocked, setBlocked] = useState(false);
  const notes = useRef<() => void>(() => {});
  const act = useActions(query, count, number, () => notes.current());
  const toggle = useNotesWindow({ deck, number, act, wording });
  notes.current = () => setBlocked(!toggle());
  useKeys(act);
  const slide = deck.slides[number - 1];
  const message = slide?.message.text ?? '';
  useEffect(() => {
    const name = query.mode === null ? message : t(`slides.${query.mode}`);
    document.title = `${name} – ${deck.title.text}`;
    if (query.mode === null) announce(`${t('slides.number', { number, count })}: ${message}`);
  }, [number, query.mode, deck]);
  useDrawn(true, number, query.mode, query.slide, deck);
  if (!slide) return <p class="slide-empty">{t('slides.empty')}</p>;
  if (query.mode === 'overview') return <Overview deck={deck} number={number} query={query} />;
  if (query.mode === 'handout') return <Handout deck={deck} />;
  return (
    <>
      <main id="inhalt" class="slide-stage">
        <SlideView key={number} deck={deck} slide={slide} number={number} />
      </main>
      <Controls number={number} count={count} act={act} query={query} blocked={blocked} />
    </>
  );
}

/** What the answers depend on. */
function deckKey(query: Query): string {
  const { screen, city, presentation, level, indicator, period, area, language } = query;
  return JSON.stringify(
    [screen, city, presentation, language].concat(
      screen === 'conference' ? [level, indicator, period, area] : [],
    ),
  );
}

/** Shows a presentation. Everything is fetched before the first slide is shown, so the network may go. */
export function Player({ query }: { query: Query }) {
  const wording = useWording();
  const key = deckKey(query);
  const asked = useAnswer(key, (signal) => loadDeck(query, wording, signal));
  const { answer: deck, error, retry, pending } = asked;
  useEffect(() => {
    document.documentElement.lang = wording.language;
    document.documentElement.classList.add('is-projected');
    return () => document.documentElement.classList.remove('is-projected');
  }, [wording]);
  useEffect(() => (deck ? () => forgetDeck(deck) : undefined), [deck]);
  if (error !== null) {
    return (
      <main id="inhalt" class="slide-refused">
        <Failure error={error} hasView={false} retry={retry} />
        <p>{!isSignedIn() && wording.t('slides.maybe_draft')}</p>
        <Link to={wayOut(query)}>{wording.t('slides.leave')}</Link>
      </main>
    );
  }
  if (deck === null || pending) return <p class="waiting">{wording.t('slides.loading')}</p>;
  return <Stage deck={deck} query={query} />;
}
