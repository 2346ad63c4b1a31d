import { Problem } from '../api';
import { TableBox } from '../components/TableBox';
import { formatNumber, formatPeriod, formatSigned, withUnit } from '../format';
import type { View } from '../model';
import { byName } from '../names';
import { choose } from '../state';
import { dataLanguage, useWording } from '../wording';
import type { Refusal } from './answers';

/** The refusal that a problem is; `null` when it is another fault. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Problem) || error.status !== 422) return null;
  return error.more as Refusal;
}

type Compared = NonNullable<Refusal['instead']>[number];

function ComparedTable({ item, view }: { item: Compared; view: View }) {
  const wording = useWording();
  const { t, language } = wording;
  const amount = (value: number) =>
    withUnit(formatNumber(value, item.decimals, language), item.unit);
  const range = (low: number | null, high: number | null) =>
    low === null || high === null
      ? '–'
      : `${formatNumber(low, item.decimals, language)}–${formatNumber(high, item.decimals, language)}`;
  const rows = item.areas.toSorted(byName);
  return (
    <TableBox label={item.name}>
      <table class="ranking">
        <caption>
          <span>
            <strong lang={dataLanguage(wording)}>{item.name}</strong>,{' '}
            {formatPeriod(item.period, language, t)}.{' '}
            {item.city !== null &&
              t('prio.city_value', { city: view.city.name, value: amount(item.city) })}
          </span>
        </caption>
        <thead>
          <tr>
            {(['area', 'value', 'interval', 'difference'] as const).map((name) => (
              <th key={name} scope="col" class={name === 'area' ? 'plain' : 'plain number'}>
                {t(`prio.${name}`)}
              </th>
            ))}
            <th scope="col" class="plain">
              {t('info.to_city')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((area) => (
            <tr key={area.id} data-code={area.code}>
              <th scope="row" class="col-file" lang={dataLanguage(wording)}>
                {area.name}
              </th>
              <td class="number">
                {area.value === null ? t(`reason.${area.reason ?? 'absent'}`) : amount(area.value)}
              </td>
              <td class="number">{range(area.lower, area.upper)}</td>
              <td class="number">
                {area.difference === null
                  ? '–'
                  : formatSigned(area.difference, item.decimals, language)}
              </td>
              <td>{area.to_city ? t(`to_city.${area.to_city}`) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

interface Props {
  refusal: Refusal;
  detail: string;
  view: View;
}

/** Why there is no index here, what can be compared all the same, and where there is one. */
export function RefusalPart({ refusal, detail, view }: Props) {
  const { t } = useWording();
  const definition = view.choice.definition;
  const home = view.city.levels.find(({ id }) => id === definition?.level);
  const instead = refusal.instead ?? [];
  return (
    <section class="part" aria-label={t('prio.refused')}>
      <div class="notice">
        <p>{refusal.refused ?? detail}</p>
        {home && home.id !== view.choice.level.id && (
          <button
            type="button"
            class="button"
            onClick={() => choose({ level: home.id, area: null })}
          >
            {t('prio.home_level', { level: home.plural })}
          </button>
        )}
      </div>
      {instead.length > 0 && (
        <>
          <h2>{t('prio.instead')}</h2>
          {instead.map((item) => (
            <ComparedTable key={item.indicator} item={item} view={view} />
          ))}
        </>
      )}
    </section>
  );
}
