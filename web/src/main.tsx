// The start of the app.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { clock } from './clock.ts';
import { startWorker } from './offline/service-worker.ts';
import { startTheme } from './theme.ts';
import { BackCloses } from './ui/back-closes.ts';
import { startWords } from './words.ts';
import './styles/base.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/home.css';
import './styles/flow.css';
import './styles/device-list.css';
import './styles/device.css';
import './styles/forms.css';
import './styles/doors.css';
import './styles/setup.css';
import './styles/story.css';
import './styles/topics.css';
import './styles/account.css';
import './styles/charts.css';
import './styles/energy.css';
import './styles/ledger.css';
import './styles/automation.css';
import './styles/alerts.css';
import './styles/touch.css';

// The app keeps its place behind the #, which needs no support from server or proxy; people may still type /setup.
const typed = /\/(setup|restore)\/?$/.exec(location.pathname);
if (typed !== null) history.replaceState(null, '', `${location.pathname.slice(0, typed.index)}/#/${typed[1] ?? ''}`);

await Promise.all([startTheme(), startWords()]);
const root = document.getElementById('root');
if (root === null) throw new TypeError('assertion: the page has no root element');
const backCloses = new BackCloses(window, clock);
createRoot(root).render(
  <StrictMode>
    <App backCloses={backCloses} />
  </StrictMode>,
);
startWorker();
