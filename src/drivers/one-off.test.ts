// What is reported of a device that is not set up: its link is not opened again.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { builtIn } from '#devices/on-demand.ts';
import type { Driven } from './drivers.ts';
import { oneOffs } from './one-off.ts';

const closed = (): Promise<never> =>
  Promise.reject(new SolsteadError('link.closed', { at: 'tcp://10.0.0.9:8899', why: because('link.hung-up') }));
const refused = (): Promise<never> => Promise.reject(new SolsteadError('command.refused', { at: 'QPIGS' }));

function never(): never {
  throw new TypeError('nothing is started');
}

function offs(fail: () => Promise<never>) {
  const driven: Driven = { test: fail, readOnce: fail, setOnce: fail, discover: fail, start: () => never() };
  return oneOffs({ registry: builtIn, pool: {} as never }, async () => driven);
}
const device = { address: 'tcp://10.0.0.9:8899', protocol: 'pi30' };

test('a link that was closed is not promised to be opened again', async () => {
  const { testDevice, readOnce, setOnce } = offs(closed);
  const signal = new AbortController().signal;
  const tries = [
    testDevice(device.address, device.protocol, { signal }),
    readOnce(device, { queries: ['QPIGS'] }),
    setOnce(device, { name: 'POP' } as never),
  ];
  for (const each of tries)
    await expect(each).rejects.toMatchObject({
      code: 'link.closed',
      why: 'the other end closed the connection',
      repair: expect.stringMatching(/^Try again/) as string,
    });
});

test('every other failure stays as it is', async () => {
  await expect(offs(refused).testDevice(device.address, 'pi30')).rejects.toMatchObject({
    help: undefined,
    at: 'QPIGS',
  });
});
