import { hasValues } from '../choice';
import type { Row } from '../model';
import { byName } from '../names';
import type { Indicator } from '../types';
import { useWording } from '../wording';
import { byTheme } from './Pickers';

interface AreaProps {
  label: string;
  name: string;
  rows: Row[];
  chosen: string | null;
  /** What stands for no area. */
  none: string;
  pick: (code: string | null) => void;
}

/** One area of the level, by name. */
export function AreaSelect({ label, name, rows, chosen, none, pick }: AreaProps) {
  const sorted = [...rows].sort(byName);
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select
        name={name}
        value={chosen ?? ''}
        onChange={(event) => pick(event.currentTarget.value || null)}
      >
        <option value="">{none}</option>
        {sorted.map((row) => (
          <option key={row.code} value={row.code}>
            {row.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface IndicatorProps {
  label: string;
  name: string;
  indicators: Indicator[];
  level: string;
  chosen: string;
  pick: (id: string) => void;
}

/** One indicator, by theme. */
export function IndicatorSelect(props: IndicatorProps) {
  const { t } = useWording();
  const { label, name, indicators, level, chosen, pick } = props;
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select name={name} value={chosen} onChange={(event) => pick(event.currentTarget.value)}>
        {byTheme(indicators).map(([theme, group]) => (
          <optgroup key={theme} label={theme}>
            {group.map((indicator) => (
              <option key={indicator.id} value={indicator.id}>
                {hasValues(indicator, level)
                  ? indicator.name
                  : t('choose.unavailable', { name: indicator.name })}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

interface PeriodProps {
  label: string;
  name: string;
  periods: string[];
  chosen: string | null;
  /** What stands for no period; without it one is always chosen. */
  none?: string;
  pick: (period: string | null) => void;
  format: (period: string) => string;
}

/** One period, the latest first. */
export function PeriodSelect({ label, name, periods, chosen, none, pick, format }: PeriodProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select
        name={name}
        value={chosen ?? ''}
        disabled={periods.length === 0}
        onChange={(event) => pick(event.currentTarget.value || null)}
      >
        {(none !== undefined || periods.length === 0) && <option value="">{none ?? '–'}</option>}
        {periods.toReversed().map((period) => (
          <option key={period} value={period}>
            {format(period)}
          </option>
        ))}
      </select>
    </label>
  );
}
