import { PICTURE_PARTS, type PicturePart } from '../picture';
import { useWording } from '../wording';

interface Props {
  off: PicturePart[];
  change: (off: PicturePart[]) => void;
}

/** Which parts the picture holds; what is internal stays stamped. */
export function PictureParts({ off, change }: Props) {
  const { t } = useWording();
  return (
    <details class="picture-parts">
      <summary>{t('picture_menu.parts')}</summary>
      <fieldset>
        <legend class="visually-hidden">{t('picture_menu.parts')}</legend>
        {PICTURE_PARTS.map((part) => (
          <label key={part} class="check">
            <input
              type="checkbox"
              name={`bild-${part}`}
              checked={!off.includes(part)}
              onChange={(event) =>
                change(
                  event.currentTarget.checked
                    ? off.filter((other) => other !== part)
                    : [...off, part],
                )
              }
            />
            {t(`picture_menu.part_${part}`)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
