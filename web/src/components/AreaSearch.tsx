import { useState } from 'preact/hooks';
import { announce } from '../announce';
import type { Row, View, Wording } from '../model';
import { findRow, matchingRows, optionText } from '../search';
import { dataLanguage, useWording } from '../wording';

interface Props {
  view: View;
  text: string;
  setText: (text: string) => void;
  /** How many rows the table shows for the text. */
  found: number;
  take: (row: Row) => void;
}

/** More suggestions would hide the table that shows all of them. */
const MOST = 7;

function searchSentence(count: number, view: View, text: string, { t }: Wording): string {
  if (count === 0) return t('table.search_none', { text });
  const words = { count, total: view.rows.length, text };
  return t(count === 1 ? 'table.search_one' : 'table.search_many', words);
}

interface ListProps {
  options: Row[];
  active: number;
  choose: (row: Row) => void;
}

function Suggestions({ options, active, choose }: ListProps) {
  const wording = useWording();
  return (
    <div
      id="gebiete"
      class="suggestions"
      role="listbox"
      aria-label={wording.t('table.suggestions')}
    >
      {options.map((row, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys of the whole box
        <div
          key={row.id}
          id={`gebiet-${row.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          lang={dataLanguage(wording)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(row)}
        >
          {optionText(row)}
        </div>
      ))}
    </div>
  );
}

/** The place in the list after a key, -1 for none; `null` when the key means something else. */
export function moved(key: string, active: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return active + 1 >= count ? -1 : active + 1;
    case 'ArrowUp':
      return active === -1 ? count - 1 : active - 1;
    default:
      return null;
  }
}

/**
 * Filters the table while typing and suggests areas; Enter chooses the suggestion that is marked,
 * or the area when only one can be meant.
 */
export function AreaSearch({ view, text, setText, found, take }: Props) {
  const wording = useWording();
  const { t } = wording;
  const [final, setFinal] = useState(false);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const sentence = text.trim() === '' ? null : searchSentence(found, view, text.trim(), wording);
  const options = text.trim() === '' ? [] : matchingRows(view.rows, text).slice(0, MOST);
  const shown = open && options.length > 0;
  const finish = (row: Row) => {
    setOpen(false);
    setActive(-1);
    take(row);
  };
  const enter = () => {
    const row = (shown ? options[active] : undefined) ?? findRow(view.rows, text);
    if (row) finish(row);
    else {
      setFinal(true);
      if (sentence !== null && found > 0) announce(sentence);
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') return enter();
    if (event.key === 'Escape' && shown) {
      event.preventDefault();
      return setOpen(false);
    }
    const next = moved(event.key, shown ? active : -1, options.length);
    if (next === null || options.length === 0) return;
    event.preventDefault();
    setOpen(true);
    setActive(next);
  };
  const marked = shown ? options[active] : undefined;
  const box = {
    role: 'combobox' as const,
    list: undefined,
    'aria-autocomplete': 'list' as const,
    'aria-expanded': shown,
    'aria-controls': shown ? 'gebiete' : undefined,
    'aria-activedescendant': marked ? `gebiet-${marked.id}` : undefined,
  };
  return (
    <div class="search">
      <label class="field-label" for="suche">
        {t('table.search')}
      </label>
      <input
        id="suche"
        name="suche"
        type="search"
        {...box}
        autocomplete="off"
        placeholder={t('table.search_placeholder')}
        value={text}
        onInput={(event) => {
          setFinal(false);
          setOpen(true);
          setActive(-1);
          setText(event.currentTarget.value);
        }}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      {shown && <Suggestions options={options} active={active} choose={finish} />}
      {sentence !== null && (
        <p class="field-help" role={final && found === 0 ? 'alert' : undefined}>
          {sentence}
        </p>
      )}
    </div>
  );
}
