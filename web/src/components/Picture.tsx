import { useState } from 'preact/hooks';
import { announce } from '../announce';
import { ask } from '../api';
import type { View } from '../model';
import { pictureAddress } from '../picture';
import { subtitle, viewSentence } from '../sentences';
import type { Query } from '../state';
import { useWording } from '../wording';
import { FileLink } from './FileLink';
import { ServerImage } from './ServerImage';

interface Props {
  view: View;
  query: Query;
}

const SHEET = { paper: 'a4', orientation: 'landscape', dpi: '300' };
/** The page around the picture says the rest. */
const BESIDE = 'title,legend,sources,notes,address';
const BARE = { width: '1200', height: '900', without: BESIDE };

/** The sentence beside the map, for minutes and slides. */
function CopySentence({ view, query }: Props) {
  const { t } = useWording();
  const [told, setTold] = useState('');
  const copy = async () => {
    const tell = (text: string) => {
      setTold(text);
      announce(text);
    };
    try {
      const answer = await ask(pictureAddress(view, query, 'txt'), {
        headers: { accept: 'text/plain' },
      });
      await navigator.clipboard.writeText((await answer.text()).trim());
      tell(t('picture_menu.copied'));
    } catch {
      tell(t('picture_menu.not_copied'));
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={copy}>
        {t('picture_menu.copy')}
      </button>
      {told && <small>{told}</small>}
    </>
  );
}

/** What is on the screen as a file. */
export function PictureLinks({ view, query }: Props) {
  const { t } = useWording();
  if (view.choice.period === null) return null;
  const link = (label: string, address: string) => (
    <FileLink class="button" href={address} download>
      {label}
    </FileLink>
  );
  return (
    <div class="picture-links">
      <span>{t('picture_menu.title')}</span>
      {link(t('picture_menu.svg'), pictureAddress(view, query, 'svg'))}
      {link(t('picture_menu.png'), pictureAddress(view, query, 'png'))}
      {link(t('picture_menu.sheet'), pictureAddress(view, query, 'png', SHEET))}
      <CopySentence key={pictureAddress(view, query, 'txt')} view={view} query={query} />
    </div>
  );
}

/** The map drawn by the server: where the browser cannot draw it, and on paper. */
export function PictureOfMap({ view, query, onPaper }: Props & { onPaper?: boolean }) {
  const wording = useWording();
  if (view.choice.period === null) return null;
  const without = query.hints ? BESIDE : `${BESIDE},flags`;
  const title = `${view.choice.indicator.name}, ${subtitle(view, wording)}`;
  return (
    <ServerImage
      class={onPaper ? 'picture-of-map only-print' : 'picture-of-map'}
      src={pictureAddress(view, query, 'svg', { ...BARE, without })}
      alt={`${wording.t('map.label', { title })}. ${viewSentence(view, wording)}`}
      width={BARE.width}
      height={BARE.height}
    />
  );
}
