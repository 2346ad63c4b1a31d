import type { ComponentChildren } from 'preact';
import { useCallback, useMemo, useRef } from 'preact/hooks';
import { useAnswer } from '../ask';
import { availability, hasValues } from '../choice';
import { Failure } from '../components/Failure';
import { LegendList } from '../components/LegendList';
import { MapBox } from '../components/MapBox';
import { pictureOf } from '../components/map-hook';
import { PeriodPicker } from '../components/PeriodPicker';
import { IndicatorPicker, LevelPicker } from '../components/Pickers';
import { PictureOfMap } from '../components/Picture';
import { IndicatorSelect, PeriodSelect } from '../components/Selects';
import { useDrawn } from '../drawn';
import { formatPeriod } from '../format';
import { loadView } from '../load';
import { type Row, type View, valueText, type Wording } from '../model';
import type { ScreenProps } from '../screens/props';
import { subtitle } from '../sentences';
import { adjust, choose, MIDDLE, type Query } from '../state';
import { makeTwin } from '../twin';
import type { Indicator } from '../types';
import { dataLanguage, useWording } from '../wording';
import { Verdict } from './Verdict';

/** The map on the left: another indicator, or the same in another period. */
export function otherOf(view: View, query: Query): { indicator: Indicator; period: string } | null {
  const { indicator, period, level } = view.choice;
  if (period === null) return null;
  const second = view.city.indicators.find(({ id }) => id === query.second) ?? indicator;
  const periods = hasValues(second, level.id)
    ? (availability(second, level.id)?.periods ?? [])
    : [];
  const wanted = query.otherPeriod;
  if (wanted !== null && periods.includes(wanted)) return { indicator: second, period: wanted };
  // The same picture twice would compare nothing: the first period says more.
  const usual = second === indicator ? periods.find((item) => item !== period) : period;
  const found = usual !== undefined && periods.includes(usual) ? usual : periods.at(-1);
  return found === undefined ? null : { indicator: second, period: found };
}

/** Both years of one indicator have the classes of all years, so that a colour means one thing. */
function useOther(view: View, query: Query) {
  const other = otherOf(view, query);
  const key =
    other && JSON.stringify([view.query, other.indicator.id, other.period, query.language]);
  return useAnswer(key, (signal) =>
    loadView(
      {
        ...query,
        ...(other ? { indicator: other.indicator.id, period: other.period } : {}),
        method: view.query.method,
        classes: view.query.classes,
        scale: 'fixed',
        hints: false,
        ignored: [],
        area: null,
      },
      signal,
    ),
  );
}

function mapTitle(view: View, wording: Wording): string {
  return `${view.choice.indicator.name}, ${subtitle(view, wording)}`;
}

const STEPS: Record<string, (at: number) => number> = {
  ArrowLeft: (at) => at - 2,
  ArrowDown: (at) => at - 2,
  ArrowRight: (at) => at + 2,
  ArrowUp: (at) => at + 2,
  PageDown: (at) => at - 20,
  PageUp: (at) => at + 20,
  Home: () => 0,
  End: () => 100,
};

const inside = (at: number) => Math.min(100, Math.max(0, Math.round(at)));

/** The line between two maps: dragged, or moved by keyboard. */
function Divider({ at, names }: { at: number; names: [string, string] }) {
  const { t } = useWording();
  const move = (next: number) => adjust({ divider: inside(next) === MIDDLE ? null : inside(next) });
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const box = handle.parentElement?.getBoundingClientRect();
    if (box) move((100 * (event.clientX - box.left)) / box.width);
  };
  return (
    <div
      class="swipe-divider"
      role="slider"
      tabIndex={0}
      aria-label={t('swipe.divider', { left: names[0], right: names[1] })}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={at}
      aria-valuetext={t('swipe.value', { percent: at })}
      style={{ left: `${at}%` }}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        move(step(at));
      }}
      onPointerDown={(event) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
    >
      <span aria-hidden="true">⇔</span>
    </div>
  );
}

function Half({ view, query, tip, twin, pending }: HalfProps) {
  const wording = useWording();
  // Hints belong to one period; beside another one they would mislead.
  const picture = useMemo(() => {
    const whole = pictureOf(view);
    return { ...whole, patterns: { ...whole.patterns, flag: [] } };
  }, [view]);
  return (
    <MapBox
      view={view}
      query={query}
      pending={pending}
      picture={picture}
      title={mapTitle(view, wording)}
      tip={tip}
      twin={twin}
    />
  );
}

