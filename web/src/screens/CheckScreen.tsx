import { Fragment } from 'preact';
import type { FullReport, PublicReport } from '../answers';
import { fetchReport, reportAddress } from '../api';
import { useAnswer } from '../ask';
import { Failure } from '../components/Failure';
import { FileLink } from '../components/FileLink';
import { HeadedTable } from '../components/HeadedTable';
import { Heading } from '../components/Heading';
import { useDrawn } from '../drawn';
import { formatNumber } from '../format';
import { useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';
import '../style/data.css';

/** The name of a file, which breaks where its parts end. */
function FileName({ name }: { name: string }) {
  return name.split(/(?<=[/_.-])/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

function Files({ report }: { report: PublicReport }) {
  const { t, language } = useWording();
  const count = (value: number) => formatNumber(value, 0, language);
  return (
    <HeadedTable
      label={t('check.files')}
      columns={[
        { name: t('check.file') },
        ...(['rows', 'joined', 'not_joined', 'suspected'] as const).map((name) => ({
          name: t(`check.${name}`),
          number: true,
        })),
      ]}
    >
      {report.files.map((file) => (
        <tr key={`${file.kind}/${file.id}`}>
          <th scope="row" class="col-file">
            <FileName name={file.file} />
            <small>
              {t(`check.kind_${file.kind}`)} <code>{file.id}</code> ·{' '}
              <span lang="de">{file.publisher}</span>
            </small>
          </th>
          <td class="number">{count(file.rows)}</td>
          <td class="number">{count(file.joined)}</td>
          <td class="number">
            {file.not_joined > 0 ? <strong>{count(file.not_joined)}</strong> : '0'}
          </td>
          <td class="number">{count(file.suspected)}</td>
        </tr>
      ))}
    </HeadedTable>
  );
}

function Findings({ report }: { report: PublicReport }) {
  const { t, language } = useWording();
  if (report.findings.length === 0) return <p>{t('check.nothing')}</p>;
  return (
    <HeadedTable
      label={t('check.findings')}
      columns={[
        { name: t('check.what') },
        { name: t('check.severity') },
        { name: t('check.file') },
        { name: t('check.count'), number: true },
      ]}
    >
      {report.findings.map(({ file, code, severity, title, count }) => (
        <tr key={`${file}/${code}/${severity}`}>
          <th scope="row" class="col-file">
            {title}
            <small>{code}</small>
          </th>
          <td>{t(severity === 'warning' ? 'check.warning' : 'check.note')}</td>
          <td class="col-file">
            <FileName name={file} />
          </td>
          <td class="number">{formatNumber(count, 0, language)}</td>
        </tr>
      ))}
    </HeadedTable>
  );
}

type ReadTable = FullReport['tables'][number];

/** Rows without an area, by the key that the file writes, with the name that comes nearest. */
function Unmatched({ rows }: { rows: ReadTable['unmatched'] }) {
  const { t } = useWording();
  if (rows.length === 0) return '0';
  return (
    <ul class="plain-list">
      {rows.map(({ row, key, nearest }) => (
        <li key={`${row}/${key}`}>
          {t('checked.row_key', { row, key })}
          {nearest !== null && <small>{t('checked.nearest', { name: nearest })}</small>}
        </li>
      ))}
    </ul>
  );
}

/** The same files with everything that departments may know of them. */
function AllFiles({ report, view }: { report: FullReport; view: ScreenProps['view'] }) {
  const { t, language } = useWording();
  const count = (value: number) => formatNumber(value, 0, language);
  const plural = (id: string) => view.city.levels.find((level) => level.id === id)?.plural ?? id;
  const joined = (level: string, matched: number, areas: number) => (
    <p key={level}>
      {t('checked.matched', { level: plural(level), matched: count(matched), areas: count(areas) })}
    </p>
  );
  return (
    <HeadedTable
      label={t('check.files')}
      columns={[
        { name: t('check.file') },
        { name: t('check.rows'), number: true },
        { name: t('check.joined') },
        { name: t('check.not_joined') },
      ]}
    >
      {report.levels.map(({ level, file, rows, areas, without_parent }) => (
        <tr key={level}>
          <th scope="row" class="col-file">
            <FileName name={file} />
            <small>
              {t('check.kind_boundaries')} <code>{level}</code>
            </small>
          </th>
          <td class="number">{count(rows)}</td>
          <td>{joined(level, areas, areas)}</td>
          <td>
            {without_parent > 0 ? t('checked.without_parent', { count: without_parent }) : '0'}
          </td>
        </tr>
      ))}
      {report.tables.map(({ table, file, rows, levels, unmatched }) => (
        <tr key={table}>
          <th scope="row" class="col-file">
            <FileName name={file} />
            <small>
              {t('check.kind_table')} <code>{table}</code>
            </small>
          </th>
          <td class="number">{count(rows)}</td>
          <td>{levels.map(({ level, matched, areas }) => joined(level, matched, areas))}</td>
          <td>
            <Unmatched rows={unmatched} />
          </td>
        </tr>
      ))}
    </HeadedTable>
  );
}

/** What was noticed, in sentences that name keys and cells. */
function AllFindings({ report }: { report: FullReport }) {
  const { t } = useWording();
  if (report.findings.length === 0) return <p>{t('check.nothing')}</p>;
  return (
    <HeadedTable
      label={t('check.findings')}
      columns={[
        { name: t('check.what') },
        { name: t('check.severity') },
        { name: t('check.file') },
      ]}
    >
      {report.findings.map(({ file, row, code, severity, title, message }) => (
        <tr key={`${file}/${row}/${code}/${message}`}>
          <th scope="row" class="col-file col-message">
            <strong>{title || code}</strong>
            <span>{message}</span>
          </th>
          <td>{t(severity === 'warning' ? 'check.warning' : 'check.note')}</td>
          <td class="col-file">
            <FileName name={file} />
            {row !== null && <small>{t('checked.at_row', { row })}</small>}
          </td>
        </tr>
      ))}
    </HeadedTable>
  );
}

interface BodyProps {
  report: PublicReport | FullReport;
  view: ScreenProps['view'];
}

function Body({ report, view }: BodyProps) {
  const { t } = useWording();
  const whole = 'files' in report ? null : report;
  const files = 'files' in report ? report.files : [...report.levels, ...report.tables];
  return (
    <>
      <p>
        {t('check.sum', {
          files: new Set(files.map(({ file }) => file)).size,
          warnings: report.warnings,
        })}
      </p>
      {whole && (
        <>
          <p>{t('check.internal')}</p>
          <AllFiles report={whole} view={view} />
          <AllFindings report={whole} />
        </>
      )}
      {'files' in report && (
        <>
          <Files report={report} />
          <Findings report={report} />
        </>
      )}
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
    <div class="screen check-report" aria-busy={slow}>
      <Heading screen="check">{t('screen.check')}</Heading>
      <p class="lead">{t('check.lead', { city: name })}</p>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {answer && (
        <>
          <p class="no-print">
            <FileLink href={reportAddress(id, language)}>{t('check.full')}</FileLink>
          </p>
          <Body report={answer} view={view} />
        </>
      )}
    </div>
  );
}
