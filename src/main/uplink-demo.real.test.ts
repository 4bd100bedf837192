// The demo home with an uplink to a second hub: a day and a half arrive as a back-log, complete, and a relay is switched from there where
// the home allows it.
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openDemoHouse } from './demo-house.ts';
import { openHubHouse, owner, pointsOf, uplinkTo, until } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 300_000 });

async function demoTo(context: Owner, mayCommand: boolean) {
  const hub = await openHubHouse(tempDir(context));
  context.onTestFinished(() => hub.close());
  const account = await hub.house.farHomes.add({ name: 'Demo', site: 'far' });
  const uplink = uplinkTo(hub.port, account, { mayCommand });
  const demo = await openDemoHouse({ mqttPort: 0, seed: 1, log: pino({ level: 'silent' }), uplink });
  context.onTestFinished(() => demo.close());
  const far = hub.house.hub.as(owner).site('far');
  await until(() => far.seen().devices.length === 4, 'its devices appear', 120_000);
  return { hub, demo, far };
}

const switchOn = { device: 'relays', target: { setPoint: 'relay.on.1' }, value: 1 } as const;

test('a day and a half arrive complete, and a relay is switched from afar and logged at both ends', async (context) => {
  const { hub, demo, far } = await demoTo(context, true);
  const soFar = new Set((await pointsOf(demo, 'demo')).filter((point) => !/ (?:stale|estimated|held)$/.test(point)));
  expect(soFar.size).toBeGreaterThan(10_000);
  const missing = async () => {
    const there = new Set(await pointsOf(hub.house, 'far'));
    return [...soFar].filter((point) => !there.has(point));
  };
  await until(async () => (await missing()).length === 0, 'all has arrived', 120_000).catch(() => undefined);
  expect((await missing()).slice(0, 5)).toEqual([]);
  await until(async () => (await far.devices.capabilities('relays')).length > 0, 'what can be set is known');
  const before = far.seen().values.find(({ metric }) => metric === 'relay.on.1')?.value;
  expect(await far.devices.set({ ...switchOn, value: before === 1 ? 0 : 1 })).toMatchObject({ outcome: 'confirmed' });
  await until(
    () => far.seen().values.find(({ metric }) => metric === 'relay.on.1')?.value !== before,
    'the far hub sees it',
  );
  const lineOf = async (door: typeof owner, house: Pick<typeof demo, 'hub'>) =>
    (await house.hub.as(door).auditLines({ limit: 20 }))
      .filter(({ action }) => action === 'set')
      .map(({ principal }) => principal);
  expect(await lineOf(owner, hub.house)).toContainEqual(expect.objectContaining({ kind: 'person', name: 'Anna' }));
  expect(await lineOf(owner, demo)).toContainEqual(
    expect.objectContaining({ kind: 'uplink', name: expect.stringContaining('Anna') as string }),
  );
});

test('a home that allows nothing is not switched', async (context) => {
  const { far, demo } = await demoTo(context, false);
  expect(await far.devices.capabilities('relays')).toEqual([]);
  await expect(far.devices.set(switchOn)).rejects.toMatchObject({ code: 'command.unknown' });
  expect(
    (await demo.hub.as(owner).auditLines({ limit: 20 })).filter(({ principal }) => principal.kind === 'uplink'),
  ).toEqual([]);
});
