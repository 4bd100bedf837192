// The port of charge points: they come in there with the id alone as path, nothing else is there, and a port that is taken is told.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { pino } from 'pino';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { deviceRecord } from '#drivers/testing/emulated.ts';
import { openedField } from '#drivers/testing/served.ts';
import { startServer } from '#server/server.ts';
import { stubHub } from '#server/testing/stub-hub.ts';
import { ask, client } from '#server/testing/test-server.ts';
import { createCar } from '#sim/car.ts';
import { startChargePoint } from '#sim/ocpp-charge-point.ts';
import { openCentralSystem } from '#transport/ocpp/central-system.ts';

async function served(ctx: TestContext, ocppPort: number) {
  const isPassword = async (_: string, given: string) => given === 'a-s3cret';
  const central = openCentralSystem({ clock, warn: () => undefined, isPassword, accepts: () => true });
  ctx.onTestFinished(() => central.close());
  const current = () => ({ hub: stubHub(), demo: false });
  const place = { host: '127.0.0.1', port: 0, ocppPort, webRoot: '/nowhere' } as const;
  const more = { log: pino({ level: 'silent' }), version: '1', current, chargerDoor: () => central.upgrade };
  const server = await startServer({ ...place, ...more, clock });
  ctx.onTestFinished(() => server.close());
  return { server, port: server.ocppPort ?? 0, central };
}

test('charge points come in at a port of their own, and nothing else is there', async (ctx) => {
  const { server, port, central } = await served(ctx, 0);
  expect(port).not.toBe(server.port);
  const { field } = openedField(ctx, { chargePoints: central });
  await field.start({ ...deviceRecord('charger', 'ocpp16'), address: 'ocpp://CP-1' });
  for (const path of ['CP-1', 'ocpp/CP-1', 'a-s3cret/CP-1']) {
    const password = path.startsWith('a-') ? undefined : 'a-s3cret';
    const at = { server: `ws://127.0.0.1:${port}/${path}`, identity: 'CP-1', password, clock, car: createCar() };
    const point = startChargePoint(at);
    await expect.poll(() => point.isConnected, { timeout: 10_000 }).toBe(true);
    point.close();
  }
  for (const path of ['/', '/api/v1/sites', '/health']) expect((await ask(port, path)).status).toBe(426);
  expect(await client(port, '/api/v1/live?site=home').ended).toBe(400);
});

test('a port that is taken is told with its flag', async (ctx) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  ctx.onTestFinished(() => void taken.close());
  const bound = taken.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  await expect(served(ctx, port)).rejects.toMatchObject({
    code: 'port.taken',
    repair: expect.stringContaining('--ocpp-port') as string,
  });
});
