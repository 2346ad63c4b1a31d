import { useWording } from '../wording';
import type { Words } from './file';

interface Props {
  label: string;
  name: string;
  words: Words;
  most: number;
  /** More than one line. */
  lines?: number;
  change: (words: Words) => void;
}

const LANGUAGES = ['de', 'en'] as const;

/** A text in German and English; the other one is shown where one is missing. */
export function TextPair({ label, name, words, most, lines, change }: Props) {
  const { t } = useWording();
  return (
    <div class="text-pair">
      {LANGUAGES.map((language) => {
        const id = `${name}-${language}`;
        const shared = {
          id,
          name: id,
          lang: language,
          maxLength: most,
          value: words[language] ?? '',
          onInput: (event: { currentTarget: { value: string } }) =>
            change({ ...words, [language]: event.currentTarget.value }),
        };
        return (
          <div key={language} class="field">
            <label class="field-label" for={id}>
              {t('slides.in_language', { label, language: t(`app.language_${language}`) })}
            </label>
            {lines ? <textarea rows={lines} {...shared} /> : <input {...shared} />}
          </div>
        );
      })}
    </div>
  );
}
