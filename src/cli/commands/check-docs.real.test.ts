// Every example of the documents that people write as a file is taken by `solstead check`, as it stands there.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect, test, vi } from 'vitest';
import { commandContext } from '#main/command-context.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { run } from '../program.ts';

vi.setConfig({ testTimeout: 180_000 });

const docs = join(import.meta.dirname, '../../../docs');

/** Blocks of YAML that are files of other programs, or pieces of a line. */
const ofOthers: Readonly<Record<string, readonly string[]>> = {
  'grafana.md': ['scrape_configs:'],
  'outputs.md': ['scrape_configs:'],
  'user-devices.md': ['mqtt_statestream:', '# yaml-language-server'],
};

/** The files of the pages, by a name that says where each stands. */
function examples(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const page of readdirSync(docs).filter((name) => name.endsWith('.md'))) {
    const blocks = [...readFileSync(join(docs, page), 'utf8').matchAll(/^ *```yaml\n([\s\S]*?)^ *```/gm)];
    for (const [index, [, text = '']] of blocks.entries())
      if (!(ofOthers[page] ?? []).some((begin) => text.trim().startsWith(begin)))
        found.set(`${page.replace('.md', '')}-${index}.yaml`, text);
  }
  return found;
}

/** What the command prints. */
async function checked(args: readonly string[]) {
  let out = '';
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))));
  await run(['check', '--json', ...args], commandContext).finally(() => written.mockRestore());
  process.exitCode = 0;
  return JSON.parse(out) as { readonly files?: readonly { readonly file: string; readonly ok: boolean }[] };
}

test('each is checked and right, with the plug-ins of the documents in a data folder', async (context) => {
  const data = tempDir(context);
  mkdirSync(join(data, 'plugins'));
  cpSync(join(docs, 'examples/my-output.ts'), join(data, 'plugins/my-output.ts'));
  cpSync(join(docs, 'examples/my-action.ts'), join(data, 'plugins/my-action.ts'));
  const files = [...examples()].map(([name, text]) => {
    // What the documents keep on a computer of their own.
    for (const [, file = ''] of text.matchAll(/\/etc\/solstead\/([\w.-]+)/g))
      writeFileSync(join(data, file), rootCertificates[0] ?? '');
    writeFileSync(join(data, name), text.replaceAll('/etc/solstead', data));
    return join(data, name);
  });
  expect(files.length).toBeGreaterThan(20);
  const own = readdirSync(join(docs, 'examples')).map((name) => join(docs, 'examples', name));
  vi.stubEnv('CSV_KEY', 'k');
  vi.stubEnv('UPLINK_SECRET', 's');
  vi.stubEnv('MQTT_PASSWORD', 'p');
  // It holds the names of a source, so that nothing tells it from other files.
  const [mappings, known] = [
    files.filter((file) => file.includes('/exchange-')),
    files.filter((file) => !file.includes('/exchange-')),
  ];
  const told = await checked(['--data', data, ...known, ...own]);
  expect(told.files?.filter(({ ok }) => !ok)).toEqual([]);
  expect(told.files?.length).toBe(known.length + own.length);
  const named = await checked(['--as', 'mapping', ...mappings]);
  expect(named.files?.map(({ ok }) => ok)).toEqual(mappings.map(() => true));
  expect(mappings.length).toBeGreaterThan(0);
});
