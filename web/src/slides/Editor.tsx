import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../announce';
import { forget } from '../api';
import { Failure, problemText } from '../components/Failure';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import { useDrawn } from '../drawn';
import type { View, Wording } from '../model';
import type { ScreenProps } from '../screens/props';
import { adjust, choose, type Query } from '../state';
import { useWording } from '../wording';
import {
  addSlide,
  changeDraft,
  currentDraft,
  type Draft,
  draftOf,
  finished,
  newDraft,
  onDraft,
  savedView,
  setDraft,
} from './draft';
import { saveText } from './export';
import { fetchPresentation, fileText, idOf, KINDS, type Kind, MOST, putPresentation } from './file';
import { SlideEditor } from './SlideEditor';
import { TextPair } from './TextPair';

function useDraft(): Draft | null {
  const [draft, setShown] = useState(currentDraft);
  useEffect(() => onDraft(() => setShown(currentDraft())), []);
  return draft;
}

/** The presentation of the address, unless it is the one that is worked on already. */
function useOpened(query: Query, city: string, wording: Wording) {
  const [error, setError] = useState<unknown>(null);
  const { presentation } = query;
  useEffect(() => {
    const at = currentDraft();
    if (at !== null && at.city === city && (at.id === presentation || presentation === null))
      return;
    if (presentation === null) {
      setDraft(newDraft(city));
      return;
    }
    const control = new AbortController();
    fetchPresentation(city, presentation, wording.language, control.signal).then(
      (found) => setDraft(draftOf(found)),
      (reason: unknown) => !control.signal.aborted && setError(reason),
    );
    return () => control.abort();
  }, [city, presentation]);
  return error;
}

/** The message of a new slide says what is shown until somebody says what it means. */
function firstMessage(kind: Kind, view: View, query: Query, { t }: Wording): string {
  const { indicator, level } = view.choice;
  const area = view.rows.find(({ code }) => code === query.area)?.name ?? '';
  switch (kind) {
    case 'map':
    case 'comparison':
      return `${indicator.name}: ${level.plural}`;
    case 'profile':
      return area;
    case 'priority':
      return view.city.priority_name;
    case 'text':
      return t('slides.first_text');
  }
}

function Add({ view, query }: { view: View; query: Query }) {
  const wording = useWording();
  const { t, language } = wording;
  const { choice } = view;
  const area = view.rows.find(({ code }) => code === query.area)?.name;
  const add = (kind: Kind) => {
    const saved = savedView(kind, view, query);
    if (saved === null) {
      announce(t(`slides.needs_${kind === 'priority' ? 'definition' : 'area'}`));
      return;
    }
    const message = { [language]: firstMessage(kind, view, query, wording).slice(0, MOST.message) };
    const text = kind === 'text' ? { text: { [language]: t('slides.first_line') } } : {};
    addSlide({ kind, message, ...text, ...(kind !== 'text' && { view: saved }) });
    announce(t('slides.added'));
  };
  return (
    <section class="card" aria-labelledby="hinzufuegen">
      <h2 id="hinzufuegen">{t('slides.add')}</h2>
      <p class="field-help">
        {t('slides.current', {
          indicator: choice.indicator.name,
          level: choice.level.plural,
          period: choice.period ?? '',
          area: area ?? t('slides.no_area'),
        })}{' '}
        <Link to={{ screen: 'map' }}>{t('slides.choose_map')}</Link>
      </p>
      <p class="slide-tools">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            class="button-plain"
            aria-disabled={savedView(kind, view, query) === null}
            onClick={() => add(kind)}
          >
            {t(`slides.add_${kind}`)}
          </button>
        ))}
      </p>
      {savedView('profile', view, query) === null && (
        <p class="field-help">{t('slides.needs_area')}</p>
      )}
    </section>
  );
}

