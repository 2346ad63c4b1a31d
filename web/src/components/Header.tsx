import type { View } from '../model';
import { notices } from '../sentences';
import { adjust, choose, type Language, NOTHING_CHOSEN } from '../state';
import { useWording } from '../wording';
import { SignIn } from './SignIn';

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path fill="#9fd3d3" d="M3 5 15 2v13L3 18z" />
      <path fill="#5fb0b5" d="m17 2 12 5v10l-12-3z" />
      <path fill="#f0b64a" d="m3 20 12-3v13L3 27z" />
      <path fill="#e9f3f2" d="m17 16 12 3v8l-12 3z" />
    </svg>
  );
}

function CityPicker({ view }: { view: View }) {
  const { t } = useWording();
  if (view.cities.length < 2) return <span class="city-name">{view.city.name}</span>;
  const pick = (id: string) =>
    // What one city calls its levels and indicators says nothing about the next.
    choose({
      city: id,
      level: null,
      indicator: null,
      period: null,
      method: null,
      classes: null,
      area: null,
      definition: null,
      priority: NOTHING_CHOSEN,
      areas: [],
      selection: null,
      offers: [],
      offer: null,
      otherPeriod: null,
      second: null,
      earlier: null,
      context: null,
      viewport: null,
    });
  return (
    <label class="city-picker">
      <span class="visually-hidden">{t('choose.city')}</span>
      <select
        name="stadt"
        value={view.city.id}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        {view.cities.map((city) => (
          <option key={city.id} value={city.id}>
            {city.name}
          </option>
        ))}
      </select>
    </label>
  );
}

const LANGUAGES: Language[] = ['de', 'en'];

interface HeaderProps {
  view: View | null;
  language: Language;
  /** Whether a city will come: its place is kept, so that nothing moves when it does. */
  awaited: boolean;
}

export function Header({ view, language, awaited }: HeaderProps) {
  const { t } = useWording();
  return (
    <header class="header">
      <div class="brand">
        <Mark />
        <a class="brand-name" href={language === 'en' ? '?sprache=en' : '?'}>
          {t('app.title')}
        </a>
        {view && <CityPicker view={view} />}
        {!view && awaited && <span class="city-awaited" />}
      </div>
      <div class="header-side">
        <SignIn />
        <fieldset class="languages">
          <legend class="visually-hidden">{t('app.language')}</legend>
          {LANGUAGES.map((id) => (
            <button
              key={id}
              type="button"
              lang={id}
              aria-pressed={id === language}
              onClick={() => adjust({ language: id })}
            >
              <span class="language-long">{t(`app.language_${id}`)}</span>{' '}
              <span class="language-short">{id.toUpperCase()}</span>
            </button>
          ))}
        </fieldset>
      </div>
    </header>
  );
}

export function Banners({ view }: { view: View }) {
  const wording = useWording();
  const { t } = wording;
  const { city } = view;
  return (
    <div class="banners">
      {city.invented && <p class="banner">{t('app.invented', { city: city.name })}</p>}
      {notices(view, wording).map((sentence) => (
        <p key={sentence} class="banner banner-notice">
          {sentence}
        </p>
      ))}
    </div>
  );
}
