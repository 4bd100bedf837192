// Which errors are of what was typed.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { endingOf } from './failure.ts';

test('a file in the place of a folder is a wrong argument; a folder that cannot be written to is not', () => {
  const why = (code: 'file.no-folder' | 'folder.not-made') => because(code);
  expect(endingOf(new SolsteadError('folder.unwritable', { at: 'x', why: why('file.no-folder') }))).toBe(2);
  expect(endingOf(new SolsteadError('folder.unwritable', { at: 'x', why: why('folder.not-made') }))).toBe(1);
});
