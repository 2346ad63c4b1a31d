import { describe, expect, it } from 'vitest';
import de from '../locales/de.json';
import en from '../locales/en.json';

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
});
