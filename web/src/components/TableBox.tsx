import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import '../style/stacked.css';

/** As many columns as a phone shows beside each other. */
const MOST_COLUMNS = 3;

/** Boxes below this width, in pixels, stack wide tables: as in the style, where the box around them is what counts. */
const STACKED = 480;

/** What tables lose where their parts are no longer laid out as such. */
const ROLES: Record<string, string> = {
  TABLE: 'table',
  THEAD: 'rowgroup',
  TBODY: 'rowgroup',
  TFOOT: 'rowgroup',
  TR: 'row',
  TD: 'cell',
};

function roleOf(part: Element): string | undefined {
  if (part.tagName !== 'TH') return ROLES[part.tagName];
  return part.getAttribute('scope') === 'row' ? 'rowheader' : 'columnheader';
}

/** Every cell of a wide table gets the name of its column, and every part says what it is. */
function nameCells(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const names = heads.map((head) => head.textContent.replace(/[▲▼]/g, '').trim());
  if (heads.length <= MOST_COLUMNS || table.classList.contains('compare-table')) return;
  table.dataset.stacks = '';
  const parts: Element[] = [table, ...table.tBodies];
  for (const part of [table.tHead, table.tFoot]) if (part) parts.push(part);
  for (const row of table.rows) {
    parts.push(row, ...row.cells);
    let at = 0;
    for (const cell of row.cells) {
      const whole = cell.colSpan >= heads.length;
      if (cell.tagName === 'TD' && !whole) cell.dataset.column = names[at] ?? '';
      at += cell.colSpan;
    }
  }
  for (const part of parts) part.setAttribute('role', roleOf(part) ?? '');
}

/**
 * A table that rolls inside its own box where the screen is too narrow. On a phone a wide one is read row by row, each
 * cell beside the name of its column.
 */
export function TableBox({ label, children }: { label: string; children: ComponentChildren }) {
  const box = useRef<HTMLElement>(null);
  const narrow = useRef(false);
  const nameAll = () => {
    if (!narrow.current) return;
    for (const table of box.current?.querySelectorAll('table') ?? []) nameCells(table);
  };
  // Rows come and go with every drawing; where there is room, nothing is stacked.
  useEffect(nameAll);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      narrow.current = entry !== undefined && entry.contentRect.width < STACKED;
      nameAll();
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={box}
      class="table-box card-table"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}
