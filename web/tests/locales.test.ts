import { describe, expect, it } from 'vitest';
import de from '../locales/de.json';
import en from '../locales/en.json';
import { translator } from '../src/i18n';

const placeholders = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(de).sort());
  });

  it.each(Object.keys(de) as (keyof typeof de)[])('%s is complete in both', (key) => {
    expect(de[key].trim()).not.toBe('');
    expect(placeholders(en[key])).toEqual(placeholders(de[key]));
  });

  it('call a flag what it is', () => {
    expect(de['flag.auffaellig']).toBe('rechnerisch auffällig');
    expect(de['reason.suppressed']).toBe('geheim zu halten');
  });

  it('give every number the word that goes with it', () => {
    const [german, english] = [translator('de'), translator('en')];
    expect(german('priority.count', { count: 1 })).toBe('1 Gebiet rechnerisch auffällig');
    expect(german('priority.count', { count: 0 })).toBe('0 Gebiete rechnerisch auffällig');
    expect(german('priority.count', { count: '1.234' })).toBe(
      '1.234 Gebiete rechnerisch auffällig',
    );
    expect(english('priority.count', { count: 1 })).toBe('1 area stands out in the calculation');
    expect(english('priority.count', { count: 2 })).toBe('2 areas stand out in the calculation');
  });

  it.each(Object.keys(de) as (keyof typeof de)[])('%s has both words for its numbers', (key) => {
    for (const sentence of [de[key], en[key]]) {
      const choices = sentence.match(/\{[^}]*\|[^}]*\}/g) ?? [];
      for (const choice of choices) expect(choice).toMatch(/^\{\w+\|[^{}|]+\|[^{}|]+\}$/);
      const named = new Set(placeholders(sentence).map((name) => name.slice(1, -1)));
      for (const choice of choices) expect(named).toContain(choice.slice(1, choice.indexOf('|')));
    }
  });
});
