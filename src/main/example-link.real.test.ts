// `test:` in the place of a device: every emulated protocol answers there as it does behind a port, and says that it is an example.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { systemRandom } from '#core/random.ts';
import { listed } from '#devices/listed.ts';
import { definitions } from '#devices/registry.ts';
import { openField } from '#drivers/open-field.ts';
import { makeExampleLink } from './example-link.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The protocols of mpp-solar, with what they are asked there. */
const olds = [
  ['pi16', 'QMOD'],
  ['pi17', 'MOD'],
  ['pi18', 'MOD'],
  ['pi30', 'QPIGS'],
  ['pi30max', 'QPGS0'],
  ['pi30revo', 'QPIGS'],
  ['pi41', 'QP2GS0'],
] as const;
const others = ['jk02', 'jk04', 'jk485', 'daly', 'pylontech', 'vedirect', 'jbd', 'eastron-sdm630', 'goodwe-et'];

function openedField() {
  return openField({
    definitions: definitions.map(listed),
    clock,
    random: systemRandom,
    log,
    makeLink: (address) => {
      if (address.scheme !== 'test') throw new TypeError('only examples');
      return makeExampleLink(address, clock);
    },
    findPorts: async () => [],
  });
}

test.for(olds)('%s answers %s at test:', async ([protocol, query], { onTestFinished }) => {
  const field = openedField();
  onTestFinished(() => field.close());
  const [answer] = await field.readOnce({ address: 'test:', protocol }, { queries: [query] });
  expect(answer?.fields.filter(({ value }) => value !== null).length).toBeGreaterThan(0);
  expect(answer?.problems).toEqual([]);
});

test.for(others)('%s answers at test:', { timeout: 120_000 }, async (protocol, { onTestFinished }) => {
  const field = openedField();
  onTestFinished(() => field.close());
  const { values } = await field.testDevice('test:', protocol);
  expect(values.length).toBeGreaterThan(0);
});

test('without examples it says so', async ({ onTestFinished }) => {
  const field = openedField();
  onTestFinished(() => field.close());
  await expect(field.testDevice('test:nosuch', 'pi30')).rejects.toMatchObject({
    code: 'address.invalid',
    reason: { code: 'link.no-examples' },
  });
});
