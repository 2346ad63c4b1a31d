import { difference, signedRange } from '../amounts';
import type { Comparison, Decision, Line } from '../answers';
import { fetchComparison } from '../api';
import { useAnswer } from '../ask';
import { Link } from '../components/Link';
import { formatPeriod } from '../format';
import type { View, Wording } from '../model';
import { dataLanguage, useWording } from '../wording';
import { fetchRanking, type Ranking, type Stage } from './answers';
import { DECLARED } from './choice';
import { StageBadge } from './StageBadge';
import { endOf, sinceDay } from './since';

interface Props {
  decision: Decision;
  code: string;
  view: View;
}

/** Every period for which some indicator has values on the level. */
function periodsOf(view: View): string[] {
  const all = view.city.indicators.flatMap((indicator) =>
    indicator.available
      .filter(({ level, refused }) => level === view.choice.level.id && refused === null)
      .flatMap(({ periods }) => periods),
  );
  return [...new Set(all)].sort();
}

function useNews({ decision, code, view }: Props) {
  const since = decision.date ? sinceDay(periodsOf(view), decision.date) : null;
  const question = since && {
    city: view.city.id,
    level: view.choice.level.id,
    areas: [code],
    period: since.latest,
    earlier: since.before,
  };
  const key = question && JSON.stringify([question, view.city.data_version]);
  const { answer } = useAnswer(key, (signal) =>
    question ? fetchComparison(question, signal) : Promise.reject(new Error()),
  );
  return { since, answer };
}

/** What the index says today of the areas that it was decided on. */
function useToday({ decision, view }: Props, { language }: Wording): Ranking | null {
  const { of_level: level, definition } = decision;
  const scene = definition ? { city: view.city.id, level, definition, language } : null;
  const key = scene && JSON.stringify([scene, view.city.data_version]);
  const { answer } = useAnswer(key, (signal) =>
    scene ? fetchRanking(scene, DECLARED, signal) : Promise.reject(new Error()),
  );
  return answer;
}

function changeOf(line: Line, view: View, day: string, wording: Wording): string | null {
  const indicator = view.city.indicators.find(({ id }) => id === line.indicator);
  const side = line.areas[0];
  const fresh = line.earlier !== null && endOf(line.period) > day && endOf(line.earlier) <= day;
  if (!indicator || !side || !fresh || side.change === null) return null;
  if (side.change_verdict !== 'higher' && side.change_verdict !== 'lower') return null;
  const { t, language } = wording;
  const range = signedRange(
    { lower: side.change_lower, upper: side.change_upper },
    indicator,
    wording,
  );
  const number = difference(side.change, indicator, wording);
  return t('prio.news_line', {
    indicator: indicator.name,
    change: range === null ? number : `${number} (${range})`,
    verdict: t(`change.${side.change_verdict}`),
    from: formatPeriod(line.earlier ?? '', language, t),
    to: formatPeriod(line.period, language, t),
  });
}

function News(props: Props) {
  const wording = useWording();
  const { t, language } = wording;
  const { since, answer } = useNews(props);
  const day = props.decision.date ?? '';
  if (since === null) return <p>{t('prio.news_none')}</p>;
  const lines = (answer as Comparison | null)?.indicators.flatMap(
    (line) => changeOf(line, props.view, day, wording) ?? [],
  );
  const words = {
    from: formatPeriod(since.before, language, t),
    to: formatPeriod(since.latest, language, t),
  };
  return (
    <>
      <p>{t('prio.news_span', words)}</p>
      {lines?.length === 0 && <p>{t('prio.news_nothing_secured')}</p>}
      <ul class="plain-list">
        {lines?.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function Today(props: Props) {
  const wording = useWording();
  const { t } = wording;
  const ranking = useToday(props, wording);
  if (!ranking) return null;
  const { decision } = props;
  const areas = ranking.areas.filter(({ code }) => decision.codes.includes(code));
  return (
    <>
      <p>
        {t(
          ranking.definition_hash === decision.definition_hash
            ? 'prio.same_definition'
            : 'prio.other_definition',
          { name: ranking.name },
        )}
      </p>
      <ul class="plain-list">
        {areas.map((area) => (
          <li key={area.code}>
            <Link
              lang={dataLanguage(wording)}
              to={{ screen: 'profile', level: decision.of_level, area: area.code, areas: [] }}
            >
              {area.name}
            </Link>
            : {area.reason}
          </li>
        ))}
      </ul>
    </>
  );
}

function Facts({ decision }: { decision: Decision }) {
  const { t, language } = useWording();
  const day = (text: string) => formatPeriod(text, language, t);
  const { committee, date, paper, valid_from: from, valid_to: to, next_review: review } = decision;
  const facts: [string, string | null][] = [
    [t('prio.field_committee'), committee ?? null],
    [t('prio.field_date'), date ? day(date) : null],
    [t('prio.field_paper'), paper || null],
    [
      t('prio.term'),
      from
        ? t(to ? 'prio.term_from_to' : 'prio.term_from', { from: day(from), to: to ? day(to) : '' })
        : null,
    ],
    [t('prio.field_next_review'), review ? day(review) : null],
  ];
  return (
    <dl class="facts facts-wide">
      {facts.map(
        ([name, text]) =>
          text !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Who decided what on a priority area, and what is new since then. */
export function DecisionSection(props: Props) {
  const { t } = useWording();
  const { decision, view } = props;
  const same = decision.data_version === view.city.data_version;
  return (
    <div class="two-columns decision-section">
      <section class="card" aria-label={t('prio.decision')}>
        <h2>
          {t('prio.decision')} <StageBadge stage={decision.flag_status as Stage} />
        </h2>
        {decision.recheck_text && <p class="recheck">{decision.recheck_text}</p>}
        <Facts decision={decision} />
        {decision.reasons.map((reason) => (
          <blockquote key={reason}>{reason}</blockquote>
        ))}
      </section>
      <section class="card" aria-label={t('prio.news')}>
        <h2>{t('prio.news')}</h2>
        <p>{t(same ? 'prio.same_data' : 'prio.other_data')}</p>
        <News {...props} />
        <Today {...props} />
      </section>
    </div>
  );
}
