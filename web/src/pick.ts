import type { Row } from './model';
import type { Query } from './state';

/** Many areas in an address would be longer than servers and mails take. */
export const MOST_PICKED = 120;

/** What a click on an area changes: the chosen one, or whether it is one of several. */
export function pickArea(query: Query, code: string | null, more: boolean): Partial<Query> {
  if (code === null) return query.selection === null ? { area: null } : {};
  if (query.selection === null && !more) return { area: code === query.area ? null : code };
  const before = query.selection ?? (query.area === null ? [] : [query.area]);
  const selection = before.includes(code)
    ? before.filter((item) => item !== code)
    : [...before, code].slice(0, MOST_PICKED);
  return { selection, area: null };
}

/** The areas that are marked on map and in table. */
export function pickedRows(rows: Row[], query: Query): Row[] {
  const codes = new Set(query.selection ?? [query.area]);
  return rows.filter((row) => codes.has(row.code));
}
