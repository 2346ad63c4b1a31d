import { describe, expect, it } from 'vitest';
import { quoted, sheetStyle } from '../src/paper';

describe('the edges of printed sheets', () => {
  it('hold texts that cannot end their string', () => {
    expect(quoted('Süd "A" \\ Mitte')).toBe('"Süd \\22 A\\22  \\5c  Mitte"');
    expect(quoted('a;b}c')).toBe('"a;b\\7d c"');
    expect(quoted('zwei\nZeilen')).toBe('"zwei\\a Zeilen"');
  });

  it('name title, mark, address and number of the sheet', () => {
    const style = sheetStyle({
      title: 'Kinderarmut, 2024',
      mark: 'Intern',
      address: 'http://127.0.0.1/?stadt=a&ebene=b',
      page: ['Seite ', ' von '],
    });
    expect(style).toContain('@top-left { content: "Kinderarmut, 2024";');
    expect(style).toContain('@top-right { content: "Intern";');
    expect(style).toContain('content: "Seite " counter(page) " von " counter(pages);');
    // The address may be broken before each of its parts.
    expect(style).toContain('?stadt=a\\200b \\26 ebene=b"');
  });
});
