import { useEffect, useMemo, useRef } from 'preact/hooks';
import { announce } from '../announce';
import { flagWords } from '../hints';
import { useAtlas, useQuery } from '../hooks';
import { type View, valueText, type Wording } from '../model';
import { notices, viewSentence, viewTitle } from '../sentences';
import { availability, type Query } from '../state';
import { WordingContext, wordingOf } from '../wording';
import { AreaInfo } from './AreaInfo';
import { AreaTable } from './AreaTable';
import { DisparityPanel } from './DisparityPanel';
import { Failure } from './Failure';
import { Banners, Header } from './Header';
import { Legend } from './Legend';
import { LiveRegion } from './LiveRegion';
import { MapSection } from './MapSection';
import { Notes } from './Notes';
import { ChoosePanel, DisplayPanel } from './Pickers';

function useAnnouncements(view: View | null, query: Query, wording: Wording): void {
  const area = useRef(query.area);
  useEffect(() => {
    if (view) announce([...notices(view, wording), viewSentence(view, wording)].join(' '));
  }, [view, wording]);
  useEffect(() => {
    if (!view || area.current === query.area) return;
    area.current = query.area;
    const row = view.rows.find((candidate) => candidate.code === query.area);
    if (!row) {
      announce(wording.t('status.deselected'));
      return;
    }
    const words = { area: row.name, value: valueText(row, view, wording) };
    announce(
      row.flagged
        ? wording.t('status.selected_flag', { ...words, flag: flagWords(view, wording) })
        : wording.t('status.selected', words),
    );
  }, [view, query.area, wording]);
}

function useDocument(view: View | null, wording: Wording): void {
  useEffect(() => {
    document.documentElement.lang = wording.language;
    const name = wording.t('app.title');
    document.title = view ? `${viewTitle(view, wording)} – ${name}` : name;
  }, [view, wording]);
}

function Loaded({ view, query, pending }: { view: View; query: Query; pending: boolean }) {
  const selected = view.rows.find((row) => row.code === query.area) ?? null;
  const refused = availability(view.choice.indicator, view.choice.level.id)?.refused ?? null;
  return (
    <>
      <div class="layout">
        <ChoosePanel view={view} query={query} />
        <MapSection
          view={view}
          query={query}
          selected={selected}
          pending={pending}
          refused={refused}
        />
        <Legend view={view} query={query} />
        <DisparityPanel view={view} />
        <div class="panel">
          <AreaInfo view={view} selected={selected} />
          <AreaTable
            key={`${view.city.id}/${view.choice.level.id}`}
            view={view}
            query={query}
            selected={selected}
          />
        </div>
        <DisplayPanel view={view} query={query} />
      </div>
      <Notes view={view} />
    </>
  );
}

export function App() {
  const query = useQuery();
  const { view, pending, slow, error, retry } = useAtlas(query);
  const whole = view?.valuesProblem === null ? view : null;
  const wording = useMemo(() => wordingOf(query.language), [query.language]);
  useDocument(view, wording);
  useAnnouncements(whole, query, wording);
  const { t } = wording;
  return (
    <WordingContext.Provider value={wording}>
      {whole && (
        <a class="skip" href="#tabelle">
          {t('app.skip_to_table')}
        </a>
      )}
      <Header view={view} language={query.language} />
      <main aria-busy={slow}>
        {view && <Banners view={view} />}
        {slow && <div class="progress" />}
        {error !== null && <Failure error={error} hasView={whole !== null} retry={retry} />}
        {whole && <Loaded view={whole} query={query} pending={pending || error !== null} />}
        {view && !whole && (
          <div class="layout layout-choice">
            <ChoosePanel view={view} query={query} />
          </div>
        )}
        {!view && error === null && <p class="waiting">{slow ? t('app.loading') : '\u00a0'}</p>}
      </main>
      <LiveRegion />
    </WordingContext.Provider>
  );
}
