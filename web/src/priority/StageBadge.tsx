import type { Stage } from '../types';
import { useWording } from '../wording';

/** How far a hint has come, in words. */
export function StageBadge({ stage }: { stage: Stage }) {
  const { t } = useWording();
  return <span class={`stage stage-${stage}`}>{t(`prio.stage_${stage}`)}</span>;
}
