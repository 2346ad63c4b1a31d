import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Screen } from '../state';

let shown: Screen | null = null;

interface Props {
  screen: Screen;
  /** Names of the data are German whatever the page speaks. */
  lang?: 'de' | undefined;
  children: ComponentChildren;
}

/** The heading of a screen. Who comes from another screen begins here, also by keyboard and ear. */
export function Heading({ screen, lang, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shown !== null && shown !== screen) {
      heading.current?.focus({ preventScroll: true });
      scrollTo({ top: 0, behavior: 'instant' });
    }
    shown = screen;
  }, [screen]);
  return (
    <h1 id="titel" lang={lang} tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}
