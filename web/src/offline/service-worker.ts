// The service worker of this page.
import { clock } from '../clock.ts';
import { languageTag } from '../words.ts';
import { createNewVersion } from './new-version.ts';

/** Scripts and styles of this page, as the worker names them. */
const filesOfPage = (): readonly string[] =>
  [...document.querySelectorAll('script[type="module"][src], link[rel="stylesheet"][href]')]
    .map((element) => element.getAttribute('src') ?? element.getAttribute('href') ?? '')
    .filter((name) => name.startsWith('./assets/'))
    .map((name) => name.slice('./'.length));

const workers = globalThis.isSecureContext && 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;

/** Whether a newer version of the app is there. */
export const newVersion = createNewVersion({
  workers,
  // Relative, so that it holds under any path prefix.
  address: new URL('service-worker.js', document.baseURI),
  files: filesOfPage,
  reload: () => location.reload(),
  clock,
});
/** The language was loaded before there was a worker: asked for again, from the browser's own cache, the worker keeps it. */
function keepLanguage(): void {
  const parts = [`/assets/${languageTag()}-first-`, `/assets/${languageTag()}-rest-`];
  for (const { name } of performance.getEntriesByType('resource'))
    if (parts.some((part) => name.includes(part))) void fetch(name).catch(() => undefined);
}

/** Starts it once the page is idle: what it keeps must not slow down what is looked at. */
export function startWorker(): void {
  // The server of the developers has none.
  if (import.meta.env.DEV) return;
  const start = (): void => {
    workers?.addEventListener('controllerchange', keepLanguage);
    void newVersion.start();
  };
  const whenIdle = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(start, { timeout: 10_000 });
    else clock.after(2000, start);
  };
  if (document.readyState === 'complete') whenIdle();
  else window.addEventListener('load', whenIdle, { once: true });
}
