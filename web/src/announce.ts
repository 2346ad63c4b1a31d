/** Sentences for people who hear the page; one region speaks them all. */
let speak: (sentence: string) => void = () => {};

export function announce(sentence: string): void {
  speak(sentence);
}

export function onAnnounce(listener: (sentence: string) => void): () => void {
  speak = listener;
  return () => {
    speak = () => {};
  };
}

/** Marks on the root element whether what is drawn is what was asked for, and once that it was drawn before. */
export function markReady(ready: boolean): void {
  const { dataset } = document.documentElement;
  dataset.ready = String(ready);
  if (ready) dataset.drawn = 'true';
}
