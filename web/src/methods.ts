/** Ways to cut values into classes that can be chosen. */
export const METHODS = [
  'quantiles',
  'equal_interval',
  'fisher_jenks',
  'standard_deviation',
  'head_tail',
  'pretty',
] as const;
