// Styles of all screens first: those of single parts, which follow, may differ from them.
import './style/base.css';
import './style/fields.css';
import './style/layout.css';
import './style/notes.css';
import './style/parts.css';
import './style/certainty.css';
import './style/choose.css';
import './style/charts.css';
import './style/table.css';
import './style/picture.css';
import './style/special.css';
import './style/explore.css';
import './style/plain-map.css';
import './style/first-picture.css';
import './style/sheet.css';
import './style/print.css';
import './style/paper.css';
import './style/paper-screens.css';
import { render } from 'preact';
import { markReady } from './announce';
import { wordsOf } from './components/map-hook';
import { Root } from './components/Root';
import { awaitsMap, codeGate, firstGate } from './first-sight';
import { currentQuery, type Language } from './state';
import { wordingOf } from './wording';

markReady(false);
const root = document.getElementById('app');
if (root) render(<Root />, root);

/** Fetches the code of the map without running it. */
function fetchMapCode(): void {
  const name = document.querySelector<HTMLMetaElement>('meta[name=map-code]')?.content;
  if (!name) return;
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = new URL(name, document.baseURI).href;
  document.head.append(link);
}

/**
 * The map is large: its code comes while the numbers are on their way. It is slow to begin, and lets the first
 * picture go first.
 */
async function prepare(language: Language): Promise<void> {
  fetchMapCode();
  await codeGate.opened;
  const code = import('./map/map');
  await firstGate.opened;
  const { prepareMap } = await code;
  prepareMap(wordsOf('', wordingOf(language)));
}

const { screen, language } = currentQuery();
// What goes wrong here goes wrong again where the map is wanted, and is told there.
if (awaitsMap(screen)) prepare(language).catch(() => {});
