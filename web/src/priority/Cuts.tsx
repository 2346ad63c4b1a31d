import type { View } from '../model';
import { useWording } from '../wording';
import type { Ranking } from './answers';
import { NumberInput } from './NumberInput';
import type { Scenario, Tuning } from './tuning';

interface Props {
  view: View;
  ranking: Ranking;
  tuning: Tuning;
  scenario: Scenario;
}

interface GroupProps {
  title: string;
  help: string | null;
  name: string;
  labels: string[];
  cuts: number[];
  commit: (cuts: number[]) => void;
}

function Group({ title, help, name, labels, cuts, commit }: GroupProps) {
  const { t } = useWording();
  return (
    <fieldset class="cuts">
      <legend>{title}</legend>
      {help && <p class="field-help">{help}</p>}
      {cuts.map((cut, at) => (
        <NumberInput
          key={at}
          name={`${name}-${at + 1}`}
          label={t('prio.cut_between', { low: labels[at] ?? '', high: labels[at + 1] ?? '' })}
          visibleLabel
          value={Number(cut.toFixed(4))}
          least={-1000}
          most={1000}
          commit={(next) => commit(cuts.with(at, next))}
        />
      ))}
    </fieldset>
  );
}

const HELP = { percentiles: 'prio.cuts_percentiles', exceeding: 'prio.cuts_exceeding' } as const;

/** The cuts between classes; the declared ones until others are chosen. */
export function Cuts({ view, ranking, tuning, scenario }: Props) {
  const { t } = useWording();
  const { method, dynamics, class_labels } = ranking;
  const declared = view.city.priorities.find(({ id }) => id === ranking.definition)?.cuts ?? [];
  const { classing } = method;
  const usual = classing === 'cuts' || classing === 'quantiles' ? ranking.cuts : declared;
  const cuts = scenario.cuts ?? usual;
  const ownDynamics = dynamics !== null && dynamics.method.classing === 'cuts';
  return (
    <>
      <Group
        title={t('prio.cuts')}
        help={classing in HELP ? t(HELP[classing as keyof typeof HELP]) : null}
        name="schwelle"
        labels={class_labels}
        cuts={cuts}
        commit={(next) => tuning.commit({ ...scenario, cuts: next })}
      />
      {ownDynamics && (
        <Group
          title={t('prio.cuts_dynamics')}
          help={null}
          name="schwelle-dynamik"
          labels={dynamics.class_labels}
          cuts={scenario.dynamicsCuts ?? dynamics.cuts}
          commit={(next) => tuning.commit({ ...scenario, dynamicsCuts: next })}
        />
      )}
    </>
  );
}
