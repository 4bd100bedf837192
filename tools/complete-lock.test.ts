import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type LockedPackages, missingEntries } from './complete-lock.ts';

test('the lock has an entry for every platform, so that npm ci takes it', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: LockedPackages };
  expect(Object.keys(missingEntries(lock.packages)), 'run node tools/complete-lock.ts').toEqual([]);
});

test('an entry is made from the name and the exact version', () => {
  const optionalDependencies = { '@a/b-linux-arm-musl': '1.2.3', '@a/b-darwin-x64': '1.2.3', fsevents: '^2.0.0' };
  const packages = { 'node_modules/@a/b': { dev: true, optionalDependencies }, 'node_modules/@a/b-darwin-x64': {} };
  expect(missingEntries(packages)).toEqual({
    'node_modules/@a/b-linux-arm-musl': {
      version: '1.2.3',
      cpu: 'arm',
      dev: true,
      optional: true,
      os: 'linux',
      libc: 'musl',
    },
  });
});
