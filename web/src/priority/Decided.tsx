import { difference, signedRange } from '../amounts';
import type { Decided, Decision, Line } from '../answers';
import { fetchComparison } from '../api';
import { useAnswer } from '../ask';
import { Facts } from '../components/Facts';
import { formatPeriod } from '../format';
import type { View, Wording } from '../model';
import { useWording } from '../wording';
import { endOf, sinceDay } from './since';

type Session = Pick<
  Decided | Decision,
  'committee' | 'date' | 'paper' | 'valid_from' | 'valid_to' | 'next_review'
>;

/** Who decided when, for how long. */
export function SessionFacts({ session }: { session: Session }) {
  const { t, language } = useWording();
  const day = (text: string) => formatPeriod(text, language, t);
  const { committee, date, paper, valid_from: from, valid_to: to, next_review: review } = session;
  const facts: [string, string | null | undefined][] = [
    [t('prio.field_committee'), committee],
    [t('prio.field_date'), date ? day(date) : null],
    [t('prio.field_paper'), paper],
    [
      t('prio.term'),
      from
        ? t(to ? 'prio.term_from_to' : 'prio.term_from', { from: day(from), to: to ? day(to) : '' })
        : null,
    ],
    [t('prio.field_next_review'), review ? day(review) : null],
  ];
  return <Facts facts={facts} wide />;
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

interface NewsProps {
  view: View;
  code: string;
  /** The day of the decision. */
  day: string;
}

function useNews({ view, code, day }: NewsProps) {
  const since = sinceDay(periodsOf(view), day);
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

/** Whether somebody who decided on that day could not know these numbers. */
function isNew(line: Line, day: string): boolean {
  return line.earlier !== null && endOf(line.period) > day && endOf(line.earlier) <= day;
}

function changeOf(line: Line, view: View, wording: Wording): string | null {
  const indicator = view.city.indicators.find(({ id }) => id === line.indicator);
  const side = line.areas[0];
  if (!indicator || !side || side.change === null) return null;
  if (side.change_verdict !== 'higher' && side.change_verdict !== 'lower') return null;
  const { t, language } = wording;
  const bounds = { lower: side.change_lower, upper: side.change_upper };
  const range = signedRange(bounds, indicator, wording);
  const number = difference(side.change, indicator, wording);
  return t('prio.news_line', {
    indicator: indicator.name,
    change: range === null ? number : `${number} (${range})`,
    verdict: t(`change.${side.change_verdict}`),
    from: formatPeriod(line.earlier ?? '', language, t),
    to: formatPeriod(line.period, language, t),
  });
}

/** What numbers say that nobody had when it was decided: only what is more than chance is told one by one. */
export function SinceDecision(props: NewsProps) {
  const wording = useWording();
  const { t, language } = wording;
  const { since, answer } = useNews(props);
  if (since === null) return <p>{t('prio.news_none')}</p>;
  const fresh = answer?.indicators.filter((line) => isNew(line, props.day));
  const lines = fresh?.flatMap((line) => changeOf(line, props.view, wording) ?? []);
  const words = {
    from: formatPeriod(since.before, language, t),
    to: formatPeriod(since.latest, language, t),
  };
  return (
    <>
      <p>
        {t('prio.news_span', words)}{' '}
        {fresh && lines && t('prio.news_count', { count: fresh.length, changed: lines.length })}
      </p>
      <ul class="plain-list news-list">
        {lines?.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
