import type { Comparison, Correlation, FullReport, Profile, PublicReport, Series } from './answers';
import type { Language } from './state';
import {
  authorization,
  authorizationFor,
  cacheMode,
  canBeToken,
  currentTurn,
  onTurn,
} from './token';
import type { Areas, City, CityEntry, Disparity, Priority, Values } from './types';

/** Everything the page asks for lies beside it, whatever path the server has. */
const BASE = typeof document === 'undefined' ? '/' : new URL('.', document.baseURI).href;

/** An answer that is not the wanted one; `detail` is a sentence for people. */
export class Problem extends Error {
  readonly status: number;
  readonly detail: string;
  /** What the server calls the request in its log. */
  readonly request: string | null;
  /** What else the server says about it. */
  readonly more: Record<string, unknown>;

  constructor(
    status: number,
    title: string,
    detail: string,
    request: string | null = null,
    more: Record<string, unknown> = {},
  ) {
    super(title);
    this.name = 'Problem';
    this.status = status;
    this.detail = detail;
    this.request = request;
    this.more = more;
  }

  /** True when the server says that the question itself cannot be answered. */
  get isRefusal(): boolean {
    return this.status === 403 || this.status === 404 || this.status === 422;
  }
}

export function address(segments: string[], query: Record<string, string> = {}): string {
  const path = segments.map(encodeURIComponent).join('/');
  const search = new URLSearchParams(query).toString();
  return `${BASE}${path}${search ? `?${search}` : ''}`;
}

export function tileAddress(city: string, level: string): string {
  return `${address(['cities', city, level, 'tiles'])}/{z}/{x}/{y}`;
}

export function contextAddress(city: string, layer: string): string {
  return address(['cities', city, 'context', layer]);
}

export function itemsAddress(city: string, level: string, indicator: string, period: string) {
  return address(['collections', `${city}.${level}`, 'items'], { properties: indicator, period });
}

/** One indicator as a table, of one period or of `all`. */
export function downloadAddress(
  city: string,
  level: string,
  indicator: string,
  period: string,
  language: Language,
) {
  const file = `${indicator}.csv`;
  return address(['cities', city, level, 'downloads', file], { period, ...spoken(language) });
}

export function reportAddress(city: string, language: string) {
  return address(['cities', city, 'report.html'], { language });
}

/** A page that needs no JavaScript. */
export function pageAddress(segments: string[], language: Language): string {
  return address(segments, spoken(language));
}

async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? '';
  const request = response.headers.get('x-request-id');
  if (type.includes('json')) {
    try {
      const body = (await response.json()) as { title?: string; detail?: string };
      return new Problem(response.status, body.title ?? '', body.detail ?? '', request, {
        ...body,
      });
    } catch {
      // A broken problem document says no more than its status.
    }
  }
  return new Problem(response.status, response.statusText, '', request);
}

