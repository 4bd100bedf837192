// The word a person may have meant.
import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';
import { builtIn } from './on-demand.ts';
import { definitionOf } from './registry.ts';

test.each([
  ['QPIG', '; did you mean QPIGS?'],
  ['qpirr', '; did you mean QPIRI?'],
  ['QPIGS2', '; did you mean QPIGS?'],
  ['wibble', ''],
  ['Q'.repeat(61), ''],
])('for %s', (word, hint) => expect(nearest(word, ['QPI', 'QPIGS', 'QPIRI'])).toBe(hint));

test('nothing is near where nothing is known', () => expect(nearest('QPI', [])).toBe(''));

test.each([
  ['pi3', 'pi3: no such protocol; did you mean pi30?'],
  ['sunspecs', 'sunspecs: no such protocol; did you mean sunspec?'],
  ['wibblefoo', 'wibblefoo: no such protocol'],
])('an unknown protocol %s', async (id, message) => {
  expect(() => definitionOf(id)).toThrow(message);
  await expect(builtIn.definitionOf(id)).rejects.toThrow(message);
});
