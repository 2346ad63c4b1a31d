import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from '../components/Link';
import { choose, linkTo, type Query } from '../state';
import { useWording } from '../wording';
import type { Deck } from './deck';
import { lettersAreOn, switchLetters } from './keys';
import { wayOut } from './Player';
import { SlideView } from './SlideView';

interface Props {
  deck: Deck;
  number: number;
  query: Query;
}

/** All slides small; each leads to the large one. */
export function Overview({ deck, number, query }: Props) {
  const { t } = useWording();
  const [letters, setLetters] = useState(lettersAreOn);
  const current = useRef<HTMLAnchorElement>(null);
  useEffect(() => current.current?.focus(), []);
  return (
    <main id="inhalt" class="slide-overview">
      <h1 lang={deck.title.language}>{deck.title.text}</h1>
      <p class="slide-tools">
        <Link to={{ mode: null, slide: number }}>{t('slides.back')}</Link>
        <Link to={{ mode: 'handout', slide: number }}>{t('slides.handout')}</Link>
        <Link to={wayOut(query)}>{t('slides.leave')}</Link>
      </p>
      <ol class="slide-thumbs">
        {deck.slides.map((slide, at) => (
          <li key={at}>
            <a
              ref={at + 1 === number ? current : null}
              href={linkTo({ mode: null, slide: at + 1 })}
              aria-current={at + 1 === number ? 'true' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                choose({ mode: null, slide: at + 1 });
              }}
            >
              <span class="slide-thumb" aria-hidden="true">
                <SlideView deck={deck} slide={slide} number={at + 1} level="p" />
              </span>
              <span class="slide-thumb-name" lang={slide.message.language}>
                {at + 1}. {slide.message.text}
              </span>
            </a>
          </li>
        ))}
      </ol>
      <section class="slide-help" aria-labelledby="tasten">
        <h2 id="tasten">{t('slides.keys')}</h2>
        <p>{t('slides.keys_help')}</p>
        <label class="check">
          <input
            type="checkbox"
            name="buchstaben"
            checked={letters}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              switchLetters(on);
              setLetters(on);
            }}
          />
          {t('slides.letters')}
        </label>
      </section>
    </main>
  );
}
