/** The last day of a period, such as `2024-12-31` for `2024`. */
export function endOf(period: string): string {
  const year = period.slice(0, 4);
  const lastDay = (month: number) => new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  const upTo = (month: number) => `${year}-${String(month).padStart(2, '0')}-${lastDay(month)}`;
  if (/^\d{4}$/.test(period)) return upTo(12);
  if (/^\d{4}-\d{4}$/.test(period)) return `${period.slice(5)}-07-31`;
  const part = /^\d{4}-([QH])(\d)$/.exec(period);
  if (part) return upTo(Number(part[2]) * (part[1] === 'Q' ? 3 : 6));
  if (/^\d{4}-\d{2}$/.test(period)) return upTo(Number(period.slice(5)));
  return period;
}

/** The last of these periods that was over on a day, and the latest of all; `null` when nothing came after the day. */
export function sinceDay(
  periods: string[],
  day: string,
): { before: string; latest: string } | null {
  const latest = periods.at(-1);
  const before = periods.findLast((period) => endOf(period) <= day);
  if (latest === undefined || before === undefined || endOf(latest) <= day) return null;
  return { before, latest };
}
