import { useMemo, useRef, useState } from 'preact/hooks';
import { hasValues } from '../choice';
import { spellings } from '../search';
import type { Indicator } from '../types';
import { dataLanguage, useWording } from '../wording';
import { byTheme } from './Pickers';

interface Props {
  indicators: Indicator[];
  level: string;
  chosen: string;
  pick: (id: string) => void;
}

function matches(indicator: Indicator, wanted: string[]): boolean {
  const { name, description, theme, goals } = indicator;
  const texts = [name, description, theme, ...goals.map((goal) => goal.name)].flatMap(spellings);
  return wanted.every((word) => texts.some((text) => text.includes(word)));
}

function Entry({ indicator, chosen, level, pick }: Omit<Props, 'indicators'> & EntryProps) {
  const wording = useWording();
  const { t } = wording;
  const { id, name, unit, description, direction } = indicator;
  return (
    <li>
      <button
        type="button"
        class="catalogue-entry"
        aria-current={id === chosen ? 'true' : undefined}
        onClick={() => pick(id)}
      >
        <strong lang={dataLanguage(wording)}>
          {name}
          {unit && ` (${unit})`}
        </strong>
        {description && <span lang={dataLanguage(wording)}>{description}</span>}
        <small>
          {t(`direction.${direction}`)}
          {!hasValues(indicator, level) && ` ${t('choose.not_here')}`}
        </small>
      </button>
    </li>
  );
}

interface EntryProps {
  indicator: Indicator;
}

function Contents({ indicators, close, ...rest }: Props & { close: () => void }) {
  const wording = useWording();
  const { t } = wording;
  const [text, setText] = useState('');
  const found = useMemo(() => {
    const wanted = text
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => spellings(word)[0] ?? '');
    return indicators.filter((indicator) => matches(indicator, wanted));
  }, [indicators, text]);
  return (
    <>
      <div class="catalogue-head">
        <h2 id="katalog-titel">{t('choose.catalogue')}</h2>
        <button type="button" class="close" aria-label={t('choose.close')} onClick={close}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      <label class="field">
        <span class="field-label">{t('choose.search')}</span>
        <input
          type="search"
          name="indikatorsuche"
          value={text}
          autocomplete="off"
          placeholder={t('choose.search_placeholder')}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p class="field-help" role="status">
        {t('choose.found', { count: found.length, total: indicators.length })}
      </p>
      <div class="catalogue-list">
        {byTheme(found).map(([theme, group]) => (
          <section key={theme} aria-label={theme}>
            <h3 lang={dataLanguage(wording)}>{theme}</h3>
            <ul>
              {group.map((indicator) => (
                <Entry key={indicator.id} indicator={indicator} {...rest} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

/** All indicators with what they say, searched by any of their words. */
export function IndicatorCatalogue({ pick, ...props }: Props) {
  const { t } = useWording();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        class="button-plain"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        {t('choose.catalogue_open')}
      </button>
      <dialog
        ref={dialog}
        class="catalogue"
        aria-labelledby="katalog-titel"
        onClose={() => setOpen(false)}
      >
        {open && (
          <Contents
            {...props}
            close={close}
            pick={(id) => {
              close();
              pick(id);
            }}
          />
        )}
      </dialog>
    </>
  );
}
