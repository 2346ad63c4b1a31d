import type { ComponentChildren } from 'preact';
import { choose, linkTo, type Query } from '../state';

interface Props {
  to: Partial<Query>;
  class?: string;
  lang?: 'de' | undefined;
  current?: boolean;
  children: ComponentChildren;
}

/** A link to another state of the page: it can be opened in a new tab and copied like any other. */
export function Link({ to, class: name = 'link', lang, current = false, children }: Props) {
  return (
    <a
      class={name}
      lang={lang}
      href={linkTo(to)}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        const own = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey);
        if (!own) return;
        event.preventDefault();
        choose(to);
      }}
    >
      {children}
    </a>
  );
}
