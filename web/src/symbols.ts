import type { Row, View } from './model';

/** The circle of the largest amount, in pixels. */
const LARGEST = 24;
/** Smaller circles would not be seen. */
const SMALLEST = 1.5;

/** Numbers of people or cases are circles: a fill would make the largest area look like the most of it. */
export function isAmount(view: View): boolean {
  return view.values?.interval.reason === 'absolute';
}

function most(values: (number | null)[]): number {
  return values.reduce<number>((found, value) => Math.max(found, Math.abs(value ?? 0)), 0);
}

/** The area of a circle follows the amount, so the radius follows its root. */
export function radius(value: number, largest: number): number {
  if (value === 0 || largest === 0) return 0;
  const size = Math.max(SMALLEST, LARGEST * Math.sqrt(Math.abs(value) / largest));
  return value < 0 ? -size : size;
}

export function radiiOf(rows: Row[]): Map<number, number> {
  const largest = most(rows.map(({ value }) => value));
  return new Map(
    rows.flatMap((row) =>
      row.value === null || row.value === 0 ? [] : [[row.id, radius(row.value, largest)]],
    ),
  );
}

/** Round amounts for the legend: the largest power steps below the largest amount. */
export function legendAmounts(values: (number | null)[]): { value: number; radius: number }[] {
  const largest = most(values);
  if (largest === 0) return [];
  const power = 10 ** Math.floor(Math.log10(largest));
  const top = Math.floor(largest / power) * power;
  const sizes = [top, top / 2, top / 5].filter((value) => Number.isInteger(value) && value > 0);
  return sizes.map((value) => ({ value, radius: radius(value, largest) }));
}

export function hasNegative(values: (number | null)[]): boolean {
  return values.some((value) => (value ?? 0) < 0);
}
