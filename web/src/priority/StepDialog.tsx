import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../announce';
import { Problem } from '../api';
import { problemText } from '../components/Failure';
import type { Wording } from '../model';
import { useWording } from '../wording';
import { writeStep } from './answers';

const TEXTS = ['name', 'committee', 'paper'] as const;
const DAYS = ['date', 'valid_from', 'valid_to', 'next_review'] as const;
const OTHERS = ['codes', 'merged', 'reason', 'publish_reason'] as const;
export type Field = (typeof TEXTS)[number] | (typeof DAYS)[number] | (typeof OTHERS)[number];

export interface Choice {
  value: string;
  label: string;
}

/** A step of the log that a planner is about to write. */
export interface Plan {
  action: string;
  title: string;
  /** What stands in the step whatever is typed. */
  fixed: Record<string, unknown>;
  fields: Field[];
  optional: Field[];
  /** What can be taken where several are chosen. */
  choices?: Choice[];
  /** Words below the title. */
  about?: string;
}

type Typed = Partial<Record<Field, string | string[] | boolean>>;

interface Refused {
  field: string | null;
  text: string;
}

/** The server names fields in its own words; people read theirs. */
export function inOurWords(detail: string, { t }: Wording): string {
  const known = [...TEXTS, ...DAYS, 'codes', 'merged', 'reason'] as const;
  return known.reduce(
    (text, field) =>
      text
        .replaceAll(`„${field}“`, `„${t(`prio.field_${field}`)}“`)
        .replaceAll(`“${field}”`, `“${t(`prio.field_${field}`)}”`)
        .replaceAll(`"${field}"`, `"${t(`prio.field_${field}`)}"`),
    detail,
  );
}

function refusedBy(error: unknown, plan: Plan, wording: Wording): Refused {
  const text = inOurWords(problemText(error, wording), wording);
  const field = error instanceof Problem ? error.more.field : null;
  const shown = typeof field === 'string' && plan.fields.some((name) => name === field);
  return { field: shown ? (field as string) : null, text };
}

interface InputProps {
  field: Field;
  plan: Plan;
  typed: Typed;
  put: (field: Field, value: string | string[] | boolean) => void;
  refused: Refused | null;
}

function Several({ field, plan, typed, put, attributes }: InputProps & { attributes: object }) {
  return (
    <select
      multiple
      size={Math.min(8, Math.max(3, plan.choices?.length ?? 3))}
      {...attributes}
      onChange={(event) =>
        put(
          field,
          [...event.currentTarget.selectedOptions].map(({ value }) => value),
        )
      }
    >
      {plan.choices?.map(({ value, label }) => (
        <option key={value} value={value} selected={(typed[field] as string[])?.includes(value)}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Control(props: InputProps & { attributes: Record<string, unknown> }) {
  const { field, typed, put, attributes } = props;
  const value = (typed[field] as string | undefined) ?? '';
  if (field === 'codes' || field === 'merged') return <Several {...props} />;
  if (field === 'reason') {
    return (
      <textarea
        rows={4}
        {...attributes}
        value={value}
        onInput={(event) => put(field, event.currentTarget.value)}
      />
    );
  }
  const rest = {
    autocomplete: 'off',
    ...attributes,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => put(field, event.currentTarget.value),
  } as const;
  return DAYS.some((day) => day === field) ? (
    <input type="date" {...rest} />
  ) : (
    <input type="text" {...rest} />
  );
}

function Input(props: InputProps) {
  const { field, plan, typed, put, refused } = props;
  const { t } = useWording();
  const id = `schritt-${field}`;
  if (field === 'publish_reason') {
    return (
      <label class="check">
        <input
          type="checkbox"
          name={field}
          checked={typed.publish_reason === true}
          onChange={(event) => put(field, event.currentTarget.checked)}
        />
        <span>{t('prio.field_publish_reason')}</span>
      </label>
    );
  }
  const mine = refused?.field === field ? refused.text : null;
  const help = field === 'codes' || field === 'merged' || field === 'reason';
  const described = [help && `${id}-hilfe`, mine !== null && `${id}-fehler`].filter(Boolean);
  const attributes = {
    id,
    name: field,
    'aria-invalid': mine !== null,
    ...(described.length > 0 && { 'aria-describedby': described.join(' ') }),
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {t(`prio.field_${field}`)}
        {plan.optional.includes(field) && ` ${t('prio.optional')}`}
      </label>
      <Control {...props} attributes={attributes} />
      {help && (
        <p class="field-help" id={`${id}-hilfe`}>
          {t(field === 'reason' ? 'prio.help_reason' : `prio.help_${field}`)}
        </p>
      )}
      {mine !== null && (
        <p class="field-error" id={`${id}-fehler`}>
          {mine}
        </p>
      )}
    </div>
  );
}

interface FormProps {
  city: string;
  plan: Plan;
  close: () => void;
  written: () => void;
}

function useWriting({ city, plan, close, written }: FormProps) {
  const wording = useWording();
  const [typed, setTyped] = useState<Typed>({});
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const write = async () => {
    if (busy) return;
    setBusy(true);
    setRefused(null);
    try {
      await writeStep(city, wording.language, { ...plan.fixed, ...typed, action: plan.action });
      announce(wording.t('prio.written', { step: plan.title }));
      close();
      written();
    } catch (error) {
      setRefused(refusedBy(error, plan, wording));
    }
    setBusy(false);
  };
  return { typed, refused, busy, write, setTyped };
}

function Form(props: FormProps) {
  const { plan, close } = props;
  const { t } = useWording();
  const { typed, refused, busy, write, setTyped } = useWriting(props);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refused === null) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong ?? form.current?.querySelector<HTMLElement>('.step-refused'))?.focus();
  }, [refused]);
  return (
    <form
      ref={form}
      class="step-form"
      aria-busy={busy}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        write();
      }}
    >
      <h2 id="schritt-titel">{plan.title}</h2>
      {plan.about && <p>{plan.about}</p>}
      {refused !== null && (
        <p class="notice notice-error step-refused" role="alert" tabIndex={-1}>
          {refused.field === null ? refused.text : t('prio.see_field')}
        </p>
      )}
      {plan.fields.map((field) => (
        <Input
          key={field}
          field={field}
          plan={plan}
          typed={typed}
          put={(name, value) => setTyped((before) => ({ ...before, [name]: value }))}
          refused={refused}
        />
      ))}
      <div class="sign-in-buttons">
        <button type="submit" class="button">
          {t('prio.write')}
        </button>
        <button type="button" class="button-plain" onClick={close}>
          {t('sign_in.cancel')}
        </button>
      </div>
    </form>
  );
}

interface Props {
  city: string;
  plan: Plan | null;
  done: () => void;
  written: () => void;
}

/** Asks for what a step needs; what the server refuses is said at its field. */
export function StepDialog({ city, plan, done, written }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (plan) dialog.current?.showModal();
  }, [plan]);
  if (!plan) return null;
  return (
    <dialog ref={dialog} class="step-dialog" aria-labelledby="schritt-titel" onClose={done}>
      <Form city={city} plan={plan} close={() => dialog.current?.close()} written={written} />
    </dialog>
  );
}
