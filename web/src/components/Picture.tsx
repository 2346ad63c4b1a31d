import { useState } from 'preact/hooks';
import { announce } from '../announce';
import { ask } from '../api';
import type { View } from '../model';
import { type PictureOf, type PicturePart, partsOff, pictureAddress } from '../picture';
import { subtitle, viewSentence } from '../sentences';
import type { Query } from '../state';
import { useWording } from '../wording';
import { FileLink } from './FileLink';
import { PictureParts } from './PictureParts';
import { ServerImage } from './ServerImage';

interface Props {
  view: View;
  query: Query;
  of?: PictureOf | undefined;
}

const SHEET = { paper: 'a4', orientation: 'landscape', dpi: '300' };
/** The page around the picture says the rest. */
const BESIDE = 'title,legend,sources,notes,address';
const BARE = { width: '1200', height: '900', without: BESIDE };

type Word = Parameters<ReturnType<typeof useWording>['t']>[0];

interface CopyProps {
  label: Word;
  done: Word;
  failed: Word;
  /** Puts something on the clipboard. */
  put: () => Promise<void>;
}

/** A button that copies, and says whether that went well. */
function CopyButton({ label, done, failed, put }: CopyProps) {
  const { t } = useWording();
  const [told, setTold] = useState('');
  const copy = async () => {
    const text = await put().then(
      () => t(done),
      () => t(failed),
    );
    setTold(text);
    announce(text);
  };
  return (
    <>
      <button type="button" class="button" onClick={copy}>
        {t(label)}
      </button>
      {told && <small>{told}</small>}
    </>
  );
}

/** The sentence beside the map, for minutes and slides. */
function CopySentence({ view, query, of }: Props) {
  const put = async () => {
    const headers = { accept: 'text/plain' };
    const answer = await ask(pictureAddress(view, query, 'txt', {}, of), { headers });
    await navigator.clipboard.writeText((await answer.text()).trim());
  };
  return (
    <CopyButton
      label="picture_menu.copy"
      done="picture_menu.copied"
      failed="picture_menu.not_copied"
      put={put}
    />
  );
}

/** The picture itself, to be pasted into a slide or a text. */
function CopyPicture({ address }: { address: string }) {
  const put = async () => {
    // The browser wants the promise at once, within the press of the button.
    const drawn = ask(address, { headers: { accept: 'image/png' } }).then((answer) =>
      answer.blob(),
    );
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': drawn })]);
  };
  return (
    <CopyButton
      label="picture_menu.copy_picture"
      done="picture_menu.picture_copied"
      failed="picture_menu.picture_not_copied"
      put={put}
    />
  );
}

/** What is on the screen as a file. */
export function PictureLinks({ view, query, of }: Props) {
  const { t } = useWording();
  const [off, setOff] = useState<PicturePart[]>([]);
  if (view.choice.period === null) return null;
  const without = partsOff(off, query.hints);
  const at = (extension: 'svg' | 'png', more: Record<string, string> = {}) =>
    pictureAddress(view, query, extension, { ...more, ...without }, of);
  const link = (label: string, address: string) => (
    <FileLink class="button" href={address} download>
      {label}
    </FileLink>
  );
  return (
    <div class="picture-links">
      <span>{t('picture_menu.title')}</span>
      {link(t('picture_menu.svg'), at('svg'))}
      {link(t('picture_menu.png'), at('png'))}
      {link(t('picture_menu.sheet'), at('png', SHEET))}
      <CopyPicture key={at('png')} address={at('png')} />
      <CopySentence
        key={pictureAddress(view, query, 'txt', {}, of)}
        view={view}
        query={query}
        of={of}
      />
      <button type="button" class="button" onClick={() => print()}>
        {t('profile.print')}
      </button>
      <PictureParts off={off} change={setOff} />
    </div>
  );
}

interface PaperProps extends Props {
  onPaper?: boolean;
  title?: string;
}

/** The map drawn by the server: where the browser cannot draw it, and on paper. */
export function PictureOfMap({ view, query, of, onPaper, title }: PaperProps) {
  const wording = useWording();
  if (view.choice.period === null) return null;
  const without = query.hints ? BESIDE : `${BESIDE},flags`;
  const named = title ?? `${view.choice.indicator.name}, ${subtitle(view, wording)}`;
  return (
    <ServerImage
      class={onPaper ? 'picture-of-map only-print' : 'picture-of-map'}
      src={pictureAddress(view, query, 'svg', { ...BARE, without }, of)}
      alt={`${wording.t('map.label', { title: named })}. ${viewSentence(view, wording)}`}
      width={BARE.width}
      height={BARE.height}
    />
  );
}
