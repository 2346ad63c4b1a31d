import type { Wording } from '../model';
import type { OpenHint, Standing } from './answers';
import type { Choice, Plan } from './StepDialog';

const OPEN = ['vorschlag', 'beraten'];

/** A hint becomes a proposal, or is rejected with a reason. */
export function hintPlans(hint: OpenHint, { t }: Wording): Plan[] {
  const fixed = { level: hint.level, codes: [hint.code], definition: hint.definition };
  const about = t('prio.about_area', { area: hint.name });
  return [
    {
      action: 'proposed',
      title: t('prio.step_proposed'),
      about,
      fixed,
      fields: ['name', 'reason', 'publish_reason'],
      optional: ['name', 'reason'],
    },
    {
      action: 'rejected',
      title: t('prio.step_rejected'),
      about,
      fixed,
      fields: ['reason', 'publish_reason'],
      optional: [],
    },
  ];
}

export function addPlan(level: string, choices: Choice[], { t }: Wording): Plan {
  return {
    action: 'added',
    title: t('prio.step_added'),
    about: t('prio.about_added'),
    fixed: { level },
    fields: ['codes', 'name', 'reason', 'publish_reason'],
    optional: ['name'],
    choices,
  };
}

export function mergePlan(areas: Standing[], { t }: Wording): Plan | null {
  const open = areas.filter(({ flag_status }) => OPEN.includes(flag_status));
  if (open.length < 2) return null;
  return {
    action: 'merged',
    title: t('prio.step_merged'),
    fixed: {},
    fields: ['merged', 'name', 'reason', 'publish_reason'],
    optional: ['name', 'reason'],
    choices: open.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
  };
}

/** The steps that may follow for a priority area, by how far it has come. */
export function areaPlans(area: Standing, { t }: Wording): Plan[] {
  const fixed = { area: area.code };
  const about = t('prio.about_area', { area: `${area.code} ${area.name}` });
  const reason = ['reason', 'publish_reason'] as const;
  const session = ['committee', 'date', 'paper'] as const;
  const named: Plan = {
    action: 'named',
    title: t('prio.step_named'),
    about,
    fixed,
    fields: ['name'],
    optional: [],
  };
  const discussed: Plan = {
    action: 'discussed',
    title: t('prio.step_discussed'),
    about,
    fixed,
    fields: [...session, ...reason],
    optional: ['paper', 'reason'],
  };
  const resolved: Plan = {
    action: 'resolved',
    title: t('prio.step_resolved'),
    about,
    fixed,
    fields: [...session, 'valid_from', 'valid_to', 'next_review', ...reason],
    optional: ['valid_to', 'reason'],
  };
  const rejected: Plan = {
    action: 'rejected',
    title: t('prio.step_rejected'),
    about,
    fixed,
    fields: [...reason],
    optional: [],
  };
  const lifted: Plan = {
    action: 'lifted',
    title: t('prio.step_lifted'),
    about,
    fixed,
    fields: [...session, ...reason],
    optional: ['paper', 'reason'],
  };
  if (OPEN.includes(area.flag_status)) return [discussed, resolved, named, rejected];
  return area.flag_status === 'beschlossen'
    ? [{ ...resolved, title: t('prio.step_again') }, lifted]
    : [];
}

/** The reason of an entry is blanked; that it was there stays. */
export function redactPlan(entry: number, { t }: Wording): Plan {
  return {
    action: 'redacted',
    title: t('prio.step_redacted'),
    about: t('prio.about_redacted', { entry }),
    fixed: { entry },
    fields: [],
    optional: [],
  };
}
