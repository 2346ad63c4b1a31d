import { amount, range } from '../amounts';
import type { JoinedIndicator, ProfileIndicator } from '../answers';
import { pageAddress } from '../api';
import { Sparkline } from '../charts/Sparkline';
import { Strip } from '../charts/Strip';
import { Link } from '../components/Link';
import { BreakText } from '../components/Remarks';
import { formatNumber, formatPeriod } from '../format';
import { dataLanguage, useWording } from '../wording';

/** An indicator of one area, or of several together: these have no rank, no mark and no trend. */
export type Item = JoinedIndicator & Partial<Pick<ProfileIndicator, 'mark' | 'position' | 'trend'>>;

function Value({ item }: { item: Item }) {
  const wording = useWording();
  const { t, language } = wording;
  if (item.value === null) return <p class="card-value is-missing">{item.reason_text}</p>;
  const bounds = range(item, item, wording);
  const { numerator, denominator } = item;
  const count = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 1, language);
  return (
    <p class="card-value">
      <strong>{formatNumber(item.value, item.decimals, language)}</strong>
      {item.unit && <span>{`\u00a0${item.unit}`}</span>}
      {item.mark && <em> {t(`mark.${item.mark}`)}</em>}
      {bounds && <small>{t('compare.range', { range: bounds })}</small>}
      {numerator !== null && denominator !== null && (
        <small>
          {t('profile.counts', { numerator: count(numerator), denominator: count(denominator) })}
        </small>
      )}
    </p>
  );
}

/** A strip of all areas and a curve of all periods, for the eye; the words stand below. */
function Pictures({ item }: { item: Item }) {
  const { t, language } = useWording();
  const { strip, city, series, difference } = item;
  const end = (value: number) => formatNumber(value, item.decimals, language);
  const period = (at: number) => formatPeriod(series.at(at)?.period ?? '', language, t);
  // A total of the city would press the curve of a part to the floor.
  const whole = difference === null ? [] : series.map((point) => point.city);
  return (
    <div class="pictures">
      {strip && (
        <div>
          <Strip
            min={strip.min}
            max={strip.max}
            value={item.value}
            city={city.value}
            lower={item.lower}
            upper={item.upper}
            all={strip.values}
          />
          <p class="strip-ends">
            <span>{end(strip.min)}</span>
            <span>{end(strip.max)}</span>
          </p>
        </div>
      )}
      {series.length > 1 && (
        <div>
          <Sparkline
            values={series.map(({ value }) => value)}
            city={whole}
            at={series.findIndex((point) => point.period === item.period)}
            width={160}
            height={22}
          />
          <p class="strip-ends">
            <span>{period(0)}</span>
            <span>{period(-1)}</span>
          </p>
        </div>
      )}
    </div>
  );
}

/** Standing among the areas, course and breaks in words. */
function Words({ item }: { item: Item }) {
  const wording = useWording();
  const { t } = wording;
  const { position, city, difference, trend, breaks } = item;
  const known = city.value === null ? city.reason && t(`reason.${city.reason}`) : null;
  const cityText = city.value === null ? known : amount(city.value, item, wording);
  const texts = [
    cityText && t('profile.city', { value: cityText }),
    difference?.text,
    position?.text,
    trend?.text,
  ];
  return (
    <ul class="standing">
      {texts.map((text) => text && <li key={text}>{text}</li>)}
      {breaks.map((found) => (
        <li key={found.period}>
          <BreakText item={found} />
        </li>
      ))}
    </ul>
  );
}

interface CardProps {
  item: Item;
  shown: string | null;
  city: string;
}

function IndicatorCard({ item, shown, city }: CardProps) {
  const wording = useWording();
  const { t, language } = wording;
  return (
    <li class="card profile-card">
      <h3 lang={dataLanguage(wording)}>
        <Link to={{ screen: 'map', indicator: item.id, period: item.period }}>{item.name}</Link>
      </h3>
      {item.period !== shown && <p class="other">{formatPeriod(item.period, language, t)}</p>}
      <Value item={item} />
      <Pictures item={item} />
      <Words item={item} />
      <p class="to-method">
        <a
          class="link"
          href={pageAddress(['cities', city, 'indicators', item.id, 'method.html'], language)}
          aria-label={t('profile.method_of', { indicator: item.name })}
        >
          {t('profile.method')}
        </a>
      </p>
    </li>
  );
}

interface Props {
  themes: { theme: string; indicators: Item[] }[];
  shown: string | null;
  city: string;
}

/** The way to a theme: a profile of many indicators is long. */
export function ThemeLinks({ themes }: Pick<Props, 'themes'>) {
  const wording = useWording();
  if (themes.length < 2) return null;
  const go = (at: number) => {
    const heading = document.getElementById(`thema-${at}`);
    heading?.scrollIntoView({ block: 'start', behavior: 'instant' });
    heading?.focus({ preventScroll: true });
  };
  return (
    <nav class="theme-links" aria-label={wording.t('profile.themes')}>
      <ul>
        {themes.map(({ theme, indicators }, at) => (
          <li key={theme}>
            <button type="button" class="button-plain" onClick={() => go(at)}>
              <span lang={dataLanguage(wording)}>{theme}</span> ({indicators.length})
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Every indicator by theme. */
export function Themes({ themes, shown, city }: Props) {
  const wording = useWording();
  return themes.map(({ theme, indicators }, at) => (
    <section key={theme} class="theme" aria-label={theme}>
      <h2 id={`thema-${at}`} tabIndex={-1} lang={dataLanguage(wording)}>
        {theme}
      </h2>
      <ul class="cards">
        {indicators.map((item) => (
          <IndicatorCard key={item.id} item={item} shown={shown} city={city} />
        ))}
      </ul>
    </section>
  ));
}
