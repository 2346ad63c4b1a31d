import type { Row } from './model';
import type { Only } from './state';

const TESTS: Record<Only, (row: Row) => boolean> = {
  flagged: (row) => row.flagged,
  higher: (row) => row.certainty?.toCity === 'higher',
  lower: (row) => row.certainty?.toCity === 'lower',
  missing: (row) => row.value === null,
};

/** The rows that a filter lets through; all without a filter. */
export function filterRows(rows: Row[], only: Only | null): Row[] {
  return only === null ? rows : rows.filter(TESTS[only]);
}
