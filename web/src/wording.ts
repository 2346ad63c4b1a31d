import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { translator } from './i18n';
import type { Wording } from './model';
import type { Language } from './state';

export function wordingOf(language: Language): Wording {
  return { t: translator(language), language };
}

export const WordingContext = createContext<Wording>(wordingOf('de'));

export function useWording(): Wording {
  return useContext(WordingContext);
}

/** Names and descriptions come from the offices and are German, whatever the page speaks. */
export function dataLanguage({ language }: Wording): 'de' | undefined {
  return language === 'de' ? undefined : 'de';
}
