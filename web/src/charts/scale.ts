/** Numbers to places on the paper. */
export type Scale = (value: number) => number;

export function linear([low, high]: [number, number], [from, to]: [number, number]): Scale {
  const span = high - low;
  return (value) => (span === 0 ? (from + to) / 2 : from + ((value - low) / span) * (to - from));
}

/** Round numbers that span the values, so that no point lies on the edge by accident. */
export function ticks(low: number, high: number, wanted = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((part) => part >= rough);
  const size = step ?? 10 * power;
  const first = Math.floor(low / size + 1e-9);
  const last = Math.ceil(high / size - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * size).toPrecision(12)),
  );
}

/** Lowest and highest of the numbers that are there; `null` when there is none. */
export function extent(values: (number | null)[]): [number, number] | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return [
    known.reduce((least, value) => Math.min(least, value)),
    known.reduce((most, value) => Math.max(most, value)),
  ];
}

/** Decimals that the numbers of an axis need. */
export function tickDecimals(marks: number[]): number {
  const step = Math.abs((marks[1] ?? 1) - (marks[0] ?? 0)) || 1;
  for (let digits = 0; digits < 4; digits += 1) {
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6) return digits;
  }
  return 4;
}

/** A path through the points; a missing value leaves a gap and is never bridged. */
export function path(values: (number | null)[], x: Scale, y: Scale): string {
  let drawing = false;
  return values
    .map((value, at) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      const command = drawing ? 'L' : 'M';
      drawing = true;
      return `${command}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}

/** Points without a neighbour, which a line alone would not show. */
export function lonely(values: (number | null)[]): number[] {
  return values.flatMap((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null
      ? [at]
      : [],
  );
}
