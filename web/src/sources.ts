import { formatPeriod } from './format';
import type { View, Wording } from './model';
import type { Query } from './state';
import type { Source } from './types';

/** One office often gives many tables: it is named once, with all its dates. */
export function sourceWords(sources: Source[], { t, language }: Wording): string {
  const dates = new Map<string, Set<string>>();
  for (const { publisher, licence, as_of } of sources) {
    const office = JSON.stringify([publisher, licence]);
    dates.set(office, (dates.get(office) ?? new Set()).add(as_of));
  }
  const told = [...dates].map(([office, days]) => {
    const [publisher = '', licence = ''] = JSON.parse(office) as string[];
    const date = [...days].sort().map((day) => formatPeriod(day, language, t));
    return t('profile.source', { publisher, licence, date: date.join(', ') });
  });
  return told.join('; ');
}

/** The indicators that a screen shows; `null`: all of the city. */
function shownIndicators({ choice }: View, query: Query): string[] | null {
  const { screen, comparing, second } = query;
  const own = [choice.indicator.id];
  if (screen === 'priority') return choice.definition?.indicators ?? own;
  if (screen === 'profile') return null;
  if (screen === 'comparison') {
    if (comparing === 'areas') return null;
    return comparing === 'swipe' && second !== null ? [...own, second] : own;
  }
  return screen === 'correlation' && second !== null ? [...own, second] : own;
}

/** Where the numbers and the areas of a screen come from. */
export function shownSources(view: View, query: Query): Source[] {
  const { city, choice } = view;
  const shown = shownIndicators(view, query);
  const indicators = city.indicators.filter(({ id }) => shown?.includes(id) ?? true);
  const ids = new Set([choice.level.source, ...indicators.flatMap(({ sources }) => sources)]);
  return city.sources.filter(({ id }) => ids.has(id));
}
