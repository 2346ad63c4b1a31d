import { useEffect, useState } from 'preact/hooks';
import { useWording } from '../wording';
import { plain } from './formula';
import { readNumber } from './rows';

interface Props {
  name: string;
  label: string;
  value: number;
  least: number;
  most: number;
  /** Called with every readable number that is typed. */
  preview?: (value: number) => void;
  /** Called when the number is final. */
  commit: (value: number) => void;
  visibleLabel?: boolean;
  unit?: string;
}

/** A number with comma or point; what is no number stays out and is marked. */
export function NumberInput(props: Props) {
  const { name, label, value, least, most, preview, commit, visibleLabel = false, unit } = props;
  const wording = useWording();
  const [typed, setTyped] = useState<string | null>(null);
  // What comes from elsewhere wins over what was half typed.
  useEffect(() => setTyped(null), [value]);
  const read = (text: string) => {
    const found = readNumber(text);
    return found !== null && found >= least && found <= most ? found : null;
  };
  const wrong = typed !== null && read(typed) === null;
  return (
    <label class="number-input">
      <span class={visibleLabel ? 'field-label' : 'visually-hidden'}>{label}</span>
      <span class="number-box">
        <input
          type="text"
          inputMode="decimal"
          name={name}
          value={typed ?? plain(value, wording)}
          aria-invalid={wrong}
          onInput={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            const found = read(text);
            if (found !== null) preview?.(found);
          }}
          onKeyDown={(event) => {
            const step = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            const next = Number((value + step).toFixed(6));
            if (next >= least && next <= most) commit(next);
          }}
          onChange={(event) => {
            const found = read(event.currentTarget.value);
            setTyped(null);
            if (found !== null) commit(found);
          }}
        />
        {unit && <span>{unit}</span>}
      </span>
      {wrong && (
        <small class="field-error">
          {wording.t('prio.expected_number', {
            least: plain(least, wording),
            most: plain(most, wording),
          })}
        </small>
      )}
    </label>
  );
}
