import type { Decided, JoinedProfile, Outlines } from './answers';
import { address, get, getOnce, spoken } from './api';
import type { Language } from './state';
import { onTurn } from './token';

/** What the page asks for about places: outlines, offers, areas put together, decisions. */

function outlinesAddress(city: string, level: string): string {
  return address(['cities', city, level, 'outlines']);
}

/** Outlines that are on their way although nobody has asked for them yet. */
const expected = new Map<string, Promise<Outlines>>();
onTurn(() => expected.clear());

/** Asks for outlines that will be wanted. */
export function expectOutlines(city: string, level: string): void {
  const url = outlinesAddress(city, level);
  const coming = getOnce<Outlines>(url, new AbortController().signal);
  expected.set(url, coming);
  // Who wants them asks again and is told what goes wrong.
  const forget = () => {
    if (expected.get(url) === coming) expected.delete(url);
  };
  coming.then(forget, forget);
}

export async function fetchOutlines(
  city: string,
  level: string,
  signal: AbortSignal,
): Promise<Outlines> {
  const url = outlinesAddress(city, level);
  const coming = await expected.get(url)?.catch(() => null);
  return coming ?? (await getOnce<Outlines>(url, signal));
}

export interface OfferFeature {
  id: string;
  geometry: { coordinates: [number, number] };
  properties: {
    id: string;
    name: string | null;
    type: string | null;
    life_stages: string[];
    provider: string | null;
    places: number | null;
  };
}

export async function fetchOffers(city: string, file: string, signal: AbortSignal) {
  const path = ['cities', city, 'offers', file];
  const answer = await getOnce<{ features: OfferFeature[] }>(address(path), signal);
  return answer.features;
}

export interface JoinedQuestion {
  city: string;
  level: string;
  codes: string[];
  period: string | null;
  language: Language;
}

export function fetchJoined(question: JoinedQuestion, signal: AbortSignal) {
  const { city, level, codes, period, language } = question;
  const query: Record<string, string> = { codes: codes.join(','), ...spoken(language) };
  if (period !== null) query.period = period;
  const path = ['cities', city, level, 'selection', 'profile'];
  return get<JoinedProfile>(address(path, query), signal);
}

/** Proposals and decisions with what is to be looked at again. */
export function fetchDecisions(city: string, language: Language, signal: AbortSignal) {
  return get<{ level: string | null; areas: Decided[] }>(
    address(['cities', city, 'decisions'], spoken(language)),
    signal,
  );
}
