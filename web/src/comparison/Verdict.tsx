import { amount, difference } from '../amounts';
import type { Correlation } from '../answers';
import { fetchCorrelation } from '../api';
import { useAnswer } from '../ask';
import { changeText } from '../certainty';
import { BreakText } from '../components/Remarks';
import { formatPeriod } from '../format';
import { loadView } from '../load';
import type { View, Wording } from '../model';
import { byName } from '../names';
import { choose } from '../state';
import { dataLanguage, useWording } from '../wording';

/** How two years differ, or how two indicators go together: in words, with what chance explains. */
export function Verdict({ left, right }: { left: View; right: View }) {
  const same = left.choice.indicator.id === right.choice.indicator.id;
  return same ? <Years left={left} right={right} /> : <Pair left={left} right={right} />;
}

function Years({ left, right }: { left: View; right: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const [a, b] = [left.choice.period ?? '', right.choice.period ?? ''];
  const [early, late] = a < b ? [a, b] : [b, a];
  const later = a < b ? right : left;
  const query = { ...later.query, earlier: early, period: late };
  const { answer } = useAnswer(JSON.stringify([query, 'years']), (signal) =>
    loadView({ ...query, indicator: later.choice.indicator.id, ignored: [], area: null }, signal),
  );
  const change = answer?.values?.change;
  if (!answer || !change || a === b) return null;
  const count = (verdict: string) => change.verdict.filter((item) => item === verdict).length;
  const known = change.verdict.filter((item) => item !== null).length;
  const words = {
    from: formatPeriod(early, language, t),
    to: formatPeriod(late, language, t),
    higher: count('higher'),
    lower: count('lower'),
    count: known,
  };
  const city = change.city.absolute;
  const all = change.absolute.filter((value) => value !== null).length;
  const estimated = change.mark.filter((mark) => mark === 'estimated').length;
  const moved = answer.rows
    .filter(
      ({ certainty }) => certainty?.change?.verdict && certainty.change.verdict !== 'not_secured',
    )
    .sort(byName);
  return (
    <section class="card" aria-labelledby="unterschied">
      <h2 id="unterschied">{t('swipe.difference')}</h2>
      <p>{known > 0 ? t('swipe.years', words) : t('development.no_model')}</p>
      {city !== null && (
        <p>
          {t('development.city', {
            city: answer.city.name,
            change: difference(city, answer.choice.indicator, wording),
          })}
          {change.city.verdict && ` (${t(`change.${change.city.verdict}`)})`}
        </p>
      )}
      {city === null && change.city.reason && (
        <p>
          {t('development.city_none', {
            city: answer.city.name,
            reason: t(`reason.${change.city.reason}`),
          })}
        </p>
      )}
      {change.breaks.length > 0 && (
        <ul class="remarks">
          {change.breaks.map((item) => (
            <li key={item.period}>
              <BreakText item={item} />
            </li>
          ))}
        </ul>
      )}
      {estimated > 0 && <p>{t('swipe.estimated', { count: estimated, all })}</p>}
      {moved.length > 0 && (
        <details>
          <summary>{t('swipe.areas', { count: moved.length })}</summary>
          <ul class="change-list">
            {moved.map((row) => (
              <li key={row.code}>
                <span lang={dataLanguage(wording)}>{row.name}</span>:{' '}
                {changeText(row, answer, wording)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function pairText(answer: Correlation, wording: Wording): string | null {
  if (answer.spearman === null) return null;
  const both = answer.class.filter((place) => place === 8).length;
  return wording.t('swipe.pair', {
    x: answer.x.name,
    y: answer.y.name,
    both,
    n: answer.n,
  });
}

function Pair({ left, right }: { left: View; right: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const question = {
    city: left.city.id,
    level: left.choice.level.id,
    x: left.choice.indicator.id,
    y: right.choice.indicator.id,
    xPeriod: left.choice.period ?? '',
    yPeriod: right.choice.period ?? '',
    language,
  };
  const { answer } = useAnswer(JSON.stringify(question), (signal) =>
    fetchCorrelation(question, signal),
  );
  const told = answer && pairText(answer, wording);
  if (!answer || !told) return null;
  const city = [answer.x, answer.y].map((axis) =>
    axis.city === null ? null : `${axis.name}: ${amount(axis.city, axis, wording)}`,
  );
  return (
    <section class="card" aria-labelledby="unterschied">
      <h2 id="unterschied">{t('swipe.together')}</h2>
      <p>{told}</p>
      <p>
        {t('table.city_row', { city: left.city.name })}: {city.filter(Boolean).join('; ')}
      </p>
      <p class="notice">{answer.note}</p>
      <p>
        <button
          type="button"
          class="button-plain"
          onClick={() => choose({ screen: 'correlation', second: right.choice.indicator.id })}
        >
          {t('swipe.to_correlation')}
        </button>
      </p>
    </section>
  );
}
