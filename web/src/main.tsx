import { render } from 'preact';
import { markReady } from './announce';
import { App } from './components/App';
import './style/base.css';
import './style/layout.css';
import './style/parts.css';
import './style/certainty.css';
import './style/table.css';
import './style/special.css';

markReady(false);
const root = document.getElementById('app');
if (root) render(<App />, root);
