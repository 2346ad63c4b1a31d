import { Failure } from '../components/Failure';
import { Link } from '../components/Link';
import { LevelPicker } from '../components/Pickers';
import type { View } from '../model';
import { choose, choosePriority, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import type { Ranking } from './answers';
import { Cuts } from './Cuts';
import { DECLARED, isScenario, NO_BASE } from './choice';
import { formulaLines } from './formula';
import type { Scenario, Tuning } from './tuning';
import { Weights } from './Weights';

interface ChooseProps {
  view: View;
  query: Query;
}

/** Which definition, on which level. */
export function ChooseDefinition({ view, query }: ChooseProps) {
  const wording = useWording();
  const { t } = wording;
  const { city, choice } = view;
  const pick = (id: string) => {
    const found = city.priorities.find((definition) => definition.id === id);
    choose({
      definition: id,
      ...(found && { level: found.level, area: null }),
      // Weights and classes of one definition say nothing about the next.
      priority: { ...query.priority, ...DECLARED, base: NO_BASE, cell: null },
    });
  };
  return (
    <section class="choose-row card" aria-label={t('choose.title')}>
      <label class="field">
        <span class="field-label">{t('prio.definition')}</span>
        <select
          name="definition"
          value={choice.definition?.id ?? ''}
          onChange={(event) => pick(event.currentTarget.value)}
        >
          {city.priorities.map(({ id, name }) => (
            <option key={id} value={id} lang={dataLanguage(wording)}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <LevelPicker view={view} query={query} />
    </section>
  );
}

interface TuneProps extends ChooseProps {
  ranking: Ranking;
  scenario: Scenario;
  tuning: Tuning;
  /** What the server says against the chosen weights or cuts. */
  error: unknown;
  retry: () => void;
}

/** Weights and thresholds, with the formula that they enter. */
export function Tune({ view, query, ranking, scenario, tuning, error, retry }: TuneProps) {
  const wording = useWording();
  const { t } = wording;
  const changed = isScenario(query.priority);
  return (
    <section class="tune card" aria-label={t('prio.tune')}>
      <h2>{t('prio.tune')}</h2>
      <p class="field-help">{t('prio.tune_help')}</p>
      {error !== null && <Failure error={error} hasView retry={retry} />}
      <Weights view={view} ranking={ranking} tuning={tuning} scenario={scenario} />
      <Cuts view={view} ranking={ranking} tuning={tuning} scenario={scenario} />
      <div class="tune-foot">
        <button type="button" class="button-plain" disabled={!changed} onClick={tuning.reset}>
          {t('prio.reset')}
        </button>
        {changed && (
          <button
            type="button"
            class="button-plain"
            onClick={() => choosePriority({ part: 'scenario' })}
          >
            {t('prio.what_changes')}
          </button>
        )}
      </div>
      <details class="formula-box">
        <summary>{t('prio.formula')}</summary>
        {formulaLines(ranking.name, ranking.method, view.city, wording).map((line) => (
          <p key={line} class="formula">
            {line}
          </p>
        ))}
        <p>
          <Link to={{ priority: { ...query.priority, part: 'method' } }}>
            {t('prio.to_method')}
          </Link>
        </p>
      </details>
      <p class="field-help">
        {t('prio.version', {
          version: ranking.version,
          hash: ranking.definition_hash.slice(0, 8),
        })}
      </p>
    </section>
  );
}
