import { useEffect } from 'preact/hooks';
import { announce, markReady } from '../announce';
import { formatNumber, formatPeriod } from '../format';
import type { CityEntry } from '../types';
import { dataLanguage, useWording } from '../wording';
import { Facts } from './Facts';
import { Link } from './Link';
import '../style/screens.css';
import '../style/cities.css';

function CityCard({ city }: { city: CityEntry }) {
  const wording = useWording();
  const { t, language } = wording;
  const count = (value: number) => formatNumber(value, 0, language);
  const period = (text: string) => formatPeriod(text, language, t);
  const levels = city.levels.map(({ plural, areas }) => `${count(areas)} ${plural}`).join(', ');
  const facts: [string, string | null][] = [
    [t('cities.areas'), levels],
    [t('cities.indicators'), count(city.indicators)],
    [
      t('cities.periods'),
      city.periods &&
        t('cities.span', { from: period(city.periods[0]), to: period(city.periods[1]) }),
    ],
    [t('cities.offers'), city.offers > 0 ? count(city.offers) : null],
    [t('cities.as_of'), city.as_of && period(city.as_of)],
  ];
  return (
    <li class="card city-card">
      <h2>
        <Link to={{ city: city.id }} lang={dataLanguage(wording)}>
          {city.name}
        </Link>
      </h2>
      {city.invented && <p class="city-invented">{t('cities.invented')}</p>}
      <Facts facts={facts} />
    </li>
  );
}

/** Where nobody has chosen a city yet. */
export function CityChooser({ cities }: { cities: CityEntry[] }) {
  const { t } = useWording();
  useEffect(() => {
    announce(t('cities.title'));
    markReady(true);
  }, [cities, t]);
  return (
    <div class="screen cities">
      <h1>{t('cities.title')}</h1>
      <p class="lead">{t('cities.lead')}</p>
      <ul class="city-cards">
        {cities.map((city) => (
          <CityCard key={city.id} city={city} />
        ))}
      </ul>
      <p class="field-help">{t('notes.people')}</p>
    </div>
  );
}
