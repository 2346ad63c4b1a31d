import { useMemo } from 'preact/hooks';
import type { Asked } from '../ask';
import { availability } from '../choice';
import { AreaInfo } from '../components/AreaInfo';
import { AreaTable } from '../components/AreaTable';
import { DisparityPanel } from '../components/DisparityPanel';
import { DisplayPanel } from '../components/DisplayPanel';
import { Legend } from '../components/Legend';
import { MapSection } from '../components/MapSection';
import { Notes } from '../components/Notes';
import { OffersPanel } from '../components/OffersPanel';
import { ChoosePanel } from '../components/Pickers';
import { SelectionCard } from '../components/SelectionCard';
import { useLater } from '../later';
import type { View } from '../model';
import { type OfferGroup, useOffers } from '../offers';
import { pickedRows } from '../pick';
import type { Query } from '../state';
import { useWording } from '../wording';
import type { ScreenProps } from './props';

const NO_GROUPS: OfferGroup[] = [];

interface BesideProps {
  view: View;
  query: Query;
  groups: OfferGroup[];
  asked: Asked<unknown>;
}

/** Everything that stands beside the map, in the order of reading. */
function Beside({ view, query, groups, asked }: BesideProps) {
  const selected = view.rows.find((row) => row.code === query.area) ?? null;
  return (
    <>
      <OffersPanel view={view} query={query} groups={groups} asked={asked} />
      <Legend view={view} query={query} selected={selected} />
      <DisparityPanel view={view} />
      <div class="panel">
        {query.selection === null ? (
          <AreaInfo view={view} selected={selected} />
        ) : (
          <SelectionCard rows={pickedRows(view.rows, query)} query={query} />
        )}
        <AreaTable
          key={`${view.city.id}/${view.choice.level.id}`}
          view={view}
          query={query}
          selected={selected}
        />
      </div>
      <DisplayPanel view={view} query={query} />
    </>
  );
}

/** Map, legend, table and details of one indicator in one period. */
export function MapScreen({ view, query, pending }: ScreenProps) {
  const { t } = useWording();
  const offers = useOffers(view.city, t('offers.unnamed'));
  const groups = offers.answer ?? NO_GROUPS;
  const selected = view.rows.find((row) => row.code === query.area) ?? null;
  const refused = availability(view.choice.indicator, view.choice.level.id)?.refused ?? null;
  // The map is drawn first. The same nodes are not drawn again.
  const later = useLater(view, view);
  const beside = useMemo(
    () => <Beside view={later} query={query} groups={groups} asked={offers} />,
    [later, query, groups, offers.error],
  );
  const notes = useMemo(() => <Notes view={later} />, [later]);
  return (
    <>
      <div class="layout">
        <ChoosePanel view={view} query={query} />
        <MapSection
          view={view}
          query={query}
          selected={selected}
          pending={pending}
          refused={refused}
          groups={groups}
        />
        {beside}
      </div>
      {notes}
    </>
  );
}
