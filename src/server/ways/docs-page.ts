// The page of the interface: every endpoint with its example, to be tried at once. Its script reads the OpenAPI document that this
// server answers, so the page holds no word about any endpoint itself. All of it comes from here: no other server is asked.
import type { FastifyReply } from 'fastify';
import { entriesOf } from '#core/entries.ts';
import { errorRegistry } from '#core/errors.ts';
import { statusOf } from '#api/problem.ts';
import type { App } from '../route-context.ts';
import { docsScript } from './docs-script.ts';

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentcolor 20%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin: 2rem 0 0.5rem; text-transform: capitalize; }
details { border: 1px solid var(--line); border-radius: 0.5rem; margin: 0.4rem 0; padding: 0.4rem 0.8rem; }
summary { cursor: pointer; }
code, pre, textarea, input { font: 14px/1.4 ui-monospace, monospace; }
code, small, p, td { overflow-wrap: anywhere; }
pre { overflow: auto; max-height: 24rem; border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.6rem; }
label { display: block; margin: 0.4rem 0; }
input, textarea { width: 100%; box-sizing: border-box; padding: 0.3rem; }
button { font: inherit; padding: 0.3rem 1rem; margin: 0.4rem 0; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid var(--line); text-align: left; padding: 0.3rem 0.6rem 0.3rem 0; vertical-align: top; }
:target { outline: 2px solid; }
`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/page.css">
</head>
<body>
${body}
</body>
</html>
`;

const interfacePage = page(
  'Solstead: the interface',
  `<h1>The interface</h1>
<p>Everything the app does goes over these endpoints, and programs may use them alike. The same as a file:
<a href="v1/openapi.json">OpenAPI 3.1</a>. What can go wrong: <a href="docs/errors">errors</a>.</p>
<label>Token, where you are not signed in in this browser
<input id="token" type="password" autocomplete="off" spellcheck="false"></label>
<label>Find <input id="find" type="search" autocomplete="off"></label>
<main id="list"><noscript>This page needs JavaScript; the document above says the same.</noscript></main>
<script src="docs/page.js" type="module"></script>`,
);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The page that the `type` of a problem leads to. */
function errorsPage(): string {
  const rows = entriesOf(errorRegistry).map(
    ([code, { title, repair }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${statusOf(code)}</td><td>${escaped(title)}</td><td>${escaped(repair)}</td></tr>`,
  );
  const head = '<tr><th>Code</th><th>HTTP</th><th>What happened</th><th>What helps</th></tr>';
  const body = `<h1>Errors</h1><p>The interface answers a failure as a problem (RFC 9457) with one of these codes.</p>
<table><thead>${head}</thead><tbody>${rows.join('\n')}</tbody></table>`;
  // One step further in than the page beside it.
  return page('Solstead: errors', body).replace('href="docs/page.css"', 'href="page.css"');
}

/** Registers the page; it tells nothing about the home. */
export function docsPage(app: App): void {
  const serve = (url: string, type: string, text: () => string): void => {
    app.route({
      method: 'GET',
      url,
      config: { action: 'open' },
      handler: (_request, reply): FastifyReply => reply.type(`${type}; charset=utf-8`).send(text()),
    });
  };
  serve('/api/docs', 'text/html', () => interfacePage);
  serve('/api/docs/errors', 'text/html', errorsPage);
  serve('/api/docs/page.css', 'text/css', () => style);
  serve('/api/docs/page.js', 'text/javascript', () => docsScript);
}
