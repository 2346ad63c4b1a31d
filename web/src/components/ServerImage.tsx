import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api';
import { isSignedIn } from '../token';
import { useWording } from '../wording';
import { problemText } from './Failure';

interface Props {
  src: string;
  alt: string;
  class: string;
  width: string;
  height: string;
}

/** The picture as a blob of this page; the one before stays until the next is there. */
function useBlob(src: string): { url: string | null; error: unknown } {
  const [found, setFound] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const control = new AbortController();
    let made: string | null = null;
    ask(src, { signal: control.signal, headers: { accept: 'image/*' } })
      .then((answer) => answer.blob())
      .then(
        (blob) => {
          if (control.signal.aborted) return;
          made = URL.createObjectURL(blob);
          setError(null);
          setFound(made);
        },
        (reason: unknown) => !control.signal.aborted && setError(reason),
      );
    return () => {
      control.abort();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [src]);
  return { url: found, error };
}

function FetchedImage({ src, alt, ...rest }: Props) {
  const wording = useWording();
  const { url, error } = useBlob(src);
  if (error !== null) return <p class="map-message">{problemText(error, wording)}</p>;
  if (url === null) return <p class="map-message">{wording.t('app.loading')}</p>;
  return <img src={url} alt={alt} {...rest} />;
}

/** A picture drawn by the server. An image element carries no token: signed in, the page fetches it itself. */
export function ServerImage({ alt, ...rest }: Props) {
  if (isSignedIn()) return <FetchedImage alt={alt} {...rest} />;
  return <img alt={alt} loading="lazy" {...rest} />;
}
