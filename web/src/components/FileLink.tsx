import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../api';
import { isSignedIn } from '../token';
import { useWording } from '../wording';
import { problemText } from './Failure';

/** The name that the server gives the file, else the end of its address. */
export function fileName(disposition: string | null, url: string): string {
  const named = /filename="?([^";]+)"?/.exec(disposition ?? '')?.[1];
  return named ?? new URL(url).pathname.split('/').pop() ?? 'download';
}

/** Gets the file with the token of who is signed in and hands it to the browser to save. */
async function save(url: string): Promise<void> {
  const answer = await ask(url, { headers: { accept: '*/*' } });
  const name = fileName(answer.headers.get('content-disposition'), url);
  const content = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = content;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(content), 60_000);
}

interface Props {
  href: string;
  class?: string;
  /** Whether the browser saves the file rather than showing it. */
  download?: boolean;
  children: ComponentChildren;
}

/** A link to a file of the server. A link carries no token: signed in, the page fetches the file itself. */
export function FileLink({ href, class: name = 'link', download = false, children }: Props) {
  const wording = useWording();
  const [refused, setRefused] = useState<string | null>(null);
  const fetchIt = async (event: Event) => {
    if (!isSignedIn()) return;
    event.preventDefault();
    setRefused(null);
    try {
      await save(href);
    } catch (error) {
      setRefused(problemText(error, wording));
    }
  };
  return (
    <>
      <a class={name} href={href} download={download} onClick={fetchIt}>
        {children}
      </a>
      {refused !== null && (
        <small class="notice-inline" role="alert">
          {refused}
        </small>
      )}
    </>
  );
}
