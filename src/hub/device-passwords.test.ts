import { expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import type { DeviceRecord } from '#core/records.ts';
import { memoryVault } from './credentials/memory-vault.ts';
import { makeDevicePasswords } from './device-passwords.ts';

const before: DeviceRecord = {
  id: 'plug',
  site: 'home',
  name: 'Plug',
  definition: 'shelly-pro3-http',
  address: 'http://10.0.0.5',
  settings: {},
};

test('another host, port, scheme, topic or table is somebody else; the same server written otherwise is not', async () => {
  const { secrets } = memoryVault();
  const passwords = makeDevicePasswords(secrets);
  const moved = (change: Partial<DeviceRecord>, from: Partial<DeviceRecord> = {}) =>
    passwords.check({ ...before, ...from }, { ...before, ...from, ...change }, undefined).then(
      () => 'kept',
      (error: unknown) => (isSolsteadError(error) ? error.reason?.code : error),
    );
  expect(await moved({ address: 'http://10.0.0.6' })).toBe('kept');
  await passwords.keep('plug', 'horse');
  for (const address of ['http://10.0.0.5:80/', 'http://10.0.0.5'])
    expect([address, await moved({ address })]).toEqual([address, 'kept']);
  for (const address of ['http://10.0.0.6', 'http://10.0.0.5:8080', 'https://10.0.0.5:80', 'mqtt://built-in:1883'])
    expect([address, await moved({ address })]).toEqual([address, 'secret.again']);
  expect(await moved({ definition: 'shelly-gen1' })).toBe('secret.again');
  const atBroker = { address: 'mqtt://built-in:1883', topic: 'roof' };
  expect(await moved({ topic: 'cellar' }, atBroker)).toBe('secret.again');
  expect(await moved({ name: 'Another' }, atBroker)).toBe('kept');
});
