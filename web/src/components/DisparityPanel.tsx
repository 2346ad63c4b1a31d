import { formatNumber, formatPeriod, withUnit } from '../format';
import type { Key } from '../i18n';
import type { View, Wording } from '../model';
import type { Disparity, Spread } from '../types';
import { useWording } from '../wording';

const RATIO_DECIMALS = 2;
const GINI_DECIMALS = 3;

type Line = [Key, string | null];

function spreadLines(spread: Spread, view: View, { t, language }: Wording): Line[] {
  const value = (number: number | null) =>
    number === null
      ? null
      : withUnit(formatNumber(number, view.decimals, language), view.choice.indicator.unit);
  const plain = (number: number | null, decimals: number) =>
    number === null ? null : formatNumber(number, decimals, language);
  const end = ({ name, value: number }: Spread['min']) =>
    t('disparity.end', { value: value(number) ?? '', area: name });
  return [
    ['disparity.min', end(spread.min)],
    ['disparity.max', end(spread.max)],
    ['disparity.ratio', plain(spread.ratio, RATIO_DECIMALS)],
    ['disparity.range', value(spread.range)],
    ['disparity.mean', value(spread.mean)],
    ['disparity.weighted_mean', value(spread.weighted_mean)],
    ['disparity.median', value(spread.median)],
    ['disparity.variation', plain(spread.coefficient_of_variation, GINI_DECIMALS)],
    ['disparity.gini', plain(spread.gini, GINI_DECIMALS)],
    ['disparity.segregation', plain(spread.segregation_gini, GINI_DECIMALS)],
  ];
}

function childrenLine(disparity: Disparity, { t, language }: Wording): Line {
  const children = disparity.children_in_flagged;
  if (!children) return ['disparity.children', null];
  const words = {
    share: withUnit(formatNumber(children.per_cent, 1, language), '%'),
    flagged: formatNumber(children.flagged, 0, language),
    all: formatNumber(children.all, 0, language),
    period: formatPeriod(children.period, language, t),
  };
  return ['disparity.children', t('disparity.children_value', words)];
}

/** How unequal the areas are; folded, since it is for the second look. */
export function DisparityPanel({ view }: { view: View }) {
  const wording = useWording();
  const { t } = wording;
  const { disparity } = view;
  if (!disparity?.spread) return null;
  const lines = [...spreadLines(disparity.spread, view, wording), childrenLine(disparity, wording)];
  const children = disparity.children_in_flagged;
  return (
    <details class="disparity card">
      <summary>
        <h2>{t('disparity.title')}</h2>
      </summary>
      <dl class="facts">
        {lines.map(
          ([key, text]) =>
            text !== null && (
              <div key={key}>
                <dt>{t(key)}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      <p class="field-help">
        {disparity.note}
        {children && children.unknown > 0 && (
          <>
            {' '}
            {t('disparity.children_unknown', {
              count: children.unknown,
              flagged: children.unknown_flagged,
            })}
          </>
        )}
      </p>
    </details>
  );
}
