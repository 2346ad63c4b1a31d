import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Wording } from '../model';
import type { Deck } from './deck';
import { type Action, onKeys } from './keys';

interface Props {
  deck: Deck;
  number: number;
  act: (action: Action) => void;
  wording: Wording;
}

function Notes({ deck, number, act, wording }: Props) {
  const { t } = wording;
  const slide = deck.slides[number - 1];
  const next = deck.slides[number];
  const lines = slide?.notes?.text.split('\n') ?? [];
  return (
    <main>
      <p>{t('slides.number', { number, count: deck.slides.length })}</p>
      <h1 lang={slide?.message.language}>{slide?.message.text}</h1>
      <section aria-label={t('slides.notes')} lang={slide?.notes?.language}>
        {lines.length === 0 && <p>{t('slides.no_notes')}</p>}
        {lines.map((line, at) => (
          <p key={at}>{line}</p>
        ))}
      </section>
      {next && (
        <p class="next">
          {t('slides.then')} <span lang={next.message.language}>{next.message.text}</span>
        </p>
      )}
      <nav aria-label={t('slides.controls')}>
        <button type="button" disabled={number === 1} onClick={() => act('previous')}>
          {t('slides.previous')}
        </button>
        <button type="button" disabled={!next} onClick={() => act('next')}>
          {t('slides.next')}
        </button>
      </nav>
    </main>
  );
}

const STYLE = `
body { margin: 0; font: 20px/1.5 system-ui, sans-serif; color: #16232b; background: #ffffff; }
main { max-width: 46em; margin: 0 auto; padding: 24px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 16px; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
.next { padding-top: 12px; border-top: 1px solid #80898d; color: #4c5a62; }
button { min-height: 44px; margin-right: 12px; padding: 6px 20px; font: inherit; color: #ffffff; background: #0e4f5c;
  border: 0; border-radius: 6px; }
button:disabled { background: #6b7478; }
:focus-visible { outline: 3px solid #1b7f94; outline-offset: 2px; }
`;

/** Notes in a window of their own, for the presenter's screen. It is filled from here, so it asks nothing of the server. */
export function useNotesWindow(props: Props | null) {
  const [popup, setPopup] = useState<Window | null>(null);
  const act = useRef(props?.act);
  act.current = props?.act;
  useEffect(() => {
    if (popup === null || props === null) return;
    const { document: page } = popup;
    page.title = props.wording.t('slides.notes');
    page.documentElement.lang = props.wording.language;
    render(<Notes {...props} />, page.body);
  });
  useEffect(() => {
    if (popup === null) return;
    const off = onKeys(popup.document, (action) => act.current?.(action));
    return () => {
      off();
      popup.close();
    };
  }, [popup]);
  /** Opens or closes it; false when the browser does not allow one. */
  return (): boolean => {
    if (popup !== null && !popup.closed) {
      setPopup(null);
      return true;
    }
    const opened = open('', '', 'popup,width=900,height=640');
    if (opened === null) return false;
    const sheet = new (opened as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(STYLE);
    opened.document.adoptedStyleSheets = [sheet];
    setPopup(opened);
    return true;
  };
}
