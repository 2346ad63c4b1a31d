import type { View, Wording } from '../model';
import type { Query } from '../state';
import { useWording } from '../wording';
import { changeSlide, moveSlide, removeSlide } from './draft';
import { MOST, type SavedView, type SlideFile } from './file';
import { TextPair } from './TextPair';

/** What a slide shows, in the names of the city. */
function described(saved: SavedView, view: View, { t }: Wording): string {
  const { city } = view;
  const name = (items: { id: string; name: string }[], id: string | undefined) =>
    id === undefined ? null : (items.find((item) => item.id === id)?.name ?? id);
  const areas = [...(saved.area ? [saved.area] : []), ...(saved.areas ?? [])];
  const codes = areas.map((code) => {
    const here = saved.level === view.choice.level.id;
    return (here && view.rows.find((row) => row.code === code)?.name) || code;
  });
  const parts = [
    name(city.indicators, saved.indicator),
    saved.indicator === undefined ? name(city.priorities, saved.definition) : null,
    name(city.levels, saved.level),
    codes.join(', '),
    saved.period,
    saved.earlier && t('change.since', { period: saved.earlier }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The value that is chosen now, as a placeholder that the server fills. */
function placeholder(view: View, query: Query): string | null {
  const { indicator, level, period } = view.choice;
  if (period === null) return null;
  return query.area === null
    ? `{city:${indicator.id}:${period}}`
    : `{area:${level.id}:${query.area}:${indicator.id}:${period}}`;
}

interface Props {
  slide: SlideFile;
  at: number;
  count: number;
  view: View;
  query: Query;
}

function Tools({ slide, at, count, view, query }: Props) {
  const { t, language } = useWording();
  const value = placeholder(view, query);
  const number = at + 1;
  const button = (label: string, act: () => void, disabled = false) => (
    <button
      type="button"
      class="button-plain"
      disabled={disabled}
      aria-label={t('slides.of_slide', { label, number })}
      onClick={act}
    >
      {label}
    </button>
  );
  return (
    <p class="slide-tools">
      {button(t('slides.up'), () => moveSlide(at, -1), at === 0)}
      {button(t('slides.down'), () => moveSlide(at, 1), number === count)}
      {button(t('slides.remove'), () => removeSlide(at))}
      {value !== null &&
        button(t('slides.insert'), () => {
          const text = slide.message[language] ?? '';
          changeSlide(at, { message: { ...slide.message, [language]: `${text} ${value}`.trim() } });
        })}
    </p>
  );
}

/** One slide in the editor. */
export function SlideEditor(props: Props) {
  const { slide, at, view } = props;
  const wording = useWording();
  const { t } = wording;
  const label = (text: string) => t('slides.of_slide', { label: text, number: at + 1 });
  return (
    <li class="card">
      <h2>
        {t('slides.slide', { number: at + 1 })}: {t(`slides.kind_${slide.kind}`)}
      </h2>
      <p class="field-help">{described(slide.view ?? {}, view, wording)}</p>
      <TextPair
        label={label(t('slides.message'))}
        name={`kernaussage-${at + 1}`}
        words={slide.message}
        most={MOST.message}
        change={(message) => changeSlide(at, { message })}
      />
      {slide.kind === 'text' && (
        <TextPair
          label={label(t('slides.lines'))}
          name={`zeilen-${at + 1}`}
          words={slide.text ?? {}}
          most={MOST.text}
          lines={5}
          change={(text) => changeSlide(at, { text })}
        />
      )}
      <TextPair
        label={label(t('slides.notes'))}
        name={`notizen-${at + 1}`}
        words={slide.notes ?? {}}
        most={MOST.notes}
        lines={3}
        change={(notes) => changeSlide(at, { notes })}
      />
      <Tools {...props} />
    </li>
  );
}
