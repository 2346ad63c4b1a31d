import { formatPeriod } from '../format';
import type { View } from '../model';
import type { SeriesBreak } from '../types';
import { dataLanguage, useWording } from '../wording';

/** Where a series breaks, and why in the words of the city. */
export function BreakText({ item }: { item: SeriesBreak }) {
  const wording = useWording();
  const { t, language } = wording;
  return (
    <>
      {t('remark.break', { period: formatPeriod(item.period, language, t) })}{' '}
      <span lang={dataLanguage(wording)}>{item.text}</span>
    </>
  );
}

/** What must be known before the values are compared: breaks of the series, key dates and populations that differ. */
export function Remarks({ view }: { view: View }) {
  const { t } = useWording();
  const { level, indicator } = view.choice;
  const { breaks } = indicator;
  const available = indicator.available.find((entry) => entry.level === level.id);
  const remarks = [...indicator.remarks, ...(available?.remarks ?? [])];
  if (breaks.length + remarks.length === 0) return null;
  return (
    <aside class="remarks" aria-label={t('remark.title')}>
      <ul>
        {breaks.map((item) => (
          <li key={item.period}>
            <BreakText item={item} />
          </li>
        ))}
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </aside>
  );
}