interface HalfProps extends ScreenProps {
  tip: (row: Row) => ComponentChildren;
  twin: ReturnType<typeof makeTwin>;
}

/** What both maps say of one area. */
function useTip(left: View, right: View) {
  const wording = useWording();
  return useCallback(
    (row: Row) => {
      const line = (view: View) => {
        const found = view.rows.find(({ id }) => id === row.id);
        const period = formatPeriod(view.choice.period ?? '', wording.language, wording.t);
        return (
          <span>
            {view.choice.indicator.name}, {period}:{' '}
            {found ? valueText(found, view, wording) : wording.t('reason.no_row')}
          </span>
        );
      };
      return (
        <>
          <strong lang={dataLanguage(wording)}>{row.name}</strong>
          {line(left)}
          {line(right)}
        </>
      );
    },
    [left, right, wording],
  );
}

/** Two pictures of one indicator write their numbers alike. */
function alike(view: View, other: View): View {
  const same = view.choice.indicator.id === other.choice.indicator.id;
  return same ? { ...view, decimals: Math.max(view.decimals, other.decimals) } : view;
}

function Maps({ view: one, other: another, query, pending }: ScreenProps & { other: View }) {
  const wording = useWording();
  const { language, t } = wording;
  const twin = useRef(makeTwin()).current;
  const view = useMemo(() => alike(one, another), [one, another]);
  const other = useMemo(() => alike(another, one), [one, another]);
  const tip = useTip(other, view);
  const at = query.divider ?? MIDDLE;
  const name = (of: View) =>
    `${of.choice.indicator.name}, ${formatPeriod(of.choice.period ?? '', language, t)}`;
  const shared = { query: { ...query, hints: false }, pending, tip, twin };
  return (
    <>
      <div class="swipe-titles" aria-hidden="true">
        <strong>{name(other)}</strong>
        <strong>{name(view)}</strong>
      </div>
      <div class="swipe" style={{ '--divider': `${at}%` }}>
        <Half view={other} {...shared} />
        <div class="swipe-over">
          <Half view={view} {...shared} />
        </div>
        <Divider at={at} names={[name(other), name(view)]} />
      </div>
      <div class="swipe-paper only-print">
        {[other, view].map((of) => (
          <figure key={name(of)}>
            <figcaption>{name(of)}</figcaption>
            <PictureOfMap view={of} query={{ ...query, hints: false, scale: 'fixed' }} />
          </figure>
        ))}
      </div>
      <p class="field-help swipe-help">{t('swipe.help')}</p>
      <div class="two-columns">
        {[other, view].map((of) => (
          <section key={name(of)} class="card" aria-label={t('swipe.legend', { map: name(of) })}>
            <h2>{name(of)}</h2>
            <LegendList view={of} />
          </section>
        ))}
      </div>
      <Verdict left={other} right={view} />
    </>
  );
}

/** Two maps in one frame, divided by a line that is moved to and fro. */
export function SwipeComparison({ view, query, pending }: ScreenProps) {
  const { t, language } = useWording();
  const { city, choice } = view;
  const level = choice.level.id;
  const { answer, error, retry, pending: waiting } = useOther(view, query);
  const other = otherOf(view, query);
  useDrawn(!pending && !waiting && answer === null, query, view, answer);
  const shown = answer?.choice.level.id === level && answer.city.id === city.id ? answer : null;
  return (
    <>
      <section class="choose-row card" aria-label={t('choose.title')}>
        <LevelPicker view={view} query={query} />
        {other && (
          <div class="field">
            <IndicatorSelect
              label={t('swipe.left')}
              name="mit"
              indicators={city.indicators}
              level={level}
              chosen={other.indicator.id}
              pick={(id) => choose({ second: id, otherPeriod: null })}
            />
            <PeriodSelect
              label={t('swipe.left_period')}
              name="anderes_jahr"
              periods={availability(other.indicator, level)?.periods ?? []}
              chosen={other.period}
              pick={(period) => choose({ otherPeriod: period })}
              format={(period) => formatPeriod(period, language, t)}
            />
          </div>
        )}
        <IndicatorPicker view={view} query={query} label={t('swipe.right')} />
        <PeriodPicker view={view} query={query} label={t('swipe.right_period')} />
      </section>
      {error !== null && <Failure error={error} hasView={shown !== null} retry={retry} />}
      {!other && <p class="notice">{t('swipe.impossible')}</p>}
      {shown && <Maps view={view} other={shown} query={query} pending={pending || waiting} />}
    </>
  );
}
