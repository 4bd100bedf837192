// The list of what Solstead is made of: every package that is installed to run it, with its hash, and none that builds it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { softwareBill, softwareBillFile } from './sbom.ts';

test('packages that run are listed once, with hash and licence; those that build are not', () => {
  const bill = softwareBill({
    '': { version: '1.2.3', license: 'MIT' },
    'node_modules/@a/b': { version: '1.0.0', integrity: 'sha512-AAEC', license: 'Apache-2.0' },
    'node_modules/x/node_modules/@a/b': { version: '1.0.0', integrity: 'sha512-AAEC', license: 'Apache-2.0' },
    'node_modules/x': { version: '2.0.0', license: '(MIT OR CC0-1.0)', optional: true },
    'node_modules/tool': { version: '3.0.0', dev: true },
  });
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { version: '1.2.3' } } });
  expect(bill).toHaveProperty('components', [
    {
      type: 'library',
      'bom-ref': 'pkg:npm/%40a/b@1.0.0',
      name: '@a/b',
      version: '1.0.0',
      scope: 'required',
      hashes: [{ alg: 'SHA-512', content: '000102' }],
      licenses: [{ license: { id: 'Apache-2.0' } }],
      purl: 'pkg:npm/%40a/b@1.0.0',
    },
    {
      type: 'library',
      'bom-ref': 'pkg:npm/x@2.0.0',
      name: 'x',
      version: '2.0.0',
      scope: 'optional',
      licenses: [{ expression: '(MIT OR CC0-1.0)' }],
      purl: 'pkg:npm/x@2.0.0',
    },
  ]);
});

test('of a release those are listed that are inside, also built ones, and none of another system', () => {
  const bill = softwareBill(
    {
      'node_modules/native-x64': { version: '1.0.0', optional: true },
      'node_modules/native-arm64': { version: '1.0.0', optional: true },
      'node_modules/view': { version: '3.0.0', dev: true },
    },
    new Set(['node_modules/native-arm64', 'node_modules/view']),
  );
  expect(bill).toMatchObject({ components: [{ name: 'native-arm64' }, { name: 'view' }] });
  expect(bill).toHaveProperty('components.length', 2);
});

test('each package that runs here has a hash in it, and each dependency of ours is there', () => {
  const text = softwareBillFile();
  const { components } = JSON.parse(text) as { components: { name: string; hashes?: object[] }[] };
  expect(components.filter(({ hashes }) => hashes === undefined).map(({ name }) => name)).toEqual([]);
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    dependencies: object;
  };
  const listed = new Set(components.map(({ name }) => name));
  expect(Object.keys(dependencies).filter((name) => !listed.has(name))).toEqual([]);
});

test('every package of the lock has its hash, those of other systems too', () => {
  const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, { readonly integrity?: string; readonly link?: boolean }>>;
  };
  const bare = Object.entries(packages).filter(
    ([path, { integrity, link }]) => path !== '' && link !== true && integrity === undefined,
  );
  // Take them out of the lock and run `npm install --package-lock-only`: the registry may hold them by now.
  expect(bare.map(([path]) => path)).toEqual([]);
});
