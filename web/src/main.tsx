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
import './style/sheet.css';
import './style/print.css';
import { render } from 'preact';
import { markReady } from './announce';
import { wordsOf } from './components/map-hook';
import { Root } from './components/Root';
import { canDraw } from './map/webgl';
import { currentQuery, type Language, type Screen } from './state';
import { wordingOf } from './wording';

const WITH_MAP = new Set<Screen>(['map', 'priority', 'comparison', 'correlation', 'development']);

markReady(false);
const root = document.getElementById('app');
if (root) render(<Root />, root);

/** The map is large and its drawing slow to begin: both come while the numbers are on their way, not after them. */
async function prepare(language: Language): Promise<void> {
  const code = import('./map/map');
  const able = canDraw();
  const { prepareMap } = await code;
  if (able) prepareMap(wordsOf('', wordingOf(language)));
}

const { screen, language } = currentQuery();
// What goes wrong here goes wrong again where the map is wanted, and is told there.
if (WITH_MAP.has(screen)) prepare(language).catch(() => {});
