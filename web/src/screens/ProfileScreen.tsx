import { amount, range } from '../amounts';
import type { Place, Profile, ProfileHint, ProfileIndicator } from '../answers';
import { fetchProfile } from '../api';
import { useAnswer } from '../ask';
import { Sparkline } from '../charts/Sparkline';
import { Strip } from '../charts/Strip';
import { Failure } from '../components/Failure';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import { PeriodPicker } from '../components/PeriodPicker';
import { LevelPicker } from '../components/Pickers';
import { AreaSelect } from '../components/Selects';
import { useDrawn } from '../drawn';
import { formatNumber, formatPeriod } from '../format';
import { signed, type View } from '../model';
import { DecisionSection } from '../priority/DecisionSection';
import { choose } from '../state';
import { dataLanguage, useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';
import '../style/ranking.css';
import '../style/decisions.css';

function Value({ item }: { item: ProfileIndicator }) {
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
function Pictures({ item }: { item: ProfileIndicator }) {
  const { t, language } = useWording();
  const { position, city, series, difference } = item;
  const end = (value: number) => formatNumber(value, item.decimals, language);
  const period = (at: number) => formatPeriod(series.at(at)?.period ?? '', language, t);
  // A total of the city would press the curve of a part to the floor.
  const whole = difference === null ? [] : series.map((point) => point.city);
  return (
    <div class="pictures">
      {position && position.areas > 1 && (
        <div>
          <Strip
            min={position.min.value}
            max={position.max.value}
            value={item.value}
            city={city.value}
            lower={item.lower}
            upper={item.upper}
          />
          <p class="strip-ends">
            <span>{end(position.min.value)}</span>
            <span>{end(position.max.value)}</span>
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
function Words({ item }: { item: ProfileIndicator }) {
  const wording = useWording();
  const { t, language } = wording;
  const { position, city, difference, trend, breaks } = item;
  const known = city.value === null ? city.reason && t(`reason.${city.reason}`) : null;
  const cityText = city.value === null ? known : amount(city.value, item, wording);
  const texts = [
    cityText && t('profile.city', { value: cityText }),
    difference?.text,
    position?.text,
    trend?.text,
    ...breaks.map(({ period, text }) =>
      t('remark.break', { period: formatPeriod(period, language, t), text }),
    ),
  ];
  return <ul class="standing">{texts.map((text) => text && <li key={text}>{text}</li>)}</ul>;
}

function IndicatorCard({ item, shown }: { item: ProfileIndicator; shown: string | null }) {
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
    </li>
  );
}

function Hint({ found, view }: { found: ProfileHint; view: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const { hint, definition_name, period, note } = found;
  const name = (id: string) => view.city.indicators.find((item) => item.id === id)?.name ?? id;
  return (
    <section class="card" aria-label={definition_name}>
      <h2>
        {definition_name}, {formatPeriod(period, language, t)}
      </h2>
      <p class="index-line">
        {hint.index === null
          ? t('info.no_index')
          : t('info.index_value', { index: formatNumber(hint.index, 2, language) })}
        {hint.class !== null && <> · {t('priority.status', { class: hint.class })}</>}
        {hint.flag && <span class="flag">{t('flag.auffaellig')}</span>}
      </p>
      {hint.reason && <p>{hint.reason}</p>}
      {hint.contributions.length > 0 && (
        <ul class="contribution-list">
          {hint.contributions.map((item) => (
            <li key={item.indicator}>
              <span lang={dataLanguage(wording)}>{name(item.indicator)}</span>: z{' '}
              {signed(item.z, language)}, {t('info.contribution')}{' '}
              {signed(item.contribution, language)}
            </li>
          ))}
        </ul>
      )}
      <p class="field-help">{note}</p>
    </section>
  );
}

function Places({ title, level, places }: { title: string; level?: string; places: Place[] }) {
  const wording = useWording();
  if (places.length === 0) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd lang={dataLanguage(wording)}>
        {places.map(({ code, name }, at) => (
          <span key={code}>
            {at > 0 && ', '}
            <Link to={{ screen: 'profile', area: code, areas: [], ...(level ? { level } : {}) }}>
              {name}
            </Link>
          </span>
        ))}
      </dd>
    </div>
  );
}

/** Where the area lies and what lies in and beside it. */
function Surroundings({ answer }: { answer: Profile }) {
  const { t, language } = useWording();
  const { area, parents, children, neighbours, population, similar } = answer;
  const size = formatNumber(area.area_km2, area.area_km2 < 10 ? 2 : 1, language);
  const people =
    population &&
    (population.value === null
      ? population.reason_text
      : formatNumber(population.value, 0, language));
  return (
    <dl class="facts facts-wide">
      {population && (
        <div>
          <dt>
            {population.name}, {formatPeriod(population.period, language, t)}
          </dt>
          <dd>{people}</dd>
        </div>
      )}
      <div>
        <dt>{t('info.area')}</dt>
        <dd>{t('info.area_value', { area: size })}</dd>
      </div>
      <div>
        <dt>{t('info.code')}</dt>
        <dd>{area.code}</dd>
      </div>
      {parents.map((parent) => (
        <Places
          key={parent.level}
          title={parent.level_name}
          level={parent.level}
          places={[parent]}
        />
      ))}
      {children && (
        <Places title={children.level_plural} level={children.level} places={children.areas} />
      )}
      <Places title={t('profile.neighbours')} places={neighbours} />
      <Places title={t('profile.similar')} places={similar.areas} />
    </dl>
  );
}

function Body({ answer, view }: { answer: Profile; view: View }) {
  const wording = useWording();
  const { t } = wording;
  const { city, choice } = view;
  const ids = new Set([
    choice.level.source,
    ...answer.themes.flatMap(({ indicators }) =>
      indicators.flatMap(({ id }) => city.indicators.find((item) => item.id === id)?.sources ?? []),
    ),
  ]);
  const sources = city.sources.filter(({ id }) => ids.has(id));
  return (
    <article class="profile">
      <div class="two-columns">
        <section class="card" aria-label={t('profile.place')}>
          <Surroundings answer={answer} />
        </section>
        {answer.hints.map((hint) => (
          <Hint key={hint.definition} found={hint} view={view} />
        ))}
      </div>
      {answer.decision && (
        <DecisionSection decision={answer.decision} code={answer.area.code} view={view} />
      )}
      <p class="field-help legend-line">{t('profile.strip_help')}</p>
      {answer.themes.map(({ theme, indicators }) => (
        <section key={theme} class="theme" aria-label={theme}>
          <h2 lang={dataLanguage(wording)}>{theme}</h2>
          <ul class="cards">
            {indicators.map((item) => (
              <IndicatorCard key={item.id} item={item} shown={choice.period} />
            ))}
          </ul>
        </section>
      ))}
      <footer class="profile-foot field-help">
        <p>{answer.note}</p>
        <p>
          {t('notes.sources')}:{' '}
          {sources
            .map(({ publisher, licence, as_of }) =>
              t('profile.source', {
                publisher,
                licence,
                date: formatPeriod(as_of, wording.language, t),
              }),
            )
            .join('; ')}
          . {t('notes.version', { version: city.data_version.slice(0, 12) })}
        </p>
        <p class="only-print">{location.href}</p>
      </footer>
    </article>
  );
}

/** One area in all its numbers. */
export function ProfileScreen({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t, language } = wording;
  const { city, choice } = view;
  const code = view.rows.find((row) => row.code === query.area)?.code ?? null;
  const question = { city: city.id, level: choice.level.id, period: choice.period, language };
  const key = code === null ? null : JSON.stringify([question, code, city.data_version]);
  const asked = useAnswer(key, (signal) => fetchProfile({ ...question, code: code ?? '' }, signal));
  const { answer, error, retry, slow } = asked;
  useDrawn(!pending && !asked.pending, query, view, answer);
  const name = answer?.area.name ?? null;
  return (
    <div class="screen" aria-busy={slow}>
      <div class="profile-head">
        <Heading screen="profile" lang={name === null ? undefined : dataLanguage(wording)}>
          {name ?? t('screen.profile')}
        </Heading>
        {answer && (
          <p>
            {t('profile.subtitle', {
              level: answer.level.name,
              city: city.name,
              year: answer.level.boundary_year,
            })}
          </p>
        )}
      </div>
      <section class="choose-row card" aria-label={t('choose.title')}>
        <LevelPicker view={view} query={query} />
        <AreaSelect
          label={t('profile.area')}
          name="gebiet"
          rows={view.rows}
          chosen={code}
          none={t('compare.none')}
          pick={(next) => choose({ area: next, areas: [] })}
        />
        <PeriodPicker view={view} query={query} />
        {code !== null && (
          <div class="field buttons">
            <button type="button" class="button" onClick={() => print()}>
              {t('profile.print')}
            </button>
            <Link to={{ screen: 'comparison', areas: [code] }}>{t('profile.compare')}</Link>
          </div>
        )}
      </section>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {code === null && <p class="notice">{t('profile.empty')}</p>}
      {answer && <Body answer={answer} view={view} />}
    </div>
  );
}
