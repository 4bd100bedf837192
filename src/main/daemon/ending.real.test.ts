// The end of `solstead daemon`: what waits for a server that was away goes then, or is told.
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { emulated, fileOf, startDaemon } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

/** A daemon whose broker has been away for some seconds, so that the next try is seconds away. */
async function withBrokerAway(context: TestContext) {
  const roof = await emulated(context, 'pi30');
  const broker = await mosquitto(context);
  await broker.stop();
  const file = fileOf(
    context,
    `[SETUP]
pause = 1
mqtt_broker = 127.0.0.1
mqtt_port = ${broker.port}
[roof]
port = ${roof.place}
command = QMOD
outputs = json,json_mqtt
`,
  );
  const daemon = await startDaemon(context, file);
  const asked = (): number => daemon.output().match(/"_command":"QMOD"/g)?.length ?? 0;
  await vi.waitFor(() => expect(asked()).toBeGreaterThan(8), { timeout: 40_000, interval: 50 });
  const end = async (): Promise<void> => {
    daemon.signal('SIGTERM');
    await vi.waitFor(() => expect(daemon.exit()).toBeDefined(), { timeout: 20_000, interval: 20 });
  };
  return { broker, daemon, asked, end };
}

test('what waits for a broker that is back goes at the end', async (context) => {
  const { broker, daemon, asked, end } = await withBrokerAway(context);
  await broker.start();
  const client = connect({ host: '127.0.0.1', port: broker.port });
  context.onTestFinished(() => void client.end(true));
  let heard = 0;
  client.on('message', () => void (heard += 1));
  await client.subscribeAsync('QMOD/mpp-solar', { qos: 1 });
  await end();
  expect(daemon.exit()).toBe(0);
  await vi.waitFor(() => expect(heard).toBe(asked()), { timeout: 20_000 });
  expect(daemon.output()).not.toContain('are given up');
});

test('what waits for a broker that stays away is told at the end', async (context) => {
  const { daemon, asked, end } = await withBrokerAway(context);
  await end();
  await sleep(50);
  expect(daemon.exit()).toBe(0);
  const told = /answers have not reached the server of an output and are given up.*count=(\d+)/.exec(daemon.output());
  expect(Number(told?.[1])).toBe(asked());
  expect(daemon.output()).toContain('output=json_mqtt');
});

/** A web service that may be away: what it was sent, by the time of the reading. */
async function webService(context: TestContext) {
  const port = await freePort();
  const times = new Set<string>();
  let server: Server | undefined;
  const stop = async (): Promise<void> => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
    server = undefined;
  };
  context.onTestFinished(stop);
  const start = async (): Promise<void> => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        for (const [time] of body.matchAll(/"time":\s*("[^"]+"|\d+)/g)) times.add(time);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  };
  return { port, times, start, stop };
}

/** A daemon whose web service has been away for some seconds, so that the next try is seconds away. */
async function withServiceAway(context: TestContext) {
  const roof = await emulated(context, 'pi30');
  const service = await webService(context);
  const data = tempDir(context);
  const text = `every: 1
devices:
  roof: {protocol: pi30, port: ${roof.place}, commands: [QMOD, QPIGS]}
outputs:
  house: {kind: webhook, server: 'http://127.0.0.1:${service.port}/', method: POST, body: devices, auth: none}
`;
  const file = fileOf(context, text, 'daemon.yaml');
  const flags = ['--data', data];
  const daemon = await startDaemon(context, file, { flags });
  await vi.waitFor(() => expect(daemon.output()).toContain('it is tried again'), { timeout: 40_000, interval: 50 });
  await sleep(7000);
  const end = async (): Promise<void> => {
    daemon.signal('SIGTERM');
    await vi.waitFor(() => expect(daemon.exit()).toBe(0), { timeout: 20_000, interval: 20 });
  };
  return { roof, service, daemon, end, again: () => startDaemon(context, file, { flags }) };
}

test('readings that wait for a service that is back go at the end', async (context) => {
  const { service, daemon, end } = await withServiceAway(context);
  await service.start();
  await end();
  expect(service.times.size).toBeGreaterThan(3);
  expect(daemon.output()).not.toContain('readings wait in the spool');
});

test('readings for a service that stays away are told at the end, and go at the next start', async (context) => {
  const { roof, service, daemon, end, again } = await withServiceAway(context);
  await end();
  const told = /readings wait in the spool for the server of an output.*/.exec(daemon.output())?.[0] ?? '';
  const [, count] = /count["=:]+(\d+)/.exec(told) ?? [];
  expect(told).toMatch(/output["=:]+house/);
  expect(Number(count)).toBeGreaterThan(3);
  await roof.faults.set({ silent: true });
  await service.start();
  await again();
  await vi.waitFor(() => expect(service.times.size).toBeGreaterThan(3), { timeout: 40_000, interval: 50 });
});
