import { formatNumber, withUnit } from '../format';
import { hasNegative, legendAmounts } from '../symbols';
import { useWording } from '../wording';

interface Props {
  values: (number | null)[];
  unit: string;
}

/** Circles of round amounts, and what a hollow one means. */
export function AmountEntries({ values, unit }: Props) {
  const { t, language } = useWording();
  return (
    <>
      {legendAmounts(values).map(({ value, radius }) => (
        <li key={value} class="legend-row legend-amount">
          <svg viewBox="-26 -26 52 52" aria-hidden="true" focusable="false">
            <circle class="amount" r={radius} />
          </svg>
          <span class="legend-text">{withUnit(formatNumber(value, 0, language), unit)}</span>
        </li>
      ))}
      {hasNegative(values) && (
        <li class="legend-row legend-amount">
          <svg viewBox="-26 -26 52 52" aria-hidden="true" focusable="false">
            <circle class="amount amount-below" r="12" />
          </svg>
          <span class="legend-text">{t('legend.below_zero')}</span>
        </li>
      )}
    </>
  );
}
