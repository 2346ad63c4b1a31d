import { difference } from '../amounts';
import type { Comparison, Decided, Line } from '../answers';
import { fetchComparison } from '../api';
import { useAnswer } from '../ask';
import { Link } from '../components/Link';
import { formatPeriod } from '../format';
import type { View, Wording } from '../model';
import { fetchDecisions } from '../places';
import { endOf } from '../priority/since';
import { dataLanguage, useWording } from '../wording';

/** What was proposed or decided of an area: of itself, or of the priority area that it belongs to. */
export function useDecision(view: View, code: string | null) {
  const { language } = useWording();
  const { city, choice } = view;
  const key = code === null ? null : JSON.stringify([city.id, city.data_version, language]);
  const { answer } = useAnswer(key, (signal) => fetchDecisions(city.id, language, signal));
  if (!answer) return null;
  const level = choice.level.id;
  const own = answer.areas.find((area) => area.code === code && answer.level === level);
  const around = answer.areas.find(
    (area) => area.level === level && area.codes.includes(code ?? ''),
  );
  const found = own ?? around;
  return found ? { found, level: answer.level, own: own !== undefined } : null;
}

/** The last period before a day, of those of the indicators on the level. */
export function periodBefore(view: View, day: string): string | null {
  const level = view.choice.level.id;
  const periods = view.city.indicators.flatMap(
    ({ available }) => available.find((entry) => entry.level === level)?.periods ?? [],
  );
  const before = [...new Set(periods)].filter((period) => endOf(period) <= day).sort();
  return before.at(-1) ?? null;
}

function newsText(line: Line, view: View, wording: Wording): string | null {
  const side = line.areas[0];
  const indicator = view.city.indicators.find(({ id }) => id === line.indicator);
  if (!side || !indicator || side.change === null || line.earlier === null) return null;
  const { t, language } = wording;
  const verdict = side.change_verdict && t(`change.${side.change_verdict}`);
  const words = {
    indicator: indicator.name,
    from: formatPeriod(line.earlier, language, t),
    to: formatPeriod(line.period, language, t),
    change: difference(side.change, indicator, wording),
  };
  return [t('decision.changed', words), verdict].filter(Boolean).join(': ');
}

/** What numbers say that nobody had when it was decided: secured changes first. */
function News({ answer, view }: { answer: Comparison; view: View }) {
  const wording = useWording();
  const { t } = wording;
  const secured = (line: Line) =>
    line.areas[0]?.change_verdict === 'higher' || line.areas[0]?.change_verdict === 'lower';
  const lines = answer.indicators.filter((line) => newsText(line, view, wording) !== null);
  const changed = lines.filter(secured);
  return (
    <>
      <h3>{t('decision.news')}</h3>
      <p>{t('decision.news_count', { changed: changed.length, count: lines.length })}</p>
      <ul class="standing">
        {changed.map((line) => (
          <li key={line.indicator}>{newsText(line, view, wording)}</li>
        ))}
      </ul>
    </>
  );
}

function useNews(view: View, code: string, decided: Decided) {
  const { city, choice } = view;
  const day = decided.date ?? decided.valid_from ?? null;
  const earlier = day === null ? null : periodBefore(view, day);
  const period = choice.period;
  const later = earlier !== null && period !== null && earlier < period;
  const question = { city: city.id, level: choice.level.id, areas: [code], period, earlier };
  const key = later ? JSON.stringify([question, city.data_version]) : null;
  const { answer } = useAnswer(key, (signal) => fetchComparison(question, signal));
  return { answer, day, later };
}

interface Props {
  view: View;
  code: string;
  decision: NonNullable<ReturnType<typeof useDecision>>;
}

/** How far the area has come, who decided when, and what is new since then. */
export function DecisionCard({ view, code, decision }: Props) {
  const wording = useWording();
  const { t, language } = wording;
  const { found, level, own } = decision;
  const { answer, day, later } = useNews(view, code, found);
  const date = (text: string | null | undefined) => text && formatPeriod(text, language, t);
  const facts: [string, string | null | undefined][] = [
    [t('decision.committee'), found.committee],
    [t('decision.date'), date(found.date)],
    [t('decision.paper'), found.paper],
    [t('decision.valid_from'), date(found.valid_from)],
    [t('decision.valid_to'), date(found.valid_to)],
    [t('decision.next_review'), date(found.next_review)],
  ];
  return (
    <section class="card profile-decision" aria-label={view.city.priority_name}>
      <h2 lang={dataLanguage(wording)}>{view.city.priority_name}</h2>
      <p class="index-line">
        <strong>{found.flag_status_name}</strong>
        {!own && level !== null && (
          <>
            {' · '}
            <Link
              to={{ screen: 'profile', level, area: found.code, areas: [], selection: null }}
              lang={dataLanguage(wording)}
            >
              {found.name}
            </Link>
          </>
        )}
      </p>
      {found.recheck_text && <p class="notice">{found.recheck_text}</p>}
      <dl class="facts facts-wide">
        {facts.map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      {found.reasons.map((reason) => (
        <p key={reason} lang={dataLanguage(wording)}>
          {reason}
        </p>
      ))}
      {day !== null && !later && <p class="field-help">{t('decision.no_news')}</p>}
      {answer && <News answer={answer} view={view} />}
    </section>
  );
}
