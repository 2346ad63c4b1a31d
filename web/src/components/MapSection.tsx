import { useCallback, useMemo } from 'preact/hooks';
import type { Series } from '../answers';
import { behindText, toCityText } from '../certainty';
import { Sparkline } from '../charts/Sparkline';
import { flagWords } from '../hints';
import { comparison, type Row, type View, valueText } from '../model';
import { type OfferGroup, useSpots } from '../offers';
import { rankText } from '../rank';
import { subtitle } from '../sentences';
import { useSeries } from '../series';
import type { Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import { Heading } from './Heading';
import { Link } from './Link';
import { MapBox } from './MapBox';
import { pictureOf } from './map-hook';
import { Refusal } from './Pickers';
import { PictureLinks, PictureOfMap } from './Picture';
import { Remarks } from './Remarks';

interface Props {
  view: View;
  query: Query;
  selected: Row | null;
  pending: boolean;
  refused: string | null;
  groups: OfferGroup[];
}

/** Everything about one area that fits beside the pointer. */
function AreaTip({ row, view, series }: { row: Row; view: View; series: Series | null }) {
  const wording = useWording();
  const at = series?.id.indexOf(row.id) ?? -1;
  const values = series?.value[at];
  const rank = rankText(row, view, wording);
  const texts = [
    behindText(row, view, wording),
    comparison(row, view, wording),
    toCityText(row, wording),
    rank && `${wording.t('info.rank')} ${rank}`,
  ];
  return (
    <>
      <strong lang={dataLanguage(wording)}>{row.name}</strong>
      <span>{valueText(row, view, wording)}</span>
      {texts.map((text) => text && <small key={text}>{text}</small>)}
      {values && series && (
        <Sparkline
          values={values}
          city={series.city}
          at={series.periods.indexOf(view.choice.period ?? '')}
        />
      )}
      {row.stage && <span class="flag">{flagWords(row.stage, view, wording)}</span>}
      {row.flagged && row.priority?.reason && <small>{row.priority.reason}</small>}
    </>
  );
}

function Credit({ view }: { view: View }) {
  const { t } = useWording();
  const { level } = view.choice;
  const source = view.city.sources.find((item) => item.id === level.source);
  if (!source) return null;
  return (
    <p class="credit">
      {t('map.geometry', { publisher: source.publisher, year: level.boundary_year })}
    </p>
  );
}

function Chosen({ view, row }: { view: View; row: Row }) {
  const wording = useWording();
  return (
    <p class="map-chosen">
      <a class="link" href="#gebiet-name" lang={dataLanguage(wording)}>
        {row.name}
      </a>
      <strong>{valueText(row, view, wording)}</strong>
      {behindText(row, view, wording)}
      {row.stage && <span class="flag">{flagWords(row.stage, view, wording)}</span>}
      <Link to={{ screen: 'profile', area: row.code }}>{wording.t('info.to_profile')}</Link>
      <Link to={{ screen: 'conference', area: row.code, slide: null, mode: null }}>
        {wording.t('conference.open')}
      </Link>
    </p>
  );
}

export function MapSection({ view, query, selected, pending, refused, groups }: Props) {
  const wording = useWording();
  const { t } = wording;
  const picture = useMemo(() => pictureOf(view), [view]);
  const series = useSeries(view);
  const spots = useSpots(groups, query.offers);
  const tip = useCallback(
    (row: Row) => <AreaTip row={row} view={view} series={series} />,
    [view, series],
  );
  return (
    <section class="map-section" aria-labelledby="titel">
      <div class="map-title">
        <Heading screen="map" lang={dataLanguage(wording)}>
          {view.choice.indicator.name}
        </Heading>
        <p>{subtitle(view, wording)}</p>
      </div>
      <Refusal view={view} refused={refused} />
      <MapBox
        view={view}
        query={query}
        pending={pending}
        spots={spots}
        groups={groups}
        picture={picture}
        title={`${view.choice.indicator.name}, ${subtitle(view, wording)}`}
        tip={tip}
      />
      <PictureOfMap view={view} query={query} onPaper />
      <PictureLinks view={view} query={query} />
      {selected && <Chosen view={view} row={selected} />}
      <Remarks view={view} />
      <div class="map-foot">
        <p>
          {t('notes.people')} {query.hints && view.priority && t('notes.index')}
        </p>
        <Credit view={view} />
      </div>
    </section>
  );
}
