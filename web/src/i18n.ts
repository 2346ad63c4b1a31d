import de from '../locales/de.json';
import en from '../locales/en.json';
import type { Language } from './state';

export type Key = keyof typeof de;
export type Parameters = Record<string, string | number>;
export type Translate = (key: Key, parameters?: Parameters) => string;

const CATALOGUES: Record<Language, Record<Key, string>> = { de, en };

const PLURALS = { de: new Intl.PluralRules('de'), en: new Intl.PluralRules('en') };

/**
 * Puts the parameters where the sentence has their names in braces. `{count|area|areas}` stands for the word that goes
 * with the number: the first one where the language says that it is one, else the second one.
 */
export function fill(sentence: string, parameters: Parameters, language: Language): string {
  return sentence.replace(
    /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g,
    (whole, name: string, one?: string, other?: string) => {
      const value = parameters[name];
      if (value === undefined) return whole;
      if (one === undefined || other === undefined) return String(value);
      return PLURALS[language].select(Number(value)) === 'one' ? one : other;
    },
  );
}

export function translator(language: Language): Translate {
  const catalogue = CATALOGUES[language];
  return (key, parameters = {}) => fill(catalogue[key], parameters, language);
}
