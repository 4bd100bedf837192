// Writes web/src/early into the app when it is built: one small file, which knows by their names the files that an address needs.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { routeOf } from '#api/routes.ts';
import type { Parts } from '../src/early/parts.ts';

/** Steps of addresses, and the pages they lead to. */
const pages: Readonly<Record<string, string>> = {
  account: 'account/account-page.tsx',
  alerts: 'alerts/alerts-page.tsx',
  audit: 'audit/audit-page.tsx',
  automation: 'automation/automation-page.tsx',
  charging: 'charging/charging-page.tsx',
  charts: 'charts/charts-page.tsx',
  dashboards: 'dashboards/dashboards-page.tsx',
  devices: 'device/device-page.tsx',
  energy: 'energy/energy-page.tsx',
  fleet: 'fleet/fleet-page.tsx',
  meters: 'meters/meters-page.tsx',
  settings: 'settings/settings-page.tsx',
  setup: 'setup/setup-page.tsx',
  start: 'first-run/story-page.tsx',
  topics: 'topics/topics-page.tsx',
};

const source = join(import.meta.dirname, '..', 'src');
const chunksOf = (bundle: Rolldown.OutputBundle): readonly Rolldown.OutputChunk[] =>
  Object.values(bundle).filter((file) => file.type === 'chunk');

/** A chunk and all that it imports. */
function withImports(bundle: Rolldown.OutputBundle, name: string): ReadonlySet<string> {
  const found = new Set([name]);
  // A set that grows is walked to its end.
  for (const each of found) {
    const chunk = bundle[each];
    if (chunk?.type === 'chunk') for (const imported of chunk.imports) found.add(imported);
  }
  return found;
}

function stylesOf(bundle: Rolldown.OutputBundle, name: string): readonly string[] {
  const chunk = bundle[name];
  return chunk?.type === 'chunk' ? [...(chunk.viteMetadata?.importedCss ?? [])] : [];
}

/** What a page needs that the start does not. */
function filesOf(bundle: Rolldown.OutputBundle, page: string): readonly string[] {
  const chunk = chunksOf(bundle).find(({ facadeModuleId }) => facadeModuleId === join(source, page));
  const start = chunksOf(bundle).find(({ isEntry }) => isEntry);
  if (chunk === undefined || start === undefined) throw new Error(`${page} is not a page of its own`);
  const atStart = withImports(bundle, start.fileName);
  const scripts = [...withImports(bundle, chunk.fileName)].filter((name) => !atStart.has(name));
  return [...new Set([...scripts, ...scripts.flatMap((name) => stylesOf(bundle, name))])].map((name) => `./${name}`);
}

function languagesOf(bundle: Rolldown.OutputBundle): Parts['languages'] {
  const languages: Record<string, Record<string, string>> = {};
  for (const { facadeModuleId, fileName } of chunksOf(bundle)) {
    const [, tag = '', part = ''] = /\/src\/words\/([\w-]+)\/(first|rest)\.ts$/.exec(facadeModuleId ?? '') ?? [];
    if (tag !== '') (languages[tag] ??= {})[part] = `./${fileName}`;
  }
  return languages;
}

const relative = (id: 'readSession' | 'listSites'): string => routeOf(id).path.slice(1);

async function early(parts: Parts): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { __PARTS__: JSON.stringify(parts) },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: join(source, 'early/early.ts'), output: { format: 'iife' } },
    },
  });
  const [result] = [built].flat();
  if (result === undefined || !('output' in result)) throw new Error('nothing was built of the early part');
  return result.output[0].code;
}

let made: { readonly fileName: string; readonly source: string } | undefined;

/** The plugin. */
export const earlyPart: Plugin = {
  name: 'early-part',
  apply: 'build',
  enforce: 'post',
  transformIndexHtml: {
    order: 'post',
    async handler(html, { bundle }) {
      if (bundle === undefined) throw new Error('the page is made without its files');
      const code = await early({
        pages: Object.fromEntries(Object.entries(pages).map(([step, page]) => [step, filesOf(bundle, page)])),
        languages: languagesOf(bundle),
        paths: { session: relative('readSession'), sites: relative('listSites') },
      });
      const hash = createHash('sha256').update(code).digest('hex').slice(0, 8);
      made = { fileName: `assets/early-${hash}.js`, source: code };
      return html.replace('    <title>', `    <script async src="./${made.fileName}"></script>\n    <title>`);
    },
  },
  // The page is made before, by the part of Vite that makes it.
  generateBundle() {
    if (made === undefined) throw new Error('the page was made without its early part');
    this.emitFile({ type: 'asset', ...made });
  },
};
