import type { Place, Profile } from '../answers';
import { Link } from '../components/Link';
import { formatNumber, formatPeriod } from '../format';
import { dataLanguage, useWording } from '../wording';

export function Places({
  title,
  level,
  places,
}: {
  title: string;
  level?: string;
  places: Place[];
}) {
  const wording = useWording();
  if (places.length === 0) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd lang={dataLanguage(wording)}>
        {places.map(({ code, name }, at) => (
          <span key={code}>
            {at > 0 && ', '}
            <Link
              to={{
                screen: 'profile',
                area: code,
                areas: [],
                selection: null,
                ...(level ? { level } : {}),
              }}
            >
              {name}
            </Link>
          </span>
        ))}
      </dd>
    </div>
  );
}

/** Inhabitants and ground. */
export function Size({ population, km2 }: { population: Profile['population']; km2: number }) {
  const { t, language } = useWording();
  const size = formatNumber(km2, km2 < 10 ? 2 : 1, language);
  const people =
    population &&
    (population.value === null
      ? population.reason_text
      : formatNumber(population.value, 0, language));
  return (
    <>
      {population && (
        <div>
          <dt>
            {population.name.includes(formatPeriod(population.period, language, t))
              ? population.name
              : `${population.name}, ${formatPeriod(population.period, language, t)}`}
          </dt>
          <dd>{people}</dd>
        </div>
      )}
      <div>
        <dt>{t('info.area')}</dt>
        <dd>{t('info.area_value', { area: size })}</dd>
      </div>
    </>
  );
}

/** Where the area lies and what lies in and beside it. */
export function Surroundings({ answer }: { answer: Profile }) {
  const { t } = useWording();
  const { area, parents, children, neighbours, population, similar } = answer;
  return (
    <dl class="facts facts-wide">
      <Size population={population} km2={area.area_km2} />
      <div>
        <dt>{t('info.code')}</dt>
        <dd>{area.code}</dd>
      </div>
      {parents.map((parent) => (
        <Places
          key={parent.level}
          title={parent.level_name}
          level={parent.level}
          places={[parent]}
        />
      ))}
      {children && (
        <Places title={children.level_plural} level={children.level} places={children.areas} />
      )}
      <Places title={t('profile.neighbours')} places={neighbours} />
      <Places title={t('profile.similar')} places={similar.areas} />
    </dl>
  );
}
