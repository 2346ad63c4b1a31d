import { useEffect, useRef } from 'preact/hooks';
import { Link } from '../components/Link';
import { sheetOf, useSheet } from '../paper';
import { useWording } from '../wording';
import type { Deck } from './deck';
import { SlideView } from './SlideView';

/** All slides with their notes, to be printed on A4. */
export function Handout({ deck }: { deck: Deck }) {
  const wording = useWording();
  const { t } = wording;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useSheet(sheetOf(deck.title.text, wording));
  return (
    <main id="inhalt" class="handout">
      <header>
        <h1 ref={heading} tabIndex={-1} lang={deck.title.language}>
          {deck.title.text}
        </h1>
        {deck.internal && <p class="slide-internal">{t('app.internal')}</p>}
        <p class="slide-tools no-print">
          <button type="button" class="button" onClick={() => print()}>
            {t('slides.print')}
          </button>
          <Link to={{ mode: null }}>{t('slides.back')}</Link>
        </p>
      </header>
      {deck.slides.map((slide, at) => (
        <section key={at} class="handout-slide">
          <SlideView deck={deck} slide={slide} number={at + 1} level="h2" />
          {slide.credit !== null && (
            <p class="handout-credit">{t('slides.credit', { publishers: slide.credit })}</p>
          )}
          {slide.notes && (
            <div class="handout-notes" lang={slide.notes.language}>
              {slide.notes.text.split('\n').map((line, row) => (
                <p key={row}>{line}</p>
              ))}
            </div>
          )}
        </section>
      ))}
      <footer class="handout-foot">
        <p>{t('notes.people')}</p>
        <p class="only-print">{location.href}</p>
      </footer>
    </main>
  );
}
