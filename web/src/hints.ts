import { formatPeriod } from './format';
import { periodText } from './legend';
import type { View, Wording } from './model';
import type { Stage } from './types';

/** Hints belong to one period; on a map of another one they would mislead. */
export function hintsDrawn({ priority, choice }: View): boolean {
  return priority !== null && (choice.period === null || choice.period === priority.period);
}

export function hintPeriod({ priority }: View, { t, language }: Wording): string {
  return priority ? formatPeriod(priority.period, language, t) : '';
}

/** How far a hint has come; beside values of another period a computed one names its own. */
export function flagWords(stage: Stage, view: View, wording: Wording): string {
  const flag = wording.t(`prio.stage_${stage}`);
  if (stage !== 'auffaellig' || hintsDrawn(view)) return flag;
  return wording.t('flag.of_period', { flag, period: hintPeriod(view, wording) });
}

/** Why the map shows no hints although the index is there. */
export function hintsElsewhere(view: View, wording: Wording): string | null {
  if (view.priority === null || hintsDrawn(view)) return null;
  const shown = periodText(view, wording);
  return wording.t('priority.other_period', { period: hintPeriod(view, wording), shown });
}
