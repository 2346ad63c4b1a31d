import { downloadAddress, itemsAddress, pageAddress, reportAddress } from '../api';
import { formatPeriod } from '../format';
import type { View } from '../model';
import type { Source } from '../types';
import { dataLanguage, useWording } from '../wording';
import { FileLink } from './FileLink';

/** The sources of what is shown stand first; the others do not matter here. */
function shownSources({ city, choice }: View): Source[] {
  const ids = new Set([...choice.indicator.sources, choice.level.source]);
  return city.sources.filter((source) => ids.has(source.id));
}

function SourceItem({ source }: { source: Source }) {
  const { t, language } = useWording();
  const parts = [
    source.title,
    t('notes.licence', { licence: source.licence }),
    t('notes.as_of', { date: formatPeriod(source.as_of, language, t) }),
    source.population_concept && t('notes.population', { concept: source.population_concept }),
  ];
  return (
    <li>
      <strong>{t('notes.source', { publisher: source.publisher })}</strong>
      <br />
      {parts.filter(Boolean).join(' · ')}
      {source.disclosure && (
        <>
          <br />
          {source.disclosure}
        </>
      )}
    </li>
  );
}

function Downloads({ view }: { view: View }) {
  const { t, language } = useWording();
  const { city, choice } = view;
  if (choice.period === null) return null;
  const { level, indicator, period } = choice;
  const table = (periods: string) =>
    downloadAddress(city.id, level.id, indicator.id, periods, language);
  return (
    <>
      <h3>{t('notes.downloads')}</h3>
      <ul class="files">
        <li>
          <FileLink href={table(period)} download>
            {t('notes.csv', { period: formatPeriod(period, language, t) })}
          </FileLink>
        </li>
        <li>
          <FileLink href={table('all')} download>
            {t('notes.csv_all')}
          </FileLink>
        </li>
        <li>
          <FileLink href={itemsAddress(city.id, level.id, indicator.id, period)}>
            {t('notes.geojson')}
          </FileLink>
        </li>
        <li>
          <a class="link" href={pageAddress(['api.html'], language)}>
            {t('notes.api')}
          </a>
        </li>
      </ul>
    </>
  );
}

function CheckReport({ city }: { city: string }) {
  const { t, language } = useWording();
  return (
    <p>
      <FileLink href={reportAddress(city, language)}>{t('notes.report')}</FileLink>
    </p>
  );
}

function Versions({ view }: { view: View }) {
  const { t } = useWording();
  const { city, priority, values } = view;
  const version = values?.data_version ?? city.data_version;
  return (
    <p class="field-help">
      {t('notes.version', { version: version.slice(0, 12) })}
      {priority && (
        <>
          <br />
          {t('notes.definition_hash', { hash: priority.definition_hash.slice(0, 12) })}
        </>
      )}
    </p>
  );
}

function Goals({ view }: { view: View }) {
  const wording = useWording();
  const { goals } = view.choice.indicator;
  if (goals.length === 0) return null;
  return (
    <>
      <h3>{wording.t('notes.goals')}</h3>
      <ul lang={dataLanguage(wording)}>
        {goals.map((goal) => (
          <li key={goal.id}>
            {/^https?:\/\//.test(goal.url) ? (
              <a class="link" href={goal.url}>
                {goal.name}
              </a>
            ) : (
              goal.name
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

export function Notes({ view }: { view: View }) {
  const wording = useWording();
  const { t } = wording;
  const { city, choice, priority } = view;
  const { indicator, definition } = choice;
  return (
    <section class="notes" aria-labelledby="grundlagen">
      <h2 id="grundlagen">{t('notes.title')}</h2>
      <div class="notes-columns">
        <div>
          <h3>{t('notes.sources')}</h3>
          <ul>
            {shownSources(view).map((source) => (
              <SourceItem key={source.id} source={source} />
            ))}
          </ul>
        </div>
        <div>
          <h3 lang={dataLanguage(wording)}>{indicator.name}</h3>
          <p>
            <span lang={dataLanguage(wording)}>{indicator.description}</span>{' '}
            {t(`direction.${indicator.direction}`)}
          </p>
          {indicator.formula && indicator.formula !== indicator.name && (
            <p>{t('choose.formula', { formula: indicator.formula })}</p>
          )}
          <p>
            <a
              class="link"
              href={pageAddress(
                ['cities', city.id, 'indicators', indicator.id, 'method.html'],
                wording.language,
              )}
            >
              {t('sources.to_method')}
            </a>
          </p>
          <Goals view={view} />
          {definition && (
            <>
              <h3>{city.priority_name}</h3>
              <p>
                {t('notes.definition', {
                  name: definition.name,
                  description: definition.description,
                })}
              </p>
              <p>{priority?.note ?? t('notes.index')}</p>
              <p>
                <a
                  class="link"
                  href={pageAddress(
                    ['cities', city.id, 'definitions', definition.id, 'method.html'],
                    wording.language,
                  )}
                >
                  {t('sources.to_method')}
                </a>
              </p>
            </>
          )}
        </div>
        <div>
          <Downloads view={view} />
          <CheckReport city={city.id} />
          {city.note && (
            <>
              <h3>{t('notes.city_note')}</h3>
              <p lang={dataLanguage(wording)}>{city.note}</p>
            </>
          )}
          <Versions view={view} />
        </div>
      </div>
    </section>
  );
}
