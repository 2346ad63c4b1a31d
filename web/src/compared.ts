import type { Row, View } from './model';
import type { Query } from './state';

/** The areas that are set beside each other: those of the address, else the chosen one. */
export function comparedRows(view: View, query: Query): Row[] {
  const codes = query.areas.length > 0 ? query.areas : [query.area];
  return codes.flatMap((code) => view.rows.find((row) => row.code === code) ?? []);
}
