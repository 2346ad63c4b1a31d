import { describe, expect, it } from 'vitest';
import {
  behindText,
  changeText,
  countsText,
  hasIntervals,
  intervalText,
  sinceText,
  smoothedText,
  toCityText,
  trendText,
} from '../src/certainty';
import { joinRows, type Row, type View, valueText } from '../src/model';
import type { Values } from '../src/types';
import { wordingOf } from '../src/wording';
import { areas, sampleView, values } from './sample';

const german = wordingOf('de');
const english = wordingOf('en');

function viewOf(changed: Partial<Values>, unit = '%'): View {
  const view = sampleView();
  const all = { ...values, ...changed };
  const indicator = { ...view.choice.indicator, unit };
  const choice = { ...view.choice, indicator };
  return { ...view, choice, values: all, rows: joinRows(areas, all, null) };
}

function row(view: View, code: string): Row {
  const found = view.rows.find((item) => item.code === code);
  if (!found) throw new Error(`no area ${code}`);
  return found;
}

const view = viewOf({});

describe('a value with its interval', () => {
  it('names bounds and counts behind it', () => {
    expect(behindText(row(view, '04'), view, german)).toBe('(24,2–36,8\u00a0%), 60 von 200');
    expect(behindText(row(view, '01'), view, english)).toBe('(9.0–16.7\u00a0%), 34 of 275.5');
  });

  it('says nothing of a secret one', () => {
    const secret = row(view, '03');
    expect(behindText(secret, view, german)).toBeNull();
    expect(intervalText(secret, view, german)).toBeNull();
    expect(toCityText(secret, german)).toBeNull();
    expect(changeText(secret, view, german)).toBeNull();
    expect(smoothedText(secret, view, german)).toBeNull();
    expect(row(view, '05').certainty).toBeNull();
  });

  it('tells why there is no interval in place of an empty field', () => {
    const note = 'Kein Bereich: absolute Zahl.';
    const nothing = { lower: [], upper: [], to_city: [] };
    const interval = { confidence: 0.95, method: null, reason: 'absolute', note };
    const plain = viewOf({ ...nothing, interval }, 'Personen');
    expect(hasIntervals(plain)).toBe(false);
    expect(intervalText(row(plain, '04'), plain, german)).toBe(note);
    const odd = viewOf(nothing);
    expect(intervalText(row(odd, '04'), odd, german)).toContain('passen nicht');
  });

  it('counts cases of a population that they are no part of otherwise', () => {
    const rates = viewOf({ interval: { ...values.interval, method: 'poisson' } }, 'je 1.000');
    expect(countsText(row(rates, '04'), rates, german)).toBe('60 auf 200');
    expect(behindText(row(rates, '04'), rates, german)).toBe('(24,2–36,8), 60 auf 200');
  });

  it('calls an estimate an estimate and a smoothed value smoothed', () => {
    expect(valueText(row(view, '02'), view, german)).toContain('(geschätzt)');
    expect(smoothedText(row(view, '02'), view, german)).toBe(
      '3,1\u00a0% (zum Mittel 14,8\u00a0% hingezogen)',
    );
  });
});

describe('a comparison', () => {
  it('with the city says only what is secured', () => {
    expect(toCityText(row(view, '04'), german)).toBe('liegt gesichert über dem Stadtwert');
    expect(toCityText(row(view, '02'), german)).toBe('liegt gesichert unter dem Stadtwert');
    expect(toCityText(row(view, '01'), german)).toBe('kein gesicherter Unterschied zum Stadtwert');
  });

  it('with an earlier time names the change, its range and whether it is secured', () => {
    expect(sinceText(view, german)).toBe('Seit 2021');
    expect(changeText(row(view, '04'), view, german)).toBe(
      '+4,0 Prozentpunkte (+1,1 bis +6,9): statistisch gesicherter Anstieg',
    );
    expect(changeText(row(view, '01'), view, german)).toBe(
      '−1,3 Prozentpunkte (−5,0 bis +2,5): keine statistisch gesicherte Veränderung',
    );
    expect(trendText(row(view, '04'), german)).toBe('steigender Trend über 7 Zeitpunkte');
    expect(trendText(row(view, '01'), german)).toBeNull();
  });

  it('gives the change of numbers in per cent as well', () => {
    const people = viewOf({}, 'Personen');
    expect(changeText(row(people, '04'), people, german)).toBe(
      '+4,0\u00a0Personen (+15,4 %; +1,1 bis +6,9): statistisch gesicherter Anstieg',
    );
  });
});
