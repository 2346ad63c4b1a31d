import { useEffect, useMemo, useRef } from 'preact/hooks';
import { announce } from '../announce';
import { fetchCities } from '../api';
import { useAnswer } from '../ask';
import { flagWords } from '../hints';
import { useAtlas, useQuery } from '../hooks';
import { type View, valueText, type Wording } from '../model';
import { sheetOf, useSheet } from '../paper';
import { MapScreen } from '../screens/MapScreen';
import type { ScreenProps } from '../screens/props';
import { notices, subtitle, viewSentence, viewTitle } from '../sentences';
import { isStart, type Query } from '../state';
import { isSignedIn } from '../token';
import { WordingContext, wordingOf } from '../wording';
import { CityChooser } from './CityChooser';
import { Failure } from './Failure';
import { Foot } from './Foot';
import { Banners, Header } from './Header';
import { LiveRegion } from './LiveRegion';
import { Navigation, SCREEN_NAMES } from './Navigation';
import { OtherScreen } from './OtherScreen';
import { PaperFoot } from './PaperFoot';
import { ChoosePanel } from './Pickers';
import { Projected } from './Projected';

function useAnnouncements(view: View | null, query: Query, wording: Wording): void {
  const area = useRef(query.area);
  const onMap = query.screen === 'map';
  const picked = query.selection?.length ?? null;
  const before = useRef(picked);
  useEffect(() => {
    if (before.current === picked) return;
    before.current = picked;
    if (picked !== null) announce(wording.t('selection.title', { count: picked }));
  }, [picked, wording]);
  useEffect(() => {
    if (!view) return;
    const sentences = notices(view, wording);
    if (onMap) sentences.push(viewSentence(view, wording));
    if (sentences.length > 0) announce(sentences.join(' '));
  }, [view, wording, onMap]);
  useEffect(() => {
    if (!view || area.current === query.area) return;
    area.current = query.area;
    if (query.selection !== null) return;
    const row = view.rows.find((candidate) => candidate.code === query.area);
    if (!row) {
      announce(wording.t('status.deselected'));
      return;
    }
    const words = { area: row.name, value: valueText(row, view, wording) };
    announce(
      row.stage
        ? wording.t('status.selected_flag', { ...words, flag: flagWords(row.stage, view, wording) })
        : wording.t('status.selected', words),
    );
  }, [view, query.area, wording]);
}

/** What the screen shows, in a few words. */
function titleOf(view: View, { screen, area }: Query, wording: Wording): string {
  if (screen === 'map') return viewTitle(view, wording);
  const parts = [
    screen === 'priority' ? view.city.priority_name : wording.t(SCREEN_NAMES[screen]),
    screen === 'profile' && view.rows.find((row) => row.code === area)?.name,
    view.city.name,
  ];
  return parts.filter(Boolean).join(', ');
}

/** The same with everything that pickers tell on the screen, which are not printed. */
function paperTitle(view: View, query: Query, wording: Wording): string {
  const { screen, comparing } = query;
  const name = wording.t(SCREEN_NAMES[screen]);
  if (screen === 'comparison' && comparing === 'areas')
    return `${name}: ${subtitle(view, wording)}`;
  if (!['comparison', 'correlation', 'development'].includes(screen))
    return titleOf(view, query, wording);
  return `${name}: ${viewTitle(view, wording)}`;
}

function useDocument(view: View | null, query: Query, wording: Wording): void {
  const name = wording.t('app.title');
  const title = view && titleOf(view, query, wording);
  useEffect(() => {
    document.documentElement.lang = wording.language;
    document.title = title === null ? name : `${title} – ${name}`;
  }, [title, name, wording]);
  useSheet(view && sheetOf(paperTitle(view, query, wording), wording));
}

function Skip({ query, ready }: { query: Query; ready: boolean }) {
  const { t } = wordingOf(query.language);
  if (!ready) return null;
  const onMap = query.screen === 'map';
  return (
    <a class="skip" href={onMap ? '#tabelle' : '#inhalt'}>
      {t(onMap ? 'app.skip_to_table' : 'app.skip_to_content')}
    </a>
  );
}

function Screens({ view, query, pending }: ScreenProps) {
  if (query.screen !== 'map') return <OtherScreen view={view} query={query} pending={pending} />;
  if (view.valuesProblem === null) {
    return <MapScreen view={view} query={query} pending={pending} />;
  }
  return (
    <div class="layout layout-choice">
      <ChoosePanel view={view} query={query} />
    </div>
  );
}

/** Slides have the whole window. */
function isProjected({ screen, presentation, mode, area }: Query): boolean {
  if (screen === 'conference') return area !== null;
  return screen === 'slides' && presentation !== null && mode !== 'edit';
}

/** Without a chosen city, one of several has to be chosen first. */
function useChooser(query: Query) {
  const asked = useAnswer(isStart(query) ? 'cities' : null, fetchCities);
  const choosing = isStart(query) && (asked.answer?.length ?? 2) > 1;
  return { ...asked, choosing };
}

export function App() {
  const query = useQuery();
  return isProjected(query) ? <Projected query={query} /> : <Atlas query={query} />;
}

function Atlas({ query }: { query: Query }) {
  const cities = useChooser(query);
  const { view: loaded, pending, slow, error, retry } = useAtlas(query, cities.choosing);
  const view = cities.choosing ? null : loaded;
  const whole = view?.valuesProblem === null ? view : null;
  const wording = useMemo(() => wordingOf(query.language), [query.language]);
  useDocument(view, query, wording);
  useAnnouncements(whole, query, wording);
  const { t } = wording;
  // Who has chosen a city gets it, unless something goes wrong.
  const awaited = !isStart(query) && error === null;
  return (
    <WordingContext.Provider value={wording}>
      <Skip query={query} ready={whole !== null} />
      <Header view={view} language={query.language} awaited={awaited} />
      {(view || awaited) && (
        <Navigation query={query} priorityName={view?.city.priority_name ?? t('screen.priority')} />
      )}
      <main aria-busy={slow} id="inhalt" tabIndex={-1}>
        {isSignedIn() && <p class="banner banner-internal">{t('app.internal')}</p>}
        {view && <Banners view={view} />}
        {slow && <div class="progress" />}
        {error !== null && <Failure error={error} hasView={whole !== null} retry={retry} />}
        {view && <Screens view={view} query={query} pending={pending || error !== null} />}
        {view && <PaperFoot view={view} query={query} />}
        {cities.error !== null && (
          <Failure error={cities.error} hasView={false} retry={cities.retry} />
        )}
        {cities.choosing && cities.answer && <CityChooser cities={cities.answer} />}
        {!view && !cities.choosing && error === null && (
          <p class={awaited ? 'waiting waiting-city' : 'waiting'}>
            {slow ? t('app.loading') : '\u00a0'}
          </p>
        )}
      </main>
      <Foot language={query.language} />
      <LiveRegion />
    </WordingContext.Provider>
  );
}
