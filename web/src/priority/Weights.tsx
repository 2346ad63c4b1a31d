import { useId } from 'preact/hooks';
import { formatNumber } from '../format';
import type { View } from '../model';
import { dataLanguage, useWording } from '../wording';
import type { MethodIndicator, Ranking } from './answers';
import type { Weights as Chosen } from './choice';
import { NumberInput } from './NumberInput';
import type { Scenario, Tuning } from './tuning';

/** As far as the slider goes; the number beside it goes further. */
const FARTHEST = 3;
const STEP = 0.05;

interface RowProps {
  item: MethodIndicator;
  name: string;
  share: number;
  tuning: Tuning;
  scenario: Scenario;
}

function WeightRow({ item, name, share, tuning, scenario }: RowProps) {
  const wording = useWording();
  const { t, language } = wording;
  const id = useId();
  const weight = scenario.weights[item.id] ?? item.weight;
  const changed = (next: number): Partial<Scenario> => ({
    weights: { ...scenario.weights, [item.id]: next },
  });
  const most = Math.max(FARTHEST, Math.ceil(item.weight));
  return (
    <div class="weight">
      <label class="weight-name" for={id} lang={dataLanguage(wording)}>
        {name}
      </label>
      <span class="weight-share">
        {t('prio.weight_share', { share: formatNumber(share, 0, language) })}
      </span>
      <input
        id={id}
        type="range"
        name={`gewicht-${item.id}`}
        min={0}
        max={most}
        step={STEP}
        value={Math.min(weight, most)}
        aria-valuetext={t('prio.weight_text', { weight: formatNumber(weight, 2, language) })}
        onInput={(event) => tuning.preview(changed(Number(event.currentTarget.value)))}
        onChange={(event) => tuning.commit(changed(Number(event.currentTarget.value)))}
      />
      <NumberInput
        name={`zahl-${item.id}`}
        label={t('prio.weight_of', { indicator: name })}
        value={weight}
        least={0}
        most={100}
        preview={(next) => tuning.preview(changed(next))}
        commit={(next) => tuning.commit(changed(next))}
      />
    </div>
  );
}

/** The indicators of both indices, each once. */
function indicatorsOf(ranking: Ranking): {
  status: MethodIndicator[];
  dynamics: MethodIndicator[];
} {
  const status = ranking.method.indicators;
  const known = new Set(status.map(({ id }) => id));
  const others = ranking.dynamics?.method.indicators.filter(({ id }) => !known.has(id)) ?? [];
  return { status, dynamics: others };
}

function sharesOf(items: MethodIndicator[], weights: Chosen): Map<string, number> {
  const weight = (item: MethodIndicator) => weights[item.id] ?? item.weight;
  const sum = items.reduce((total, item) => total + weight(item), 0);
  return new Map(items.map((item) => [item.id, sum > 0 ? (100 * weight(item)) / sum : 0]));
}

interface Props {
  view: View;
  ranking: Ranking;
  tuning: Tuning;
  scenario: Scenario;
}

/** A weight for every indicator, by slider and by number. */
export function Weights({ view, ranking, tuning, scenario }: Props) {
  const { t } = useWording();
  const { status, dynamics } = indicatorsOf(ranking);
  const group = (items: MethodIndicator[], title: string) => {
    const shares = sharesOf(items, scenario.weights);
    return (
      <fieldset class="weights">
        <legend>{title}</legend>
        {items.map((item) => (
          <WeightRow
            key={item.id}
            item={item}
            name={view.city.indicators.find(({ id }) => id === item.id)?.name ?? item.id}
            share={shares.get(item.id) ?? 0}
            tuning={tuning}
            scenario={scenario}
          />
        ))}
      </fieldset>
    );
  };
  return (
    <>
      {group(status, t(dynamics.length > 0 ? 'prio.weights_status' : 'prio.weights'))}
      {dynamics.length > 0 && group(dynamics, t('prio.weights_dynamics'))}
    </>
  );
}
