import { render } from 'preact';
import { markReady } from './announce';
import { Root } from './components/Root';
import './style/base.css';
import './style/layout.css';
import './style/parts.css';
import './style/certainty.css';
import './style/choose.css';
import './style/charts.css';
import './style/table.css';
import './style/picture.css';
import './style/special.css';
import './style/explore.css';
import './style/print.css';

markReady(false);
const root = document.getElementById('app');
if (root) render(<Root />, root);
