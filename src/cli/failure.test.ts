// Which errors are of what was typed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { endingOf } from './failure.ts';

const packaging = join(import.meta.dirname, '../../packaging');

test('a file in the place of a folder is a wrong argument; a folder that cannot be written to is not', () => {
  const why = (code: 'file.no-folder' | 'folder.not-made') => because(code);
  expect(endingOf(new SolsteadError('folder.unwritable', { at: 'x', why: why('file.no-folder') }))).toBe(2);
  expect(endingOf(new SolsteadError('folder.unwritable', { at: 'x', why: why('folder.not-made') }))).toBe(1);
});

test('what is so until somebody decides ends as wrong arguments do: services are not started again', () => {
  for (const code of ['store.newer', 'store.uncopied'] as const)
    expect(endingOf(new SolsteadError(code, { at: 'x' }))).toBe(2);
  expect(endingOf(new SolsteadError('store.failed', { at: 'x' }))).toBe(1);
  for (const unit of ['debian/solstead.service', 'systemd/solstead.service', 'systemd/solstead-daemon.service'])
    expect(readFileSync(join(packaging, unit), 'utf8')).toMatch(/^RestartPreventExitStatus=2$/m);
});
