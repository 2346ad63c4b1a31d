import { useEffect, useState } from 'preact/hooks';
import { announce } from '../announce';
import { forget } from '../api';
import { useAnswer } from '../ask';
import { Failure, problemText } from '../components/Failure';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import { useDrawn } from '../drawn';
import { draftOf, newDraft, setDraft } from '../slides/draft';
import { Editor } from '../slides/Editor';
import { saveText } from '../slides/export';
import {
  deletePresentation,
  fetchPresentation,
  fetchPresentations,
  fileText,
  idOf,
  type Listed,
  MOST,
  putPresentation,
} from '../slides/file';
import { choose } from '../state';
import { isSignedIn } from '../token';
import { useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';
import '../style/editor.css';

interface ToolProps {
  city: string;
  item: Listed;
  tell: (sentence: string) => void;
  renew: () => void;
}

/** What a planner does with a presentation. */
function PlannerTools({ city, item, tell, renew }: ToolProps) {
  const wording = useWording();
  const { t, language } = wording;
  const [sure, setSure] = useState(false);
  const where = { city, id: item.id, language };
  const trying = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      tell(problemText(error, wording));
    }
  };
  const open = () =>
    trying(async () => {
      setDraft(draftOf(await fetchPresentation(city, item.id, language)));
      choose({ presentation: item.id, mode: 'edit', slide: null });
    });
  const save = () =>
    trying(async () => {
      const { file } = await fetchPresentation(city, item.id, language);
      if (file) saveText(`${item.id}.json`, fileText(file));
    });
  const remove = () =>
    trying(async () => {
      if (!sure) return setSure(true);
      await deletePresentation(where, item.revision);
      tell(t('slides.deleted', { title: item.title.text }));
      renew();
    });
  const button = (label: string, act: () => void) => (
    <button
      type="button"
      class="button-plain"
      onClick={act}
      aria-label={`${label}: ${item.title.text}`}
    >
      {label}
    </button>
  );
  return (
    <>
      {button(t('slides.edit'), open)}
      {button(t('slides.export'), save)}
      {button(t(sure ? 'slides.delete_sure' : 'slides.delete'), remove)}
    </>
  );
}

function Item(props: ToolProps) {
  const { t } = useWording();
  const { item } = props;
  return (
    <li class="card">
      <h2 lang={item.title.language}>{item.title.text}</h2>
      <p class="field-help">
        {t('slides.count', { count: item.slides })}
        {isSignedIn() && ` · ${t(item.published ? 'slides.is_published' : 'slides.is_draft')}`}
      </p>
      <p class="slide-tools">
        <Link to={{ presentation: item.id, slide: 1, mode: null }}>{t('slides.show')}</Link>
        <Link to={{ presentation: item.id, slide: null, mode: 'overview' }}>
          {t('slides.overview')}
        </Link>
        <Link to={{ presentation: item.id, slide: null, mode: 'handout' }}>
          {t('slides.handout')}
        </Link>
        {isSignedIn() && <PlannerTools {...props} />}
      </p>
    </li>
  );
}

interface MakeProps {
  city: string;
  tell: (sentence: string) => void;
  renew: () => void;
}

/** A file from elsewhere becomes a draft; the server says whether it can be shown. */
async function importFile(file: File, city: string, language: 'de' | 'en'): Promise<string> {
  let text = file.size > MOST.bytes ? 'x'.repeat(MOST.bytes + 1) : await file.text();
  try {
    const found = JSON.parse(text) as { published?: boolean } | null;
    // Nothing is published by being imported.
    if (found?.published === true) text = fileText({ ...found, published: false } as never);
  } catch {
    // The server says what is wrong with it.
  }
  const id = idOf(file.name.replace(/\.json$/i, ''));
  await putPresentation({ city, id, language }, text, null);
  return id;
}

function Make({ city, tell, renew }: MakeProps) {
  const wording = useWording();
  const { t, language } = wording;
  const take = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    try {
      const id = await importFile(file, city, language);
      tell(t('slides.imported', { id }));
      renew();
    } catch (error) {
      tell(t('slides.not_imported', { name: file.name, detail: problemText(error, wording) }));
    }
    input.value = '';
  };
  return (
    <section class="choose-row card" aria-label={t('slides.make')}>
      <div class="field">
        <button
          type="button"
          class="button"
          onClick={() => {
            setDraft(newDraft(city));
            choose({ presentation: null, mode: 'edit', slide: null });
          }}
        >
          {t('slides.new')}
        </button>
      </div>
      <label class="field">
        <span class="field-label">{t('slides.import')}</span>
        <input
          type="file"
          name="vortrag-datei"
          accept=".json,application/json"
          onChange={(event) => take(event.currentTarget)}
        />
      </label>
    </section>
  );
}

function List({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t, language } = wording;
  const city = view.city.id;
  const [told, setTold] = useState('');
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify([city, language, turn]);
  const asked = useAnswer(key, (signal) => fetchPresentations(city, language, signal));
  const { answer, error, retry, slow } = asked;
  useDrawn(!pending && !asked.pending, query, view, answer, told);
  const tell = (sentence: string) => {
    setTold(sentence);
    announce(sentence);
  };
  const renew = () => {
    forget();
    setTurn((count) => count + 1);
  };
  return (
    <div class="screen" aria-busy={slow}>
      <Heading screen="slides">{t('screen.slides')}</Heading>
      <p class="lead">{t('slides.lead')}</p>
      {told && <p class="notice">{told}</p>}
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {!isSignedIn() && <p class="field-help">{t('slides.sign_in')}</p>}
      {isSignedIn() && answer && !answer.writable && <p class="notice">{t('slides.no_place')}</p>}
      {isSignedIn() && <Make city={city} tell={tell} renew={renew} />}
      {answer?.presentations.length === 0 && <p class="notice">{t('slides.none')}</p>}
      <ul class="presentations">
        {answer?.presentations.map((item) => (
          <Item key={item.id + item.revision} city={city} item={item} tell={tell} renew={renew} />
        ))}
      </ul>
      {(answer?.faults?.length ?? 0) > 0 && (
        <section class="card" aria-labelledby="fehler">
          <h2 id="fehler">{t('slides.faults')}</h2>
          <ul>
            {answer?.faults?.map(({ id, detail }) => (
              <li key={id}>
                <strong>{id}.json</strong>: {detail}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Presentations of a city: shown to everybody, made by planners. */
export function SlidesScreen(props: ScreenProps) {
  const editing = props.query.mode === 'edit' && isSignedIn();
  useEffect(() => {
    // An address of the editor means nothing to whoever may not write.
    if (props.query.mode === 'edit' && !isSignedIn()) choose({ mode: null, presentation: null });
  }, [props.query.mode]);
  return editing ? <Editor {...props} /> : <List {...props} />;
}
