// A daemon that sends what its devices say to another Solstead: everything arrives once, over times without that and over restarts, and
// people there may set what its file allows.
import { expect, test, type TestContext, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHubHouse, owner, pointsOf, until } from '../testing/uplinked.ts';
import { webService } from '../testing/web-stub.ts';
import { emulated, fileOf, startDaemon } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

interface Told {
  readonly device: string;
  readonly time: string;
  readonly values: Readonly<Record<string, number | boolean | string>>;
}

/** A hub with an account, which can be closed and opened again. */
async function farSide(context: TestContext) {
  const [folder, port] = [tempDir(context), await freePort()];
  let hub = await openHubHouse(folder, port);
  context.onTestFinished(() => hub.close());
  const account = await hub.house.farHomes.add({ name: 'Daemon', site: 'far' });
  return {
    port,
    account,
    house: () => hub.house,
    close: () => hub.close(),
    async open() {
      hub = await openHubHouse(folder, port);
    },
    taken: async () => (await hub.house.farHomes.homes())[0]?.taken ?? 0,
  };
}

test('what a device says is at the hub once: live, over a hub that is away and a start of the daemon; and is set from there', async (context) => {
  const hub = await farSide(context);
  const device = await emulated(context, 'pi30');
  // A second reader of the same values, to compare with.
  const service = await webService(context, () => ({ status: 200 }));
  const text = `every: 0.2
devices:
  roof: {protocol: pi30, port: ${device.place}}
  cellar: {protocol: pi30, port: ${(await emulated(context, 'pi30')).place}}
outputs:
  beside: {kind: webhook, server: '${service.url}', filter: {devices: [roof], exceptMetrics: ['battery.*']}}
uplink:
  address: ws://127.0.0.1:${hub.port}
  client: ${hub.account.id}
  secret: \${HUB_SECRET}
  filter: {devices: [roof], exceptMetrics: ['battery.*']}
`;
  const options = { flags: ['--data', tempDir(context)], env: { HUB_SECRET: hub.account.secret } };
  const daemon = await startDaemon(context, fileOf(context, text, 'daemon.yaml'), options);
  await until(async () => (await hub.taken()) > 3, 'it arrives');
  const far = () => hub.house().hub.as(owner).site('far');
  expect(far().seen().devices).toMatchObject([{ id: 'roof', definition: 'pi30' }]);
  expect(await far().devices.capabilities('roof')).toEqual([]);
  await hub.close();
  const before = service.asked.length;
  await until(() => service.asked.length > before + 3, 'the daemon goes on');
  daemon.signal('SIGTERM');
  await until(() => daemon.exit() !== undefined, 'it ends');
  expect(daemon.output()).toContain('readings wait in the spool for the uplink');
  const again = await startDaemon(context, fileOf(context, `${text}  commands: true\n`, 'daemon.yaml'), options);
  await again.waitForOutput('is not connected');
  await hub.open();
  const earlier = await hub.taken();
  await until(async () => (await hub.taken()) > earlier + 10, 'all follows');
  const target = { setPoint: 'battery.current.limit.charge' } as const;
  await until(async () => (await far().devices.capabilities('roof')).length > 0, 'it may be set');
  const issued = await far().devices.issue({ device: 'roof', target, value: 20 });
  expect('result' in issued && (await issued.result)).toMatchObject({ outcome: 'confirmed', after: 20 });
  again.signal('SIGTERM');
  await until(() => again.exit() !== undefined, 'it ends again');
  expect(again.exit()).toBe(0);
  const told = service.asked.flatMap(({ body }) => JSON.parse(body) as readonly Told[]);
  const wanted = told.flatMap(({ device: id, time, values }) =>
    Object.entries(values).flatMap(([metric, value]) =>
      // Texts are kept apart from points.
      typeof value === 'string' ? [] : [`${id} ${metric} ${Date.parse(time)} ${Number(value)} good`],
    ),
  );
  expect(wanted.length).toBeGreaterThan(50);
  // What the hub makes of the mode of an inverter is its own.
  const points = (await pointsOf(hub.house(), 'far')).filter((point) => !point.includes(' grid.connected '));
  expect(points).toEqual(wanted.toSorted());
  expect(`${daemon.output()}${again.output()}`).not.toContain(hub.account.secret);
});
