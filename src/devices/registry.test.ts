// Which protocol a word is.
import { expect, test } from 'vitest';
import { builtIn } from './on-demand.ts';
import { definitionOf } from './registry.ts';

test.each([
  ['pi3', 'pi3: no such protocol; did you mean pi30?'],
  ['sunspecs', 'sunspecs: no such protocol; did you mean sunspec?'],
  ['wibblefoo', 'wibblefoo: no such protocol'],
])('an unknown protocol %s', async (id, message) => {
  expect(() => definitionOf(id)).toThrow(message);
  await expect(builtIn.definitionOf(id)).rejects.toThrow(message);
});
