import type { Row } from './model';

const WRITTEN_OUT: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** The spellings under which a word is looked for: umlauts written out and without their dots. */
export function spellings(text: string): string[] {
  const plain = text
    .normalize('NFC')
    .toLocaleLowerCase('de')
    .replaceAll('ß', 'ss')
    .replace(/[\s\-–]+/g, ' ')
    .trim();
  const bare = (word: string) => word.normalize('NFD').replace(/\p{Mark}/gu, '');
  return [bare(plain), bare(plain.replace(/[äöü]/g, (letter) => WRITTEN_OUT[letter] ?? letter))];
}

export function optionText(row: Row): string {
  return `${row.name} (${row.code})`;
}

function words(row: Row): string[] {
  return [row.name, row.code, optionText(row)].flatMap(spellings);
}

/** The areas whose name or code contains the text; all of them when there is no text. */
export function matchingRows(rows: Row[], text: string): Row[] {
  if (text.trim() === '') return rows;
  const wanted = spellings(text);
  return rows.filter((row) =>
    words(row).some((word) => wanted.some((part) => word.includes(part))),
  );
}

/** The one area that the text means: it is called so, or no other name contains it. */
export function findRow(rows: Row[], text: string): Row | null {
  if (text.trim() === '') return null;
  const wanted = spellings(text);
  const exact = rows.filter((row) => words(row).some((word) => wanted.includes(word)));
  const found = exact.length > 0 ? exact : matchingRows(rows, text);
  return found.length === 1 ? (found[0] ?? null) : null;
}
