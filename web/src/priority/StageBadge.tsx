import { useWording } from '../wording';
import type { Stage } from './answers';

/** How far a hint has come, in words. */
export function StageBadge({ stage }: { stage: Stage | 'auffaellig' }) {
  const { t } = useWording();
  return <span class={`stage stage-${stage}`}>{t(`prio.stage_${stage}`)}</span>;
}
