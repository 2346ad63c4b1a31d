import { Problem } from '../api';
import { focusSoon } from '../focus';
import { NothingToShow } from '../load';
import type { Wording } from '../model';
import { useWording } from '../wording';

/** What went wrong in the words of the visitor, with the server's own sentence if it has one. */
export function problemText(error: unknown, { t }: Wording): string {
  if (error instanceof NothingToShow) return t(error.key);
  if (!(error instanceof Problem)) return t('error.unread');
  if (error.detail) return error.detail;
  if (error.status === 0) return t('error.offline');
  if (error.status === 404) return t('error.not_found');
  if (error.isRefusal) return t('error.refused');
  return t('error.server', { status: error.status });
}

interface Props {
  error: unknown;
  hasView: boolean;
  retry: () => void;
}

export function Failure({ error, hasView, retry }: Props) {
  const wording = useWording();
  const { t } = wording;
  return (
    <div class="notice notice-error" role="alert">
      {!hasView && <h1>{t('error.title')}</h1>}
      <p>
        {hasView && <strong>{t('error.title')}</strong>} {problemText(error, wording)}{' '}
        {hasView && t('error.kept')}
      </p>
      {error instanceof Problem && error.request !== null && (
        <p class="request-id">{t('error.request', { id: error.request })}</p>
      )}
      <button
        type="button"
        class="button"
        onClick={() => {
          focusSoon('#inhalt');
          retry();
        }}
      >
        {t('error.retry')}
      </button>
    </div>
  );
}