function Frame({ draft }: { draft: Draft }) {
  const { t } = useWording();
  const { file } = draft;
  return (
    <section class="card" aria-labelledby="angaben">
      <h2 id="angaben">{t('slides.about')}</h2>
      <TextPair
        label={t('slides.title')}
        name="titel"
        words={file.title}
        most={MOST.title}
        change={(title) => changeDraft({ file: { title } })}
      />
      <label class="field">
        <span class="field-label">{t('slides.id')}</span>
        <input
          name="kurzname"
          value={draft.id}
          maxLength={60}
          placeholder={idOf(file.title.de || file.title.en || '')}
          readOnly={draft.revision !== null}
          onInput={(event) => changeDraft({ id: event.currentTarget.value })}
        />
        <span class="field-help">{t('slides.id_help')}</span>
      </label>
      <label class="check">
        <input
          type="checkbox"
          name="veroeffentlicht"
          checked={file.published}
          onChange={(event) => changeDraft({ file: { published: event.currentTarget.checked } })}
        />
        {t('slides.publish')}
      </label>
      <label class="check">
        <input
          type="checkbox"
          name="notizen-veroeffentlicht"
          checked={file.publish_notes}
          onChange={(event) =>
            changeDraft({ file: { publish_notes: event.currentTarget.checked } })
          }
        />
        {t('slides.publish_notes')}
      </label>
    </section>
  );
}

function Save({ draft }: { draft: Draft }) {
  const wording = useWording();
  const { t, language } = wording;
  const [told, setTold] = useState<{ text: string; bad: boolean } | null>(null);
  const busy = useRef(false);
  const file = finished(draft.file);
  const id = draft.id || idOf(file.title.de || file.title.en || '');
  const tell = (text: string, bad: boolean) => {
    setTold({ text, bad });
    announce(text);
  };
  const save = async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      const where = { city: draft.city, id, language };
      const revision = await putPresentation(where, fileText(file), draft.revision);
      forget();
      setDraft({ ...draft, id, revision, changed: false });
      adjust({ presentation: id });
      tell(t('slides.saved'), false);
    } catch (error) {
      tell(problemText(error, wording), true);
    }
    busy.current = false;
  };
  return (
    <section class="card editor-save" aria-label={t('slides.save')}>
      <p class="slide-tools">
        <button type="button" class="button" onClick={save}>
          {t('slides.save')}
        </button>
        <button
          type="button"
          class="button-plain"
          onClick={() => saveText(`${id}.json`, fileText(file))}
        >
          {t('slides.export')}
        </button>
        {draft.revision !== null && !draft.changed && (
          <Link to={{ presentation: draft.id, mode: null, slide: 1 }}>{t('slides.show')}</Link>
        )}
        <button
          type="button"
          class="button-plain"
          onClick={() => {
            setDraft(null);
            choose({ mode: null, presentation: null, slide: null });
          }}
        >
          {t(draft.changed ? 'slides.discard' : 'slides.to_list')}
        </button>
        <span class="field-help">{t(draft.changed ? 'slides.unsaved' : 'slides.all_saved')}</span>
      </p>
      {told && <p class={told.bad ? 'notice notice-refused' : 'notice'}>{told.text}</p>}
    </section>
  );
}

/** Where a planner composes a presentation out of what is chosen on the other screens. */
export function Editor({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t } = wording;
  const draft = useDraft();
  const error = useOpened(query, view.city.id, wording);
  useDrawn(!pending && (draft !== null || error !== null), query, view, draft);
  return (
    <div class="screen editor">
      <Heading screen="slides">{t('slides.compose')}</Heading>
      <p class="lead">{t('slides.compose_lead')}</p>
      {error !== null && <Failure error={error} hasView={false} retry={() => location.reload()} />}
      {draft && (
        <>
          <Save draft={draft} />
          <Frame draft={draft} />
          <Add view={view} query={query} />
          {draft.file.slides.length === 0 && <p class="notice">{t('slides.no_slides')}</p>}
          <ol class="editor-slides">
            {draft.file.slides.map((slide, at) => (
              <SlideEditor
                key={at}
                slide={slide}
                at={at}
                count={draft.file.slides.length}
                view={view}
                query={query}
              />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