/** Asks this server with the token of who is signed in; anything but a good answer is a [`Problem`]. */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    const headers = { accept: 'application/json', ...authorizationFor(url), ...init.headers };
    response = await fetch(url, { cache: cacheMode(), ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Problem(0, '', '');
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function get<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await ask(url, { signal });
  return (await response.json()) as T;
}

/** Whether the server knows the token; any other answer than yes or no is thrown. */
export async function isKnownToken(candidate: string, language: Language): Promise<boolean> {
  if (!canBeToken(candidate)) return false;
  try {
    const headers = authorization(candidate);
    await ask(address(['cities'], spoken(language)), { headers, cache: 'no-store' });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return false;
    throw error;
  }
}

const kept = new Map<string, unknown>();
// What one audience was told is not for the other.
onTurn(() => kept.clear());

/** Answers that do not depend on indicator and period are asked for once per visit. */
export async function getOnce<T>(url: string, signal: AbortSignal): Promise<T> {
  const known = kept.get(url);
  if (known !== undefined) return known as T;
  const turn = currentTurn();
  const answer = await get<T>(url, signal);
  if (turn === currentTurn()) kept.set(url, answer);
  return answer;
}

/** Forgets kept answers, so that a retry really asks again. */
export function forget(): void {
  kept.clear();
}

export async function fetchCities(signal: AbortSignal): Promise<CityEntry[]> {
  const answer = await getOnce<{ cities: CityEntry[] }>(address(['cities']), signal);
  return answer.cities;
}

/** German is what the server speaks unless asked for something else. */
export function spoken(language: Language): Record<string, string> {
  return language === 'de' ? {} : { language };
}

export function fetchCity(city: string, language: Language, signal: AbortSignal): Promise<City> {
  return getOnce(address(['cities', city], spoken(language)), signal);
}

export function fetchAreas(city: string, level: string, signal: AbortSignal): Promise<Areas> {
  return getOnce(address(['cities', city, level, 'areas']), signal);
}

export interface ValuesQuestion {
  city: string;
  level: string;
  indicator: string;
  period: string;
  method: string | null;
  classes: number | null;
  smoothed: boolean;
  fixed: boolean;
  earlier: string | null;
  language: Language;
}

export function fetchValues(question: ValuesQuestion, signal: AbortSignal): Promise<Values> {
  const query: Record<string, string> = {
    indicator: question.indicator,
    period: question.period,
    ...spoken(question.language),
  };
  if (question.method !== null) query.method = question.method;
  if (question.classes !== null) query.classes = String(question.classes);
  if (question.smoothed) query.smoothed = 'true';
  if (question.fixed) query.scale = 'periods';
  if (question.earlier !== null) query.earlier = question.earlier;
  return get(address(['cities', question.city, question.level, 'values'], query), signal);
}

export interface DisparityQuestion {
  city: string;
  level: string;
  indicator: string;
  period: string;
  definition: string | null;
  language: Language;
}

export function fetchDisparity(question: DisparityQuestion, signal: AbortSignal) {
  const { city, level, indicator, period, definition, language } = question;
  const query: Record<string, string> = { indicator, period, ...spoken(language) };
  if (definition !== null) query.definition = definition;
  return get<Disparity>(address(['cities', city, level, 'disparity'], query), signal);
}

export function fetchPriority(
  city: string,
  level: string,
  definition: string,
  language: Language,
  signal: AbortSignal,
): Promise<Priority> {
  const query = { definition, ...spoken(language) };
  return getOnce(address(['cities', city, level, 'priority'], query), signal);
}

export function fetchSeries(city: string, level: string, indicator: string, signal: AbortSignal) {
  return getOnce<Series>(address(['cities', city, level, 'series'], { indicator }), signal);
}

export interface PairQuestion {
  city: string;
  level: string;
  x: string;
  y: string;
  xPeriod: string;
  yPeriod: string;
  language: Language;
}

export function fetchCorrelation(question: PairQuestion, signal: AbortSignal) {
  const { city, level, x, y, xPeriod, yPeriod, language } = question;
  const query = { x, y, x_period: xPeriod, y_period: yPeriod, ...spoken(language) };
  return get<Correlation>(address(['cities', city, level, 'correlation'], query), signal);
}

export interface ComparisonQuestion {
  city: string;
  level: string;
  areas: string[];
  period: string | null;
  earlier: string | null;
}

export function fetchComparison(question: ComparisonQuestion, signal: AbortSignal) {
  const { city, level, areas, period, earlier } = question;
  const query: Record<string, string> = { areas: areas.join(',') };
  if (period !== null) query.period = period;
  if (earlier !== null) query.earlier = earlier;
  return get<Comparison>(address(['cities', city, level, 'comparison'], query), signal);
}

export interface ProfileQuestion {
  city: string;
  level: string;
  code: string;
  period: string | null;
  language: Language;
}

export function fetchProfile(question: ProfileQuestion, signal: AbortSignal) {
  const { city, level, code, period, language } = question;
  const query: Record<string, string> = { ...spoken(language) };
  if (period !== null) query.period = period;
  return get<Profile>(address(['cities', city, level, 'areas', code], query), signal);
}

export function fetchReport(city: string, language: Language, signal: AbortSignal) {
  const path = ['cities', city, 'report.json'];
  return get<PublicReport | FullReport>(address(path, spoken(language)), signal);
}
