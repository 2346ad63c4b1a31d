import { Link } from '../components/Link';
import { formatPeriod } from '../format';
import type { View } from '../model';
import { dataLanguage, useWording } from '../wording';
import type { Ranking } from './answers';
import { classRanges, formulaLines, participants, readingOf } from './formula';

function Classes({ ranking, which }: { ranking: Ranking; which: 'status' | 'dynamics' }) {
  const wording = useWording();
  const { t } = wording;
  const of = which === 'status' ? ranking : ranking.dynamics;
  if (of === null) return null;
  const { classing } = of.method;
  return (
    <>
      <p>{t(`prio.classing_${classing as 'cuts'}`)}</p>
      <ul class="class-ranges">
        {classRanges(of.class_labels, of.cuts, classing, wording).map(({ label, range }, at) => (
          <li key={label}>
            <svg class="swatch" viewBox="0 0 28 18" aria-hidden="true" focusable="false">
              <rect width="28" height="18" fill={of.colors[at]} />
            </svg>
            <span>{label}</span>
            <span>{range}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function DynamicsMethod({ view, ranking }: { view: View; ranking: Ranking }) {
  const wording = useWording();
  const { t, language } = wording;
  const { dynamics } = ranking;
  if (dynamics === null) return null;
  const since = dynamics.since === null ? '' : formatPeriod(dynamics.since, language, t);
  return (
    <section class="card">
      <h2>{t('prio.method_dynamics')}</h2>
      <p>
        {t(`prio.change_${dynamics.change}`, { since })} {t(`prio.high_${dynamics.high}`)}
      </p>
      {formulaLines(t('prio.dynamics_index'), dynamics.method, view.city, wording).map((line) => (
        <p key={line} class="formula">
          {line}
        </p>
      ))}
      <Classes ranking={ranking} which="dynamics" />
    </section>
  );
}

/** How the index comes about, to be read aloud in a committee. */
export function MethodPart({ view, ranking }: { view: View; ranking: Ranking }) {
  const wording = useWording();
  const { t, language } = wording;
  const definition = view.choice.definition;
  const period = formatPeriod(ranking.period, language, t);
  return (
    <section class="part method" aria-label={t('prio.part_method')}>
      {definition && (
        <p class="lead" lang={dataLanguage(wording)}>
          {definition.description}
        </p>
      )}
      <section class="card">
        <h2>{t('prio.method_who')}</h2>
        <ul class="plain-list">
          {participants(ranking, view.choice.level.plural, wording).map((text) => (
            <li key={text}>{text}</li>
          ))}
          <li>{t('prio.valid', { count: ranking.valid, all: ranking.areas.length })}</li>
          <li>{t('prio.min_areas', { count: ranking.min_areas })}</li>
        </ul>
      </section>
      <section class="card">
        <h2>{t('prio.method_index', { period })}</h2>
        {formulaLines(ranking.name, ranking.method, view.city, wording).map((line) => (
          <p key={line} class="formula">
            {line}
          </p>
        ))}
        <ul class="plain-list">
          {readingOf(ranking.method, view.city, wording).map((text) => (
            <li key={text}>{text}</li>
          ))}
          <li>{t('prio.high_means')}</li>
        </ul>
        <Classes ranking={ranking} which="status" />
      </section>
      <DynamicsMethod view={view} ranking={ranking} />
      <section class="card">
        <h2>{t('prio.method_attention')}</h2>
        <p>{t('prio.attention_help')}</p>
        <ul class="plain-list">
          {ranking.attention.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </section>
      <p class="field-help">
        {t('prio.fingerprint', {
          version: ranking.version,
          hash: ranking.definition_hash,
          data: ranking.data_version,
          result: ranking.result_id,
        })}{' '}
        <Link to={{ screen: 'sources' }}>{t('prio.to_sources')}</Link>
      </p>
    </section>
  );
}
