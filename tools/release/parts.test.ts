// Which packages a release takes along: what the built modules ask for, however it is written there, and what those ask for.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { neededPackages } from './parts.ts';

test('packages that built modules ask for, in each kind of quotes, with those behind them', (context) => {
  const root = tempDir(context);
  const install = (name: string, more: object = {}): void => {
    const folder = join(root, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, ...more }));
  };
  install('@scope/short', { optionalDependencies: { 'machine-code': '1', 'of-another-system': '1' } });
  install('machine-code');
  install('plain', { dependencies: { behind: '1' } });
  for (const name of ['@serialport/bindings-cpp', 'node-gyp-build', 'behind', 'single', 'required', 'unused', 'left'])
    install(name);
  const build = join(root, 'build');
  mkdirSync(build);
  const lines = [
    'const a=()=>import(`@scope/short`);',
    'const e=t(import.meta.url);e.resolve(`@serialport/bindings-cpp/package.json`);e("node-gyp-build")(t);',
    'import b from"plain/part.js";',
    "import('single');",
    '__require("required");import("left");',
    'import(`node:fs`);import(`./other.js`);say(`from`,`unused`);throw Error("no number from `unused` field");',
  ];
  writeFileSync(join(build, 'server.js'), lines.join(''));
  expect(neededPackages(build, root, ['left'])).toEqual(
    [
      '@scope/short',
      '@serialport/bindings-cpp',
      'behind',
      'machine-code',
      'node-gyp-build',
      'plain',
      'required',
      'single',
    ].map((name) => `node_modules/${name}`),
  );
});
