import { useEffect } from 'preact/hooks';
import type { Wording } from './model';
import { isSignedIn } from './token';

/** What stands at the edges of every printed sheet. */
export interface Sheet {
  title: string;
  /** At the right: the program, or that the sheet is for the department alone. */
  mark: string;
  address: string;
  /** Words before the number of the sheet and between it and how many there are. */
  page: [string, string];
}

/** A text as a string of a style: nothing in it can end the string. CSS Syntax 3, section 4.3.7. */
export function quoted(text: string): string {
  const escaped = text.replace(
    /[^\p{L}\p{N} .,:;–·()%=?_/-]/gu,
    (sign) => `\\${(sign.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped}"`;
}

const LETTERS = 'font: 8pt/1.3 system-ui, sans-serif; color: #14181a;';

/** The edges as a style of pages. */
export function sheetStyle({ title, mark, address, page }: Sheet): string {
  const [before, between] = page.map(quoted);
  const boxes = [
    ['top-left', quoted(title), '80%'],
    ['top-right', quoted(mark), '20%'],
    // Browsers break no long word here: each part of the address may begin a line.
    ['bottom-left', quoted(address.replaceAll('&', '\u200b&')), '80%'],
    ['bottom-right', `${before} counter(page) ${between} counter(pages)`, '20%'],
  ];
  const edges = boxes.map(
    ([place, content, width]) => `@${place} { content: ${content}; width: ${width}; ${LETTERS} }`,
  );
  return `@page { ${edges.join(' ')} }`;
}

/** A sheet of this page under a title. */
export function sheetOf(title: string, { t }: Wording): Sheet {
  const mark = isSignedIn() ? t('paper.internal') : t('app.title');
  return { title, mark, address: location.href, page: [t('paper.page'), t('paper.of')] };
}

let style: CSSStyleSheet | null = null;

function setSheet(text: string): void {
  if (style === null) {
    style = new CSSStyleSheet();
    document.adoptedStyleSheets.push(style);
  }
  style.replaceSync(text);
}

/** Writes on every printed sheet what it shows and where that stands; browsers that cannot leave it out. */
export function useSheet(sheet: Sheet | null): void {
  const text = sheet === null ? '' : sheetStyle(sheet);
  useEffect(() => setSheet(text), [text]);
}
