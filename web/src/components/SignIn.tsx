import { useEffect, useRef, useState } from 'preact/hooks';
import { isKnownToken } from '../api';
import { currentTurn, isSignedIn, signIn, signOut } from '../token';
import { useWording } from '../wording';
import { problemText } from './Failure';
import '../style/sign-in.css';

/** Why the last token was not taken. */
function useCheck(done: () => void) {
  const wording = useWording();
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const check = async (typed: string) => {
    const token = typed.trim();
    setRefused(token === '' ? wording.t('sign_in.empty') : null);
    if (token === '' || busy) return;
    setBusy(true);
    try {
      if (await isKnownToken(token, wording.language)) {
        done();
        signIn(token);
        return;
      }
      setRefused(wording.t('sign_in.wrong'));
    } catch (error) {
      setRefused(problemText(error, wording));
    }
    setBusy(false);
  };
  return { refused, busy, check };
}

function Form({ close }: { close: () => void }) {
  const { t } = useWording();
  const input = useRef<HTMLInputElement>(null);
  const { refused, busy, check } = useCheck(close);
  useEffect(() => {
    if (refused !== null) input.current?.focus();
  }, [refused]);
  return (
    <form
      class="sign-in-form"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        check(input.current?.value ?? '');
      }}
    >
      <h2 id="anmelden-titel">{t('sign_in.title')}</h2>
      <p id="anmelden-hilfe">{t('sign_in.help')}</p>
      <label class="field">
        <span class="field-label">{t('sign_in.token')}</span>
        <input
          ref={input}
          type="password"
          name="token"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby="anmelden-hilfe anmelden-fehler"
          aria-invalid={refused !== null}
        />
      </label>
      <p id="anmelden-fehler" class="sign-in-refused" role="alert">
        {refused}
      </p>
      <div class="sign-in-buttons">
        <button type="submit" class="button">
          {t('sign_in.submit')}
        </button>
        <button type="button" class="button-plain" onClick={close}>
          {t('sign_in.cancel')}
        </button>
      </div>
    </form>
  );
}

/** The planner's way in and out. */
export function SignIn() {
  const { t } = useWording();
  const dialog = useRef<HTMLDialogElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const signedIn = isSignedIn();
  useEffect(() => {
    // Signing in or out builds the page anew; who did it goes on from here.
    if (currentTurn() > 0) button.current?.focus();
  }, []);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  return (
    <div class="sign-in">
      <button
        ref={button}
        type="button"
        class="header-button"
        onClick={() => (signedIn ? signOut() : setOpen(true))}
      >
        {t(signedIn ? 'sign_in.out' : 'sign_in.in')}
        {!signedIn && <span class="sign-in-long"> {t('sign_in.as_planner')}</span>}
      </button>
      {open && (
        <dialog ref={dialog} aria-labelledby="anmelden-titel" onClose={() => setOpen(false)}>
          <Form close={() => dialog.current?.close()} />
        </dialog>
      )}
    </div>
  );
}
