import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Wording } from '../model';
import { useWording } from '../wording';
import type { Bar, Body, Deck, DeckSlide } from './deck';

/** Value, range and city on one axis; the numbers stand beside it. */
function BarPicture({ bar }: { bar: Bar }) {
  const x = (place: number) => 300 * place;
  return (
    <svg
      class="slide-bar"
      viewBox="0 0 300 30"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path class="slide-bar-axis" d="M0 15H300" />
      <rect class="slide-bar-value" x="0" y="6" width={x(bar.value)} height="18" />
      {bar.lower !== null && bar.upper !== null && (
        <path class="slide-bar-range" d={`M${x(bar.lower)} 15H${x(bar.upper)}`} />
      )}
      {bar.city !== null && <path class="slide-bar-city" d={`M${x(bar.city)} 0V30`} />}
    </svg>
  );
}

function Table({ body }: { body: Extract<Body, { kind: 'table' }> }) {
  const { t } = useWording();
  const city = body.lines.some(({ bar }) => bar !== null && bar.city !== null);
  const ranges = body.lines.some(({ range }) => range !== null);
  const [first, ...others] = body.head;
  const head = [first, t(ranges ? 'slides.value_range' : 'slides.value'), ...others];
  const key = [
    t('slides.key_value'),
    ranges ? t('slides.key_range') : null,
    city ? t('slides.key_city') : null,
  ];
  return (
    <>
      <table class="slide-table">
        <caption class="visually-hidden">{body.caption}</caption>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.lines.map((line) => (
            <tr key={line.name} class={line.strong ? 'is-strong' : undefined}>
              <th scope="row">{line.name}</th>
              <td>
                <span class="slide-value">{line.value}</span>
                {line.range !== null && <span class="slide-range"> ({line.range})</span>}
                {line.bar !== null && <BarPicture bar={line.bar} />}
              </td>
              <td>
                {line.words.map((text) => (
                  <span key={text} class="slide-words">
                    {text}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(ranges || city) && <p class="slide-key">{key.filter(Boolean).join('; ')}</p>}
    </>
  );
}

function List({ body }: { body: Extract<Body, { kind: 'list' }> }) {
  return (
    <>
      <ol class="slide-list">
        {body.items.map(({ name, detail, status }) => (
          <li key={name + status}>
            <strong>{name}</strong>
            <span>{[detail, status].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ol>
      <p class="slide-key">{body.note}</p>
    </>
  );
}

function BodyView({ body }: { body: Body }) {
  const { t } = useWording();
  switch (body.kind) {
    case 'picture':
      return <img class="slide-picture" src={body.url} alt={body.alt} decoding="sync" />;
    case 'table':
      return <Table body={body} />;
    case 'list':
      return <List body={body} />;
    case 'text':
      return (
        <ul class="slide-text" lang={body.language}>
          {body.lines.map((line, at) => (
            <li key={at}>{line}</li>
          ))}
        </ul>
      );
    case 'failed':
      return (
        <p class="slide-failed">
          {t('slides.failed')} {body.detail}
        </p>
      );
  }
}

interface Props {
  deck: Deck;
  slide: DeckSlide;
  number: number;
  /** Only one heading of the first rank stands on a page. */
  level?: 'h1' | 'h2' | 'p';
}

/** How much a body that needs more room than there is gives way: less air, then no pictures of numbers beside the numbers. */
const TIGHT = ['', ' is-tight', ' is-tighter'];

function useTight(body: Body) {
  const frame = useRef<HTMLDivElement>(null);
  const [level, setLevel] = useState(0);
  useLayoutEffect(() => {
    const box = frame.current;
    if (box === null || level + 1 >= TIGHT.length) return;
    if (box.scrollHeight > box.clientHeight + 1) setLevel(level + 1);
  }, [body, level]);
  return { frame, tight: TIGHT[level] };
}

/** City and publishers; a publisher that names the city says both. */
function footOf({ city, invented }: Deck, { credit }: DeckSlide, { t }: Wording): string {
  const name = invented ? t('slides.invented', { city }) : city;
  if (!credit) return name;
  const publishers = t('slides.credit', { publishers: credit });
  return credit.includes(name) ? publishers : `${name} · ${publishers}`;
}

/** One slide. Its lengths are parts of its own width, so that it looks alike in the hall, in the overview and on paper. */
export function SlideView({ deck, slide, number, level: Message = 'h1' }: Props) {
  const wording = useWording();
  const { t } = wording;
  const { text, language } = slide.message;
  const { frame, tight } = useTight(slide.body);
  const long = text.length > 100 ? ' is-longest' : text.length > 55 ? ' is-long' : '';
  return (
    <div class="slide-frame">
      <div class={`slide slide-of-${slide.body.kind}`}>
        <Message class={`slide-message${long}`} lang={language}>
          {text}
        </Message>
        {slide.subject !== null && <p class="slide-subject">{slide.subject}</p>}
        <div ref={frame} class={`slide-body${tight}`}>
          <BodyView body={slide.body} />
        </div>
        <p class="slide-foot">
          <span class="slide-credit">{footOf(deck, slide, wording)}</span>
          {deck.internal && <strong class="slide-internal">{t('slides.internal')}</strong>}
          <span>{t('slides.number', { number, count: deck.slides.length })}</span>
        </p>
      </div>
    </div>
  );
}
