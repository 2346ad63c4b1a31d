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

/** Marks on the root element whether what is drawn is what was asked for. */
export function markReady(ready: boolean): void {
  document.documentElement.dataset.ready = String(ready);
}
