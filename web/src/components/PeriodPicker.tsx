import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../announce';
import { formatPeriod } from '../format';
import { adjust, choose } from '../state';
import { useWording } from '../wording';
import { type Props, useChoice } from './Pickers';

const FRAME_MS = 1200;

function Step({ label, sign, to }: { label: string; sign: string; to: string | undefined }) {
  return (
    <button
      type="button"
      class="step"
      aria-label={label}
      title={label}
      disabled={to === undefined}
      onClick={() => to !== undefined && choose({ period: to })}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

/** Walks through the periods, each as soon as the one before it is shown. */
function Player({ periods, period, shown }: { periods: string[]; period: string; shown: boolean }) {
  const { t } = useWording();
  const [playing, setPlaying] = useState(false);
  const next = periods[periods.indexOf(period) + 1];
  useEffect(() => {
    if (!playing || !shown) return;
    if (next === undefined) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => adjust({ period: next }), FRAME_MS);
    return () => clearTimeout(timer);
  }, [playing, shown, next]);
  const toggle = () => {
    if (playing) {
      setPlaying(false);
      return;
    }
    // Colours that mean something else in every picture would tell nothing.
    choose({ scale: 'fixed', period: next === undefined ? (periods[0] ?? period) : period });
    setPlaying(true);
    announce(t('choose.playing'));
  };
  return (
    <button type="button" class="button-plain" aria-pressed={playing} onClick={toggle}>
      <span aria-hidden="true">{playing ? '❚❚' : '▶'}</span>{' '}
      {t(playing ? 'choose.pause' : 'choose.play')}
    </button>
  );
}

/** One notch per period: arrows, page keys, home and end walk along. */
function Slider({ periods, period }: { periods: string[]; period: string }) {
  const { t, language } = useWording();
  const [dragged, setDragged] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const at = dragged ?? periods.indexOf(period);
  const text = (place: number) => formatPeriod(periods[place] ?? '', language, t);
  useEffect(() => setDragged(null), [period]);
  return (
    <div class="slider">
      <input
        ref={input}
        type="range"
        name="zeitregler"
        min={0}
        max={periods.length - 1}
        step={1}
        value={at}
        aria-label={t('choose.slider')}
        aria-valuetext={text(at)}
        onInput={(event) => setDragged(Number(event.currentTarget.value))}
        onChange={(event) => {
          const chosen = periods[Number(event.currentTarget.value)];
          setDragged(null);
          if (chosen !== undefined) choose({ period: chosen });
        }}
      />
      <p class="slider-ends" aria-hidden="true">
        <span>{text(0)}</span>
        {dragged !== null && <strong>{text(dragged)}</strong>}
        <span>{text(periods.length - 1)}</span>
      </p>
    </div>
  );
}

export function PeriodPicker(props: Props & { label?: string }) {
  const { t, language } = useWording();
  const { available, period } = useChoice(props);
  const periods = available?.refused === null ? available.periods : [];
  const position = period === null ? -1 : periods.indexOf(period);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const several = period !== null && periods.length > 1;
  return (
    <div class="field">
      <label class="field-label" for="jahr">
        {props.label ?? t('choose.period')}
      </label>
      <div class="stepper">
        <Step label={t('choose.period_previous')} sign="‹" to={periods[position - 1]} />
        <select
          id="jahr"
          name="jahr"
          value={period ?? ''}
          disabled={periods.length === 0}
          onChange={(event) => choose({ period: event.currentTarget.value })}
        >
          {periods.length === 0 && <option value="">{t('choose.no_period')}</option>}
          {periods.toReversed().map((item) => (
            <option key={item} value={item}>
              {formatPeriod(item, language, t)}
            </option>
          ))}
        </select>
        <Step label={t('choose.period_next')} sign="›" to={periods[position + 1]} />
      </div>
      {several && <Slider periods={periods} period={period} />}
      {several && !still && (
        <Player periods={periods} period={period} shown={props.view.choice.period === period} />
      )}
    </div>
  );
}
