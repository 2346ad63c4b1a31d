/** Ways to cut values into classes, and how many classes there may be. */
export const METHODS = [
  'quantiles',
  'equal_interval',
  'fisher_jenks',
  'standard_deviation',
  'head_tail',
  'pretty',
] as const;
export const CLASS_COUNTS = [3, 4, 5, 6, 7] as const;
