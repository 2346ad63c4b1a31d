import type { OfferLayer } from '../answers';
import type { Spot } from '../map/offers';
import { SHAPES } from '../map/symbols';
import type { View } from '../model';
import { useOutlines } from '../outlines';
import { useWording } from '../wording';
import { Failure } from './Failure';
import { OfferMarks } from './PlainMap';

/** The offers of an answer with a symbol for every file. */
export function spotsOf(layers: OfferLayer[]): Spot[] {
  return layers.flatMap(({ id, offers }, at) =>
    offers.map((offer) => ({
      key: `${id}/${offer.id}`,
      shape: SHAPES[at % SHAPES.length] ?? 'circle',
      lon: offer.lon,
      lat: offer.lat,
    })),
  );
}

/** The side of the areas, were they a square, as a share of the city's: symbols would cover what is smaller than this. */
const TINY = 0.05;

function isTiny(view: View, wanted: Set<string>): boolean {
  const km2 = (codes: (code: string) => boolean) =>
    view.rows.reduce((sum, { code, areaKm2 }) => sum + (codes(code) ? areaKm2 : 0), 0);
  return Math.sqrt(km2((code) => wanted.has(code)) / km2(() => true)) < TINY;
}

interface Props {
  view: View;
  codes: string[];
  title: string;
  offers: OfferLayer[];
}

/** Where areas lie in the city, on the screen and on paper. */
export function LocationMap({ view, codes, title, offers }: Props) {
  const { t } = useWording();
  const { answer, error, retry } = useOutlines(view);
  if (error !== null) return <Failure error={error} hasView={true} retry={retry} />;
  if (!answer) return null;
  const wanted = new Set(codes);
  const tiny = isTiny(view, wanted);
  const water = answer.context.filter(({ kind }) => kind === 'water');
  return (
    <figure class="location">
      <svg
        viewBox={`-6 -6 ${answer.width + 12} ${answer.height + 12}`}
        role="img"
        aria-label={title}
      >
        {answer.path.map((path, at) => (
          <path
            key={answer.id[at]}
            class={wanted.has(answer.code[at] ?? '') ? 'location-own' : 'location-other'}
            d={path}
            fill-rule="evenodd"
          />
        ))}
        {water.map(({ id, areas, lines }) => (
          <path key={id} class={areas ? 'location-water' : 'location-stream'} d={areas || lines} />
        ))}
        <path class="location-inner" d={answer.inner} />
        <path class="location-outer" d={answer.outer} />
        {answer.path.map(
          (path, at) =>
            wanted.has(answer.code[at] ?? '') && (
              <path key={answer.id[at]} class="location-edge" d={path} />
            ),
        )}
        {tiny &&
          answer.label.map(
            ([x, y], at) =>
              wanted.has(answer.code[at] ?? '') && (
                <circle
                  key={answer.id[at]}
                  class="location-ring"
                  cx={x}
                  cy={y}
                  r={answer.width / 22}
                />
              ),
          )}
        {!tiny && offers.length > 0 && (
          <OfferMarks outlines={answer} spots={spotsOf(offers)} size={1.6} />
        )}
      </svg>
      <figcaption>
        {t('profile.location_note', { year: view.choice.level.boundary_year })}
      </figcaption>
    </figure>
  );
}
