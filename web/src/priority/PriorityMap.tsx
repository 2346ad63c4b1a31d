import { useCallback, useMemo } from 'preact/hooks';
import { address } from '../api';
import { FileLink } from '../components/FileLink';
import { MapBox } from '../components/MapBox';
import { ServerImage } from '../components/ServerImage';
import { formatNumber } from '../format';
import type { Row, View } from '../model';
import { choosePriority, type Query } from '../state';
import { dataLanguage, useWording } from '../wording';
import type { Compared, Ranking } from './answers';
import { scenarioQuery } from './asking';
import type { Colors } from './choice';
import { type Cell, changesPicture, rankingPicture, shownColors } from './picture';
import { StageBadge } from './StageBadge';
import type { Scenario } from './tuning';

export interface MapProps {
  view: View;
  query: Query;
  ranking: Ranking;
  compared: Compared | null;
  scenario: Scenario;
  cell: Cell | null;
  pending: boolean;
  title: string;
}

const SHOWS: Record<Colors, string> = {
  status: 'status',
  dynamics: 'dynamics',
  both: 'status-dynamics',
  flags: 'status',
};

/** Where the server draws the same map. */
function pictureUrl({ view, query, ranking, scenario }: MapProps, more: Record<string, string>) {
  const asked: Record<string, string> = {
    show: SHOWS[shownColors(query.priority.colors, ranking)],
    definition: ranking.definition,
    ...scenarioQuery(scenario),
    ...(query.context === null ? {} : { context: query.context.join(',') || 'none' }),
    ...(query.language === 'de' ? {} : { language: query.language }),
    ...more,
  };
  const extension = asked.extension ?? 'svg';
  delete asked.extension;
  return address(['cities', view.city.id, view.choice.level.id, `map.${extension}`], asked);
}

const BESIDE = 'title,legend,sources,notes,address';

function Tip({
  row,
  ranking,
  compared,
}: {
  row: Row;
  ranking: Ranking;
  compared: Compared | null;
}) {
  const wording = useWording();
  const { t, language } = wording;
  const area = ranking.areas.find(({ id }) => id === row.id);
  if (!area) return null;
  const change = compared?.areas.find(({ id }) => id === row.id)?.change ?? -1;
  return (
    <>
      <strong lang={dataLanguage(wording)}>{row.name}</strong>
      {area.index === null ? (
        <span>{area.reason}</span>
      ) : (
        <span>
          {ranking.class_labels[area.status]}
          {area.dynamics && `, ${ranking.dynamics?.class_labels[area.dynamics.status]}`}
        </span>
      )}
      {area.index !== null && (
        <small>{t('prio.index_value', { index: formatNumber(area.index, 2, language) })}</small>
      )}
      {area.near_cut && <small>{t('prio.near_cut')}</small>}
      {change >= 0 && <small>{compared?.changes[change]?.label}</small>}
      {area.flag_status && <StageBadge stage={area.flag_status} />}
    </>
  );
}

function ColorSwitch({ query, ranking }: { query: Query; ranking: Ranking }) {
  const { t } = useWording();
  const chosen = shownColors(query.priority.colors, ranking);
  const all: Colors[] =
    ranking.dynamics === null ? ['status', 'flags'] : ['status', 'dynamics', 'both', 'flags'];
  return (
    <fieldset class="color-switch">
      <legend class="visually-hidden">{t('prio.colors')}</legend>
      {all.map((colors) => (
        <button
          key={colors}
          type="button"
          aria-pressed={chosen === colors}
          onClick={() => choosePriority({ colors })}
        >
          {t(`prio.colors_${colors}`)}
        </button>
      ))}
    </fieldset>
  );
}

function PictureFiles(props: MapProps) {
  const { t } = useWording();
  return (
    <div class="picture-links">
      <span>{t('picture_menu.title')}</span>
      <FileLink class="button" href={pictureUrl(props, {})} download>
        {t('picture_menu.svg')}
      </FileLink>
      <FileLink class="button" href={pictureUrl(props, { extension: 'png' })} download>
        {t('picture_menu.png')}
      </FileLink>
    </div>
  );
}

/** The areas by class, or by what changes. */
export function PriorityMap(props: MapProps) {
  const { view, query, ranking, compared, cell, pending, title } = props;
  const wording = useWording();
  const { t } = wording;
  const { colors } = query.priority;
  const picture = useMemo(
    () => (compared ? changesPicture(compared, ranking) : rankingPicture(ranking, colors, cell)),
    [compared, ranking, colors, cell?.status, cell?.dynamics],
  );
  const tip = useCallback(
    (row: Row) => <Tip row={row} ranking={ranking} compared={compared} />,
    [ranking, compared],
  );
  const onPaper = (
    <ServerImage
      class="picture-of-map only-print"
      src={pictureUrl(props, { width: '1200', height: '900', without: BESIDE })}
      alt={t('map.label', { title })}
      width="1200"
      height="900"
    />
  );
  return (
    <section class="map-section" aria-label={t('prio.map')}>
      {!compared && <ColorSwitch query={query} ranking={ranking} />}
      <MapBox
        view={view}
        query={query}
        pending={pending}
        picture={picture}
        title={title}
        tip={tip}
      />
      {onPaper}
      <PictureFiles {...props} />
    </section>
  );
}
