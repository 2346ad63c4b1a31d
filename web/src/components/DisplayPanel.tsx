import { announce } from '../announce';
import { formatPeriod } from '../format';
import { methodName } from '../legend';
import { CLASS_COUNTS, METHODS } from '../methods';
import type { View } from '../model';
import { adjust, choose, type Query, WITHOUT } from '../state';
import { useWording } from '../wording';
import { problemText } from './Failure';
import { WITH_BASE } from './map-hook';
import { useChoice } from './Pickers';

interface Props {
  view: View;
  query: Query;
}

function MethodPicker({ view, query }: Props) {
  const wording = useWording();
  const { t } = wording;
  const shown = view.values?.classification.method;
  const preset =
    view.query.method === null && shown
      ? t('display.method_default', { method: methodName(shown, wording) })
      : t('display.preset');
  return (
    <label class="field">
      <span class="field-label">{t('display.method')}</span>
      <select
        name="methode"
        value={query.method ?? ''}
        onChange={(event) => choose({ method: event.currentTarget.value || null })}
      >
        <option value="">{preset}</option>
        {METHODS.map((method) => (
          <option key={method} value={method}>
            {methodName(method, wording)}
          </option>
        ))}
      </select>
    </label>
  );
}

function ClassCountPicker({ view, query }: Props) {
  const { t } = useWording();
  const shown = view.values?.classification.colors.length;
  const preset =
    view.query.classes === null && shown
      ? t('display.classes_default', { count: shown })
      : t('display.preset');
  return (
    <label class="field">
      <span class="field-label">{t('display.classes')}</span>
      <select
        name="klassen"
        value={query.classes ?? ''}
        onChange={(event) => choose({ classes: Number(event.currentTarget.value) || null })}
      >
        <option value="">{preset}</option>
        {CLASS_COUNTS.map((count) => (
          <option key={count} value={count}>
            {count}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Hints exist only on the level of their definition; elsewhere the page says so. */
function HintState({ view, query }: Props) {
  const wording = useWording();
  const { t } = wording;
  const { definition, level } = useChoice({ view, query });
  if (!query.hints || !definition) return null;
  if (definition.level !== level.id) {
    const home = view.city.levels.find((item) => item.id === definition.level);
    const name = home?.plural ?? definition.level;
    return (
      <div class="notice">
        <p>{t('priority.other_level', { name: definition.name, level: name })}</p>
        <button
          type="button"
          class="button"
          onClick={() => choose({ level: definition.level, area: null, definition: definition.id })}
        >
          {t('choose.switch_level', { level: name })}
        </button>
      </div>
    );
  }
  if (!view.priorityProblem) return null;
  return (
    <div class="notice">
      <p>
        {t('priority.failed')} {problemText(view.priorityProblem, wording)}
      </p>
    </div>
  );
}

function Hints({ view, query }: Props) {
  const { t } = useWording();
  const { definition } = useChoice({ view, query });
  if (!definition) return null;
  const { priorities, priority_name } = view.city;
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          name="hinweise"
          checked={query.hints}
          onChange={(event) => choose({ hints: event.currentTarget.checked })}
        />
        <span>{t('display.hints')}</span>
      </label>
      <p class="field-help">{t('display.hints_help', { name: priority_name })}</p>
      {query.hints && priorities.length > 1 && (
        <label class="field">
          <span class="field-label">{t('display.definition')}</span>
          <select
            name="definition"
            value={definition.id}
            onChange={(event) => choose({ definition: event.currentTarget.value })}
          >
            {priorities.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <HintState view={view} query={query} />
    </div>
  );
}

/** A map of another service: asked for only when a visitor wants it. */
function BaseSwitch({ view, query }: Props) {
  const { t } = useWording();
  const base = view.city.base_map;
  if (base === null) return null;
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          name="grundkarte"
          checked={query.baseMap}
          onChange={(event) => choose({ baseMap: event.currentTarget.checked })}
        />
        <span>{t('display.base_map', { name: base.name })}</span>
      </label>
      <p class="field-help">{t('display.base_map_help', { host: new URL(base.tiles).host })}</p>
    </>
  );
}

function Context({ view, query }: Props) {
  const { t } = useWording();
  const layers = view.city.context;
  if (layers.length === 0 && view.city.base_map === null) return null;
  const shown = query.context ?? layers.map((layer) => layer.id);
  // What covers the ground outside of the settlement would cover the base map too.
  const onBase = query.baseMap && view.city.base_map !== null;
  const toggle = (id: string, name: string, on: boolean) => {
    const next = layers
      .map((layer) => layer.id)
      .filter((item) => (item === id ? on : shown.includes(item)));
    choose({ context: next.length === layers.length ? null : next });
    announce(t(on ? 'status.layer_on' : 'status.layer_off', { name }));
  };
  return (
    <fieldset class="field checks">
      <legend class="field-label">{t('display.context')}</legend>
      {layers.map(({ id, name, kind }) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            name={`kontext-${id}`}
            checked={shown.includes(id) && !(kind === 'settlement' && onBase)}
            disabled={kind === 'settlement' && onBase}
            onChange={(event) => toggle(id, name, event.currentTarget.checked)}
          />
          {kind !== 'settlement' && <span class={`line-sample line-${kind}`} aria-hidden="true" />}
          <span>{kind === 'settlement' ? t('display.settlement') : name}</span>
        </label>
      ))}
      <BaseSwitch view={view} query={query} />
    </fieldset>
  );
}

/** Which earlier period the changes count from. */
function EarlierPicker(props: Props) {
  const { t, language } = useWording();
  const { before } = useChoice(props);
  const last = before.at(-1);
  if (last === undefined) return null;
  const wanted = props.query.earlier;
  const value = wanted !== null && (wanted === WITHOUT || before.includes(wanted)) ? wanted : '';
  return (
    <label class="field">
      <span class="field-label">{t('display.earlier')}</span>
      <select
        name="vergleich"
        value={value}
        onChange={(event) => choose({ earlier: event.currentTarget.value || null })}
      >
        <option value="">
          {t('display.earlier_default', { period: formatPeriod(last, language, t) })}
        </option>
        <option value={WITHOUT}>{t('display.earlier_none')}</option>
        {before.toReversed().map((period) => (
          <option key={period} value={period}>
            {formatPeriod(period, language, t)}
          </option>
        ))}
      </select>
    </label>
  );
}

function SmoothedSwitch({ view, query }: Props) {
  const { t } = useWording();
  const none = query.smoothed && view.values?.smoothing?.mean === null;
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          name="geglaettet"
          checked={query.smoothed}
          onChange={(event) => choose({ smoothed: event.currentTarget.checked })}
        />
        <span>{t('display.smoothed')}</span>
      </label>
      <p class="field-help">{none ? view.values?.smoothing?.note : t('display.smoothed_help')}</p>
    </div>
  );
}

/** Weaker fills let the layers for orientation shine through. */
function OpacitySlider({ view, query }: Props) {
  const { t } = useWording();
  const shown = query.opacity ?? (query.baseMap && view.city.base_map ? WITH_BASE : 100);
  return (
    <label class="field">
      <span class="field-label">{t('display.opacity', { percent: shown })}</span>
      <input
        type="range"
        name="deckkraft"
        min={20}
        max={100}
        step={10}
        value={shown}
        aria-valuetext={`${shown} %`}
        onInput={(event) => {
          const percent = Number(event.currentTarget.value);
          adjust({ opacity: percent === 100 && !query.baseMap ? null : percent });
        }}
      />
    </label>
  );
}

export function DisplayPanel(props: Props) {
  const { t } = useWording();
  return (
    <section class="display card" aria-labelledby="darstellung">
      <h2 id="darstellung">{t('display.title')}</h2>
      <Hints {...props} />
      <MethodPicker {...props} />
      <ClassCountPicker {...props} />
      <EarlierPicker {...props} />
      <SmoothedSwitch {...props} />
      <Context {...props} />
      <OpacitySlider {...props} />
    </section>
  );
}
