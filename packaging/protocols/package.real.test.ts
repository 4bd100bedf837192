// The package as others get it: built, laid out as npm does it, used by Node, by the compiler and by a browser, with nothing
// of this repository beside it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildProtocols, PROTOCOLS_DIST, strangers } from '#tools/build-protocols.ts';
import { ROOT } from '#tools/steps.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { recordedAnswers } from './testing/frames.ts';

beforeAll(buildProtocols, 120_000);

const jsonOf = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** A folder of somebody else's, with the package in it as `npm install` leaves it and no other. */
function foreignFolder(owner: Owner): string {
  const folder = tempDir(owner);
  const manifest = jsonOf(join(PROTOCOLS_DIST, 'package.json')) as { files: string[] };
  const installed = join(folder, 'node_modules', '@solstead', 'protocols');
  mkdirSync(installed, { recursive: true });
  for (const name of ['package.json', 'README.md', 'LICENSE', ...manifest.files])
    cpSync(join(PROTOCOLS_DIST, name), join(installed, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

/** Decodes every recorded answer in pieces; runs in Node and in the browser as text, so it stands alone. */
const decodeAll = `
  const decodeAll = (protocols, answers) => answers.map(({ protocol, command, hex }) => {
    const definition = protocols.definitionOf(protocol);
    const stream = protocols.openStream(definition, command);
    const bytes = protocols.fromHex(hex);
    const found = [];
    for (let at = 0; at < bytes.length; at += 7) found.push(...stream.push(bytes.subarray(at, at + 7)));
    return [...found, ...stream.end()];
  });
`;

interface Value {
  readonly metric: string;
  readonly value: number | string;
}

type Decoded = readonly (readonly { readonly readings: readonly Value[] }[])[];

function runInNode(folder: string): Decoded {
  const script = `import * as protocols from '@solstead/protocols';${decodeAll}
    console.log(JSON.stringify(decodeAll(protocols, ${JSON.stringify(recordedAnswers)})));`;
  writeFileSync(join(folder, 'decode.mjs'), script);
  return JSON.parse(execFileSync(process.execPath, ['decode.mjs'], { cwd: folder, encoding: 'utf8' })) as Decoded;
}

test('it is small, complete and needs nothing', () => {
  const manifest = jsonOf(join(PROTOCOLS_DIST, 'package.json')) as Record<string, unknown>;
  const root = jsonOf(join(ROOT, 'package.json')) as { version: string };
  expect(manifest).toMatchObject({ name: '@solstead/protocols', version: root.version, sideEffects: false });
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
  for (const name of ['index.js', 'index.min.js']) {
    const code = readFileSync(join(PROTOCOLS_DIST, name), 'utf8');
    expect(strangers(code)).toEqual([]);
    expect(code.length).toBeLessThan(1_100_000);
  }
  const code = readFileSync(join(PROTOCOLS_DIST, 'index.js'), 'utf8');
  const given = [...code.matchAll(/\bbecause\("([a-z]+\.[a-z-]+)"/g)].map(([, reason]) => reason);
  expect(given.length).toBeGreaterThan(50);
  const hasSentence = (reason: string | undefined) =>
    code.includes(`"${reason}": "`) || code.includes(`"${reason}": '`);
  expect([...new Set(given)].filter((reason) => !hasSentence(reason))).toEqual([]);
  const types = globSync('types/**/*.d.ts', { cwd: PROTOCOLS_DIST });
  expect(types.length).toBeGreaterThan(50);
  for (const path of types)
    for (const [, specifier = ''] of readFileSync(join(PROTOCOLS_DIST, path), 'utf8').matchAll(/from '([^']+)'/g)) {
      expect(specifier).toMatch(/^\.\.?\/.*\.js$/);
      expect(existsSync(join(PROTOCOLS_DIST, path, '..', specifier.replace(/\.js$/, '.d.ts')))).toBe(true);
    }
});

test('what does not stand alone is found', () => {
  const code = "import a from 'yaml'; export * from './b.js'; const c = await import('d'); Buffer.from(process.env.X);";
  expect(strangers(code)).toEqual(['import yaml', 'import ./b.js', 'import()', 'Buffer', 'process']);
  expect(strangers("const text = 'import x from y; process.env';")).toEqual([]);
});

test('Node decodes the recorded answers with it', (context) => {
  const folder = foreignFolder(context);
  expect(readdirSync(join(folder, 'node_modules'))).toEqual(['@solstead']);
  const found = runInNode(folder);
  expect(found).toHaveLength(recordedAnswers.length);
  for (const [index, { values }] of recordedAnswers.entries()) {
    expect(found[index]).toHaveLength(1);
    const read = found[index]?.[0]?.readings.map(({ metric, value }) => [metric, value]) ?? [];
    expect(Object.fromEntries(read)).toMatchObject(values);
  }
});

/** The examples of the README and what each prints. */
function examples(): readonly { readonly code: string; readonly printed: string }[] {
  const text = readFileSync(join(PROTOCOLS_DIST, 'README.md'), 'utf8');
  const found = text.matchAll(/```ts\n([\s\S]*?)```\n```text\n([\s\S]*?)```/g);
  return Array.from(found, ([, code = '', printed = '']) => ({ code, printed }));
}

test('the examples of its README print what stands there, and are right for the strictest compiler', (context) => {
  const folder = foreignFolder(context);
  const found = examples();
  expect(found).toHaveLength((readFileSync(join(PROTOCOLS_DIST, 'README.md'), 'utf8').match(/```ts\n/g) ?? []).length);
  expect(found.length).toBeGreaterThan(6);
  for (const [index, { code, printed }] of found.entries()) {
    writeFileSync(join(folder, `example-${index}.ts`), code);
    expect(execFileSync(process.execPath, [`example-${index}.ts`], { cwd: folder, encoding: 'utf8' })).toBe(printed);
  }
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: 'es2023',
    module: 'nodenext',
    lib: ['es2023', 'dom'],
    types: [],
    noEmit: true,
  };
  const wrong = `import { decode, definitionOf } from '@solstead/protocols';
    // @ts-expect-error A reading has no such unit: the types are there and not any.
    decode(definitionOf('pi30'), 'QPIGS', new Uint8Array()).readings[0]?.unit === 'furlong';\n`;
  writeFileSync(join(folder, 'wrong.ts'), wrong);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  const said = (() => {
    try {
      return execFileSync(tsc, ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    } catch (error) {
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    }
  })();
  expect(said).toBe('');
}, 60_000);

test('a browser decodes the same to the same', async (context) => {
  const browser = await openBrowser(context);
  const folder = foreignFolder(context);
  const module = readFileSync(join(folder, 'node_modules/@solstead/protocols/index.min.js'));
  const readme = readFileSync(join(PROTOCOLS_DIST, 'README.md'), 'utf8');
  const [, example = ''] = /```html\n([\s\S]*?)```/.exec(readme) ?? [];
  const page = `<!doctype html><meta charset="utf-8">${example}<script type="module">
    import * as protocols from './index.min.js';${decodeAll}
    document.body.append(JSON.stringify(decodeAll(protocols, ${JSON.stringify(recordedAnswers)})));</script><body></body>`;
  const server = createServer(({ url }, response) => {
    const isModule = url === '/index.min.js';
    response.setHeader('content-type', isModule ? 'text/javascript' : 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', "default-src 'none'; script-src 'self' 'unsafe-inline'");
    response.end(isModule ? module : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const tab = await browser.newPage();
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.goto(`http://127.0.0.1:${port}/`);
  await tab.waitForFunction('document.body.textContent.startsWith("[")', undefined, { timeout: 15_000 });
  const found: unknown = JSON.parse((await tab.textContent('body')) ?? '');
  expect(found).toEqual(runInNode(folder));
  expect(await tab.title()).toBe('MKS2-8000');
  expect(errors).toEqual([]);
});
