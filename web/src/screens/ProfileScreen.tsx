import type { JoinedProfile, Profile, ProfileHint } from '../answers';
import { fetchProfile, pageAddress } from '../api';
import { type Asked, useAnswer } from '../ask';
import { Failure } from '../components/Failure';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import { LocationMap } from '../components/LocationMap';
import { useDrawn } from '../drawn';
import { formatNumber, formatPeriod } from '../format';
import { signed, type View } from '../model';
import { fetchJoined } from '../places';
import { DecisionSection } from '../priority/DecisionSection';
import { ProfileChooser } from '../profile/Chooser';
import { DecisionCard, useDecision } from '../profile/Decision';
import { ThemeLinks, Themes } from '../profile/IndicatorCard';
import { OffersWithin } from '../profile/OffersWithin';
import { Places, Size, Surroundings } from '../profile/Surroundings';
import { sourceWords } from '../sources';
import { dataLanguage, useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';
import '../style/profile.css';
import '../style/ranking.css';
import '../style/decisions.css';

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
        {hint.class_label !== null && <> · {hint.class_label}</>}
        {hint.flag_status && <span class="flag">{t(`prio.stage_${hint.flag_status}`)}</span>}
      </p>
      {hint.reason && <p class="hint-reason">{hint.reason}</p>}
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
      <p class="ways">
        <Link
          to={{
            screen: 'priority',
            definition: found.definition,
            priority: { ...view.query.priority, part: 'ranking' },
          }}
        >
          {t('profile.to_ranking')}
        </Link>
        <a
          class="link"
          href={pageAddress(
            ['cities', view.city.id, 'definitions', found.definition, 'method.html'],
            language,
          )}
        >
          {t('sources.to_method')}
        </a>
      </p>
    </section>
  );
}

function Foot({ view, answer }: { view: View; answer: Profile | JoinedProfile }) {
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
    <footer class="profile-foot field-help">
      <p>{answer.note}</p>
      <p>
        {t('notes.sources')}: {sourceWords(sources, wording)}.{' '}
        {t('notes.version', { version: city.data_version.slice(0, 12) })}
      </p>
    </footer>
  );
}

function AreaBody({ answer, view }: { answer: Profile; view: View }) {
  const { t } = useWording();
  const { code, name } = answer.area;
  const decision = useDecision(view, code);
  return (
    <article class="profile">
      <div class="profile-top">
        <LocationMap
          view={view}
          codes={[code]}
          title={t('profile.location', { area: name, city: view.city.name })}
          offers={answer.offers}
        />
        <section class="card" aria-label={t('profile.place')}>
          <Surroundings answer={answer} />
        </section>
        {decision && !decision.own && <DecisionCard view={view} code={code} decision={decision} />}
        {answer.hints.map((hint) => (
          <Hint key={hint.definition} found={hint} view={view} />
        ))}
        <OffersWithin layers={answer.offers} known={view.city.offers.length > 0} />
      </div>
      {answer.decision && (
        <DecisionSection decision={answer.decision} code={answer.area.code} view={view} />
      )}
      <p class="field-help legend-line">{t('profile.strip_help')}</p>
      <ThemeLinks themes={answer.themes} />
      <Themes themes={answer.themes} shown={view.choice.period} city={view.city.id} />
      <Foot view={view} answer={answer} />
    </article>
  );
}

function JoinedBody({ answer, view }: { answer: JoinedProfile; view: View }) {
  const { t } = useWording();
  const names = answer.areas.map(({ name }) => name).join(', ');
  return (
    <article class="profile">
      <div class="profile-top">
        <LocationMap
          view={view}
          codes={answer.areas.map(({ code }) => code)}
          title={t('profile.location', { area: names, city: view.city.name })}
          offers={answer.offers}
        />
        <section class="card" aria-label={t('profile.place')}>
          <dl class="facts facts-wide">
            <Size population={answer.population} km2={answer.area_km2} />
            <Places title={answer.level.plural} places={answer.areas} />
          </dl>
        </section>
        <OffersWithin layers={answer.offers} known={view.city.offers.length > 0} />
      </div>
      <p class="field-help legend-line">{t('profile.strip_help')}</p>
      <ThemeLinks themes={answer.themes} />
      <Themes themes={answer.themes} shown={view.choice.period} city={view.city.id} />
      <Foot view={view} answer={answer} />
    </article>
  );
}

/** The answer for one area, or for several together; only one of them is asked for. */
function useProfile({ view, query }: ScreenProps) {
  const { language } = useWording();
  const { city, choice } = view;
  const known = new Set(view.rows.map((row) => row.code));
  const codes = (query.selection ?? []).filter((item) => known.has(item));
  const code =
    codes.length > 0 || query.area === null || !known.has(query.area) ? null : query.area;
  const question = { city: city.id, level: choice.level.id, period: choice.period, language };
  const key = (what: unknown) => JSON.stringify([question, what, city.data_version]);
  const one: Asked<Profile> = useAnswer(code === null ? null : key(code), (signal) =>
    fetchProfile({ ...question, code: code ?? '' }, signal),
  );
  const several: Asked<JoinedProfile> = useAnswer(
    codes.length === 0 ? null : key(codes),
    (signal) => fetchJoined({ ...question, codes }, signal),
  );
  return { code, codes, one, several, asked: codes.length > 0 ? several : one };
}

/** One area in all its numbers, or several together. */
export function ProfileScreen({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t } = wording;
  const { code, codes, one, several, asked } = useProfile({ view, query, pending });
  const { answer, error, retry, slow } = asked;
  useDrawn(!pending && !asked.pending, query, view, answer);
  const joined = codes.length > 0 && several.answer;
  // What the list of areas tells is there before the first profile is; a profile that stays keeps its own words.
  const level = answer?.level ?? view.choice.level;
  const name = joined
    ? t('selection.together', { count: joined.areas.length })
    : ((one.answer?.area ?? view.rows.find((row) => row.code === code))?.name ?? null);
  return (
    <div class="screen" aria-busy={slow}>
      <div class="profile-head">
        <Heading
          screen="profile"
          lang={name === null || joined ? undefined : dataLanguage(wording)}
        >
          {name ?? t('screen.profile')}
        </Heading>
        {(name !== null || joined) && (
          <p>
            {t('profile.subtitle', {
              level: joined ? joined.areas.map((area) => area.name).join(', ') : level.name,
              city: view.city.name,
              year: level.boundary_year,
            })}
          </p>
        )}
      </div>
      <ProfileChooser view={view} query={query} pending={pending} code={code} />
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {code === null && codes.length === 0 && <p class="notice">{t('profile.empty')}</p>}
      {!joined && one.answer && <AreaBody answer={one.answer} view={view} />}
      {joined && <JoinedBody answer={joined} view={view} />}
    </div>
  );
}
