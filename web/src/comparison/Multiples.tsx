import { fetchSeries } from '../api';
import { useAnswer } from '../ask';
import { LegendList } from '../components/LegendList';
import { Link } from '../components/Link';
import { IndicatorPicker, LevelPicker } from '../components/Pickers';
import { Remarks } from '../components/Remarks';
import { ServerImage } from '../components/ServerImage';
import { useDrawn } from '../drawn';
import { formatNumber, formatPeriod, withUnit } from '../format';
import type { View } from '../model';
import { pictureAddress } from '../picture';
import type { ScreenProps } from '../screens/props';
import type { Query } from '../state';
import type { Reason } from '../types';
import { useWording } from '../wording';

/** As many small maps as are taken in at once; more periods are thinned evenly, the last one stays. */
const MOST = 12;

export function thinned(periods: string[], most = MOST): string[] {
  if (periods.length <= most) return periods;
  const last = periods.length - 1;
  return Array.from(
    { length: most },
    (_, at) => periods[Math.round((at * last) / (most - 1))] ?? '',
  );
}

const SMALL = {
  width: '420',
  height: '420',
  // Hatches grow with the letters, of which there are none here: shown at half its size, finer ones are mere grey.
  letters: '24',
  scale: 'periods',
  parts: 'borders,context',
};

/** Colours lie where they lie on the large map; nothing else for orientation would be made out here. */
function ground(view: View, query: Query): string {
  const settled = view.city.context.find(({ kind }) => kind === 'settlement');
  return settled && (query.context?.includes(settled.id) ?? true) ? settled.id : 'none';
}

function SmallMap({ view, query, period, city, reason }: SmallProps) {
  const { t, language } = useWording();
  const { indicator } = view.choice;
  const name = formatPeriod(period, language, t);
  const asked = { ...SMALL, context: ground(view, query), period };
  const total =
    city === null ? null : withUnit(formatNumber(city, view.decimals, language), indicator.unit);
  return (
    <figure class={period === view.choice.period ? 'small-map small-map-now' : 'small-map'}>
      <figcaption>
        <Link to={{ screen: 'map', period, scale: 'fixed' }}>{name}</Link>
        {total !== null && <small>{t('multiples.city', { value: total })}</small>}
        {reason && <small>{t('multiples.city', { value: t(`reason.${reason}`) })}</small>}
      </figcaption>
      <ServerImage
        class="small-picture"
        src={small(view, query, asked)}
        alt={t('multiples.alt', { indicator: indicator.name, period: name })}
        width="210"
        height="210"
      />
    </figure>
  );
}

/** The picture's own parts, not those that the large one leaves out. */
function small(view: View, query: Query, asked: Record<string, string>): string {
  return pictureAddress(view, { ...query, hints: true, context: null }, 'svg', asked).replace(
    /&definition=[^&]*/,
    '',
  );
}

interface SmallProps {
  view: View;
  query: Query;
  period: string;
  city: number | null;
  reason: Reason | null;
}

/** One map per period, all with the same classes: what changes its colour has changed. */
export function MultiplesComparison({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t } = wording;
  const { city, choice } = view;
  const periods = choice.available?.periods ?? [];
  const [level, indicator] = [choice.level.id, choice.indicator.id];
  const key = JSON.stringify([city.id, level, indicator, city.data_version]);
  const { answer } = useAnswer(key, (signal) => fetchSeries(city.id, level, indicator, signal));
  useDrawn(!pending, query, view);
  const series = answer?.indicator === indicator ? answer : null;
  const at = (period: string) => series?.periods.indexOf(period) ?? -1;
  const shown = thinned(periods);
  return (
    <>
      <section class="choose-row card" aria-label={t('choose.title')}>
        <LevelPicker view={view} query={query} />
        <IndicatorPicker view={view} query={query} />
      </section>
      {periods.length < 2 && <p class="notice">{t('development.one_period')}</p>}
      {periods.length > 1 && (
        <>
          <p class="lead">
            {t('multiples.lead', { indicator: choice.indicator.name, count: shown.length })}
          </p>
          <Remarks view={view} />
          <div class="small-maps">
            {shown.map((period) => (
              <SmallMap
                key={period}
                view={view}
                query={query}
                period={period}
                city={series?.city[at(period)] ?? null}
                reason={series?.city_reason[at(period)] ?? null}
              />
            ))}
          </div>
          <section class="card small-legend" aria-label={t('legend.title')}>
            <h2>{t('multiples.legend')}</h2>
            <LegendList view={view} />
            <p class="field-help">{t('multiples.scale')}</p>
          </section>
        </>
      )}
    </>
  );
}
