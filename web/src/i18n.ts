import de from '../locales/de.json';
import en from '../locales/en.json';
import type { Language } from './state';

export type Key = keyof typeof de;
export type Parameters = Record<string, string | number>;
export type Translate = (key: Key, parameters?: Parameters) => string;

const CATALOGUES: Record<Language, Record<Key, string>> = { de, en };

/** Puts the parameters where the sentence has their names in braces. */
export function fill(sentence: string, parameters: Parameters): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : String(value);
  });
}

export function translator(language: Language): Translate {
  const catalogue = CATALOGUES[language];
  return (key, parameters = {}) => fill(catalogue[key], parameters);
}
