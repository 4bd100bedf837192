// `solstead chargers` at a home that runs: what is steered, what was charged, and another mode.
import { expect, test, vi } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { openOwnedHouse } from '#main/testing/owned-house.ts';
import { chooseMode, listCharges, listChargers } from './chargers.ts';

test('chargers and charges of a home that runs', { timeout: 240_000 }, async (ctx) => {
  const { url, token, house, close } = await openOwnedHouse();
  ctx.onTestFinished(close);
  const owner = { id: 'x', name: 'x', kind: 'home', grants: [{ site: '*', may: 'owner' }] } as const;
  await house.hub
    .as(owner)
    .site('demo')
    .automation()
    .save('chargers:\n  - {name: Garage, device: relays, point: relay.on.3, power: 2300}\n');
  const startMs = Date.now() - 3_600_000;
  const charge = {
    id: 'relays-1',
    site: 'demo',
    device: 'relays',
    startMs,
    energyWh: 1500,
    hours: [],
    seenMs: startMs,
  };
  await house.records.charges.save({ ...charge, endMs: startMs + 60_000, tag: 'anna' });
  let said = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  ctx.onTestFinished(() => write.mockRestore());
  const flags = { url, token: makeSecret(token) };
  await chooseMode('garage', 'now', flags);
  await expect
    .poll(async () => {
      said = '';
      await listChargers(flags);
      return said;
    })
    .toMatch(/garage +Garage +now +charges/);
  said = '';
  await listCharges({ ...flags, days: 31, csv: true });
  expect(said.split('\r\n')[1]).toMatch(/^relays,.*,1\.500,.*,anna,,$/);
  said = '';
  await listCharges({ ...flags, days: 31 });
  expect(said).toMatch(/anna +1\.50/);
  await expect(chooseMode('nobody', 'now', flags)).rejects.toMatchObject({ code: 'command.refused' });
  await expect(listChargers({ ...flags, site: 'none' })).rejects.toMatchObject({ code: 'command.refused' });
});
