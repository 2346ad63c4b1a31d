import type { FullReport, PublicReport } from '../answers';
import { fetchReport, reportAddress } from '../api';
import { useAnswer } from '../ask';
import { Failure } from '../components/Failure';
import { FileLink } from '../components/FileLink';
import { Heading } from '../components/Heading';
import { TableBox } from '../components/TableBox';
import { useDrawn } from '../drawn';
import { formatNumber } from '../format';
import { useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';

function Files({ report }: { report: PublicReport }) {
  const { t, language } = useWording();
  const count = (value: number) => formatNumber(value, 0, language);
  return (
    <TableBox label={t('check.files')}>
      <table>
        <caption>{t('check.files')}</caption>
        <thead>
          <tr>
            {(['file', 'publisher', 'rows', 'joined', 'not_joined', 'suspected'] as const).map(
              (name) => (
                <th key={name} scope="col" class="plain">
                  {t(`check.${name}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {report.files.map((file) => (
            <tr key={`${file.kind}/${file.id}`}>
              <th scope="row" class="col-file">
                {file.file}
                <small>{t(`check.kind_${file.kind}`)}</small>
              </th>
              <td lang="de">{file.publisher}</td>
              <td class="number">{count(file.rows)}</td>
              <td class="number">{count(file.joined)}</td>
              <td class="number">
                {file.not_joined > 0 ? <strong>{count(file.not_joined)}</strong> : '0'}
              </td>
              <td class="number">{count(file.suspected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Findings({ report }: { report: PublicReport }) {
  const { t, language } = useWording();
  if (report.findings.length === 0) return <p>{t('check.nothing')}</p>;
  return (
    <TableBox label={t('check.findings')}>
      <table>
        <caption>{t('check.findings')}</caption>
        <thead>
          <tr>
            {(['what', 'severity', 'file', 'count'] as const).map((name) => (
              <th key={name} scope="col" class="plain">
                {t(`check.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.findings.map(({ file, code, severity, title, count }) => (
            <tr key={`${file}/${code}/${severity}`}>
              <th scope="row" class="col-file">
                {title}
                <small>{code}</small>
              </th>
              <td>{t(severity === 'warning' ? 'check.warning' : 'check.note')}</td>
              <td>{file}</td>
              <td class="number">{formatNumber(count, 0, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Body({ report }: { report: PublicReport | FullReport }) {
  const { t } = useWording();
  const full = !('files' in report);
  return (
    <>
      <p>
        {t('check.sum', {
          files: full ? report.levels.length + report.tables.length : report.files.length,
          warnings: report.warnings,
        })}
      </p>
      {full ? <p>{t('check.internal')}</p> : <Files report={report} />}
      {!full && <Findings report={report} />}
    </>
  );
}

/** What happened to every file, in counts that everybody may see. */
export function CheckScreen({ view, query, pending }: ScreenProps) {
  const { t, language } = useWording();
  const { id, data_version, name } = view.city;
  const key = JSON.stringify([id, data_version, language]);
  const asked = useAnswer(key, (signal) => fetchReport(id, language, signal));
  useDrawn(!pending && !asked.pending, query, view);
  const { answer, error, slow, retry } = asked;
  return (
    <div class="screen" aria-busy={slow}>
      <Heading screen="check">{t('screen.check')}</Heading>
      <p class="lead">{t('check.lead', { city: name })}</p>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {answer && (
        <>
          <p>
            <FileLink href={reportAddress(id, language)}>{t('check.full')}</FileLink>
          </p>
          <Body report={answer} />
        </>
      )}
    </div>
  );
}
