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
import { Root } from './components/Root';
import { canDraw } from './map/webgl';
import { currentQuery, type Screen } from './state';

const WITH_MAP = new Set<Screen>(['map', 'priority', 'comparison', 'correlation', 'development']);

markReady(false);
const root = document.getElementById('app');
if (root) render(<Root />, root);

/** The map is large and its drawing slow to begin: both come while the numbers are on their way, not after them. */
if (WITH_MAP.has(currentQuery().screen)) {
  void import('./map/map').catch(() => {});
  canDraw();
}
