import { formatPeriod } from '../format';
import type { View } from '../model';
import { dataLanguage, useWording } from '../wording';

/** What must be known before the values are compared: breaks of the series, key dates and populations that differ. */
export function Remarks({ view }: { view: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const { level, indicator } = view.choice;
  const { breaks } = indicator;
  const available = indicator.available.find((entry) => entry.level === level.id);
  const remarks = [...indicator.remarks, ...(available?.remarks ?? [])];
  if (breaks.length + remarks.length === 0) return null;
  return (
    <aside class="remarks" aria-label={t('remark.title')}>
      <ul>
        {breaks.map((item) => (
          <li key={item.period} lang={dataLanguage(wording)}>
            {t('remark.break', {
              period: formatPeriod(item.period, language, t),
              text: item.text,
            })}
          </li>
        ))}
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </aside>
  );
}
