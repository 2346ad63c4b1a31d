import { hasValues, resolve } from '../choice';
import type { View } from '../model';
import { choose, type Query } from '../state';
import type { Indicator } from '../types';
import { dataLanguage, useWording } from '../wording';
import { IndicatorCatalogue } from './IndicatorCatalogue';
import { PeriodPicker } from './PeriodPicker';

export interface Props {
  view: View;
  query: Query;
}

/** What the visitor asks for now; the view may still show what was asked before. */
export function useChoice({ view, query }: Props) {
  const sameCity = query.city === null || query.city === view.city.id;
  return (sameCity && resolve(query, view.city)) || view.choice;
}

export function byTheme(indicators: Indicator[]): [string, Indicator[]][] {
  const themes = new Map<string, Indicator[]>();
  for (const indicator of indicators) {
    const group = themes.get(indicator.theme);
    if (group) group.push(indicator);
    else themes.set(indicator.theme, [indicator]);
  }
  return [...themes];
}

export function LevelPicker(props: Props) {
  const { t } = useWording();
  const { level } = useChoice(props);
  return (
    <label class="field">
      <span class="field-label">{t('choose.level')}</span>
      <select
        name="ebene"
        value={level.id}
        onChange={(event) =>
          choose({
            level: event.currentTarget.value,
            area: null,
            selection: props.query.selection === null ? null : [],
          })
        }
      >
        {props.view.city.levels.map(({ id, plural, areas }) => (
          <option key={id} value={id}>
            {t('choose.level_option', { plural, count: areas })}
          </option>
        ))}
      </select>
    </label>
  );
}

export function IndicatorPicker(props: Props & { label?: string }) {
  const wording = useWording();
  const { t } = wording;
  const { level, indicator, period } = useChoice(props);
  const pick = (id: string) => {
    const next = props.view.city.indicators.find((item) => item.id === id);
    const periods = next?.available.find((entry) => entry.level === level.id)?.periods ?? [];
    // Method and number of classes belong to an indicator; the year stays if it can.
    const kept = period !== null && periods.includes(period) ? period : null;
    choose({ indicator: id, period: kept });
  };
  return (
    <div class="field">
      <label class="field-label" for="indikator">
        {props.label ?? t('choose.indicator')}
      </label>
      <select
        id="indikator"
        name="indikator"
        aria-describedby="indikator-text"
        value={indicator.id}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        {byTheme(props.view.city.indicators).map(([theme, group]) => (
          <optgroup key={theme} label={theme}>
            {group.map(({ id, name, ...rest }) => (
              <option key={id} value={id}>
                {hasValues({ id, name, ...rest }, level.id)
                  ? name
                  : t('choose.unavailable', { name })}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <p class="field-help" id="indikator-text">
        <span class="description" lang={dataLanguage(wording)}>
          {indicator.description}
        </span>{' '}
        <span class="direction">{t(`direction.${indicator.direction}`)}</span>
      </p>
      <IndicatorCatalogue
        indicators={props.view.city.indicators}
        level={level.id}
        chosen={indicator.id}
        pick={pick}
      />
    </div>
  );
}

/** Why there are no values here, and the way to a level that has them. */
export function Refusal({ view, refused }: { view: View; refused: string | null }) {
  const { t } = useWording();
  const { indicator, level, period } = view.choice;
  if (period !== null) return null;
  const others = view.city.levels.filter((item) => hasValues(indicator, item.id));
  return (
    <div class="notice">
      <p>{refused ?? t('choose.refused', { level: level.plural })}</p>
      {others.map(({ id, plural }) => (
        <button
          key={id}
          type="button"
          class="button"
          onClick={() => choose({ level: id, area: null })}
        >
          {t('choose.switch_level', { level: plural })}
        </button>
      ))}
    </div>
  );
}

export function ChoosePanel(props: Props) {
  const { t } = useWording();
  return (
    <section class="choose card" aria-label={t('choose.title')}>
      <LevelPicker {...props} />
      <IndicatorPicker {...props} />
      <PeriodPicker {...props} />
    </section>
  );
}
