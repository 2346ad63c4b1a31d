import { pageAddress } from '../api';
import { hasValues } from '../choice';
import { Facts } from '../components/Facts';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import { byTheme } from '../components/Pickers';
import { useDrawn } from '../drawn';
import { formatPeriod } from '../format';
import { choose } from '../state';
import type { City, Definition, Indicator, Source } from '../types';
import { dataLanguage, useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';
import '../style/data.css';

function SourceCard({ source, city }: { source: Source; city: City }) {
  const wording = useWording();
  const { t, language } = wording;
  const used = [
    ...city.levels.filter((level) => level.source === source.id).map((level) => level.plural),
    ...city.indicators.filter(({ sources }) => sources.includes(source.id)).map(({ name }) => name),
  ];
  return (
    <li class="card">
      <h3 lang={dataLanguage(wording)}>{source.title || source.publisher}</h3>
      <Facts
        wide
        facts={[
          [t('sources.publisher'), t('notes.source', { publisher: source.publisher })],
          [t('sources.licence'), source.licence],
          [t('sources.as_of'), formatPeriod(source.as_of, language, t)],
          [t('sources.owner'), source.owner],
          [t('sources.update_cycle'), source.update_cycle],
          [t('sources.population'), source.population_concept],
          [t('sources.rules'), source.disclosure],
          [t('sources.used'), used.join(', ')],
        ]}
      />
      {source.url && /^https?:\/\//.test(source.url) && (
        <a class="link" href={source.url}>
          {t('sources.link')}
        </a>
      )}
    </li>
  );
}

function MethodFacts({ indicator, city }: { indicator: Indicator; city: City }) {
  const { t, language } = useWording();
  const levels = city.levels.filter(({ id }) => hasValues(indicator, id));
  const periods = [...new Set(indicator.available.flatMap((entry) => entry.periods))].sort();
  const span = [periods[0], periods.at(-1)].map((period) =>
    period ? formatPeriod(period, language, t) : '',
  );
  const publishers = city.sources.filter(({ id }) => indicator.sources.includes(id));
  const breaks = indicator.breaks.map(
    ({ period, text }) =>
      `${t('remark.break', { period: formatPeriod(period, language, t) })} ${text}`,
  );
  return (
    <Facts
      wide
      facts={[
        [t('sources.formula'), indicator.formula],
        [t('sources.unit'), indicator.unit],
        [t('sources.direction'), t(`direction.${indicator.direction}`)],
        [t('sources.levels'), levels.map(({ plural }) => plural).join(', ')],
        [
          t('sources.periods'),
          periods.length > 1
            ? t('sources.span', { from: span[0] ?? '', to: span[1] ?? '', count: periods.length })
            : (span[0] ?? ''),
        ],
        [t('sources.source'), publishers.map(({ publisher }) => publisher).join('; ')],
        [t('sources.key_dates'), indicator.key_dates.join(', ')],
        [t('sources.population'), indicator.population_concepts.join(', ')],
        [t('sources.remarks'), [...breaks, ...indicator.remarks].join(' ')],
      ]}
    />
  );
}

interface MethodProps {
  indicator: Indicator;
  city: City;
  open: boolean;
}

/** How one indicator is computed. The one of the map is open. */
function Method({ indicator, city, open }: MethodProps) {
  const wording = useWording();
  return (
    <details class="method" open={open} id={`methode-${indicator.id}`}>
      <summary lang={dataLanguage(wording)}>{indicator.name}</summary>
      {indicator.description && <p lang={dataLanguage(wording)}>{indicator.description}</p>}
      <MethodFacts indicator={indicator} city={city} />
      <p>
        <Link to={{ screen: 'map', indicator: indicator.id, period: null }}>
          {wording.t('sources.to_map')}
        </Link>{' '}
        <a
          class="link"
          href={pageAddress(
            ['cities', city.id, 'indicators', indicator.id, 'method.html'],
            wording.language,
          )}
        >
          {wording.t('sources.to_method')}
        </a>
      </p>
    </details>
  );
}

function DefinitionCard({ definition, city }: { definition: Definition; city: City }) {
  const wording = useWording();
  const { t, language } = wording;
  const name = (id: string) => city.indicators.find((item) => item.id === id)?.name ?? id;
  const level = city.levels.find((item) => item.id === definition.level);
  return (
    <li class="card">
      <h3 lang={dataLanguage(wording)}>{definition.name}</h3>
      <p lang={dataLanguage(wording)}>{definition.description}</p>
      <Facts
        wide
        facts={[
          [t('sources.indicators'), definition.indicators.map(name).join(', ')],
          [t('sources.levels'), level?.plural],
          [t('sources.periods'), formatPeriod(definition.period, language, t)],
          [t('sources.classes'), definition.class_labels.join(', ')],
          [t('sources.flagged'), definition.flag_labels.join(', ')],
        ]}
      />
      <a
        class="link"
        href={pageAddress(
          ['cities', city.id, 'definitions', definition.id, 'method.html'],
          language,
        )}
      >
        {t('sources.to_method')}
      </a>
    </li>
  );
}

/** Where every number comes from and how it is computed. */
export function SourcesScreen({ view, query, pending }: ScreenProps) {
  const wording = useWording();
  const { t } = wording;
  const { city } = view;
  useDrawn(!pending, query, view);
  return (
    <div class="screen">
      <Heading screen="sources">{t('screen.sources')}</Heading>
      <p class="lead">{t('sources.lead')}</p>
      <h2>{t('notes.sources')}</h2>
      <ul class="source-cards">
        {city.sources.map((source) => (
          <SourceCard key={source.id} source={source} city={city} />
        ))}
      </ul>
      <h2>{t('sources.methods')}</h2>
      {byTheme(city.indicators).map(([theme, group]) => (
        <section key={theme} aria-label={theme}>
          <h3 lang={dataLanguage(wording)}>{theme}</h3>
          {group.map((indicator) => (
            <Method
              key={indicator.id}
              indicator={indicator}
              city={city}
              open={indicator.id === view.choice.indicator.id}
            />
          ))}
        </section>
      ))}
      {city.priorities.length > 0 && <h2 lang={dataLanguage(wording)}>{city.priority_name}</h2>}
      <ul class="source-cards">
        {city.priorities.map((definition) => (
          <DefinitionCard key={definition.id} definition={definition} city={city} />
        ))}
      </ul>
      <p>
        {t('notes.people')} {city.priorities.length > 0 && t('notes.index')}
      </p>
      <p>
        <button type="button" class="button-plain" onClick={() => choose({ screen: 'check' })}>
          {t('notes.report')}
        </button>
      </p>
      <p class="field-help">{t('notes.version', { version: city.data_version.slice(0, 12) })}</p>
    </div>
  );
}
