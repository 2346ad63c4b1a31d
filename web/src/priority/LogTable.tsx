import { FileLink } from '../components/FileLink';
import { TableBox } from '../components/TableBox';
import { formatPeriod } from '../format';
import type { View } from '../model';
import { useWording } from '../wording';
import { decisionsAddress, type LogEntry } from './answers';
import { redactPlan } from './plans';
import type { Plan } from './StepDialog';

const ACTIONS = [
  'proposed',
  'added',
  'drawn',
  'rejected',
  'named',
  'merged',
  'discussed',
  'resolved',
  'lifted',
  'redacted',
] as const;

function moment(time: string, language: 'de' | 'en'): string {
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : format.format(date);
}

interface Props {
  entries: LogEntry[];
  view: View;
  open: (plan: Plan) => void;
}

function Entry({ entry, open }: { entry: LogEntry; open: Props['open'] }) {
  const wording = useWording();
  const { t, language } = wording;
  const action = ACTIONS.find((known) => known === entry.action);
  const date = entry.date && formatPeriod(entry.date, language, t);
  const said = [entry.name, entry.committee, date, entry.paper].filter(Boolean).join(', ');
  return (
    <tr>
      <th scope="row" class="col-file">
        {entry.number}
      </th>
      <td>{moment(entry.time, language)}</td>
      <td>{entry.department}</td>
      <td>{action ? t(`prio.did_${action}`) : entry.action}</td>
      <td>{entry.area === null ? '–' : `P${entry.area}`}</td>
      <td>{entry.codes.join(', ')}</td>
      <td>
        {said}
        {entry.reason && (
          <small>
            {entry.reason}{' '}
            <button
              type="button"
              class="button-plain"
              aria-label={t('prio.redact_entry', { entry: entry.number })}
              onClick={() => open(redactPlan(entry.number, wording))}
            >
              {t('prio.step_redacted')}
            </button>
          </small>
        )}
      </td>
    </tr>
  );
}

/** Every step as it was written, the latest first. */
export function LogTable({ entries, view, open }: Props) {
  const { t } = useWording();
  return (
    <>
      <h2>{t('prio.log')}</h2>
      <p>
        <FileLink href={decisionsAddress(view.city.id, '.csv', { log: 'true' })} download>
          {t('prio.download_log')}
        </FileLink>
      </p>
      {entries.length === 0 ? (
        <p>{t('prio.log_empty')}</p>
      ) : (
        <TableBox label={t('prio.log')}>
          <table class="ranking">
            <caption>{t('prio.log_help')}</caption>
            <thead>
              <tr>
                {(['number', 'time', 'department', 'step', 'code', 'areas', 'said'] as const).map(
                  (name) => (
                    <th key={name} scope="col" class="plain">
                      {t(`prio.log_${name}`)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {entries.toReversed().map((entry) => (
                <Entry key={entry.number} entry={entry} open={open} />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </>
  );
}
