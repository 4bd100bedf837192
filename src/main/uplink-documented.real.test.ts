// The form that SolarAutopilot documented, as an exchange with peers that know nothing else: one that sends to our far side, and one that
// takes what our home sends. The messages are those of its architecture document.
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { addRoof, batchAt, openHome, openHubHouse, owner, uplinkTo, until } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

/** What the add-on sends for a message of MQTT. */
const message = (topic: string, text: string, atMs = clock.nowMs()): string =>
  JSON.stringify({
    mqttTopicPrefix: 'solar_assistant_DEYE',
    topic,
    message: text,
    userId: 'user-1',
    timestamp: new Date(atMs).toISOString(),
  });

test('a peer that speaks the documented form alone sends to our far side', async (context) => {
  const hub = await openHubHouse(tempDir(context));
  context.onTestFinished(() => hub.close());
  const { id, secret } = await hub.house.farHomes.add({ name: 'Add-on', site: 'far' });
  const peer = new WebSocket(`ws://127.0.0.1:${hub.port}/`);
  context.onTestFinished(() => peer.terminate());
  await once(peer, 'open');
  peer.send(JSON.stringify({ type: 'auth', clientId: id, clientSecret: secret }));
  peer.send(JSON.stringify({ type: 'ping' }));
  const prefix = 'solar_assistant_DEYE';
  const far = hub.house.hub.as(owner).site('far');
  const say = (): void => {
    peer.send(message(`${prefix}/total/pv_power/state`, '3000'));
    peer.send(message(`${prefix}/total/battery_power/state`, '500'));
    peer.send(message(`${prefix}/total/battery_state_of_charge/state`, '71'));
  };
  const valueOf = (metric: string) => far.seen().values.find((one) => one.metric === metric)?.value;
  await until(() => {
    say();
    return valueOf('pv.power') === 3000 && valueOf('battery.soc') === 71;
  }, 'Solar-Assistant is found and read');
  // The maker's + is charging.
  expect(valueOf('battery.power')).toBe(-500);
  expect(far.seen().devices).toMatchObject([{ definition: 'solar-assistant', state: 'online' }]);
  // Topics of ours are readings at their own time.
  peer.send(message(`${prefix}/shed/grid.power/state`, '-250', clock.nowMs() - 3000));
  await until(() => valueOf('grid.power') === -250, 'a reading of ours');
  peer.send('no message');
  peer.send(message(`${prefix}/shed/grid.power/state`, 'unavailable'));
  await until(async () => ((await hub.house.farHomes.homes())[0]?.refused ?? 0) > 0, 'what is none is counted');
});

test('our home sends the documented form to a peer that speaks nothing else', async (context) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  context.onTestFinished(() => server.close());
  await once(server, 'listening');
  const heard: Record<string, unknown>[] = [];
  let authorization: string | undefined;
  server.on('connection', (socket, request) => {
    ({ authorization } = request.headers);
    socket.on(
      'message',
      (data: Buffer) => void heard.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>),
    );
  });
  const bound = server.address();
  const port = typeof bound === 'object' ? (bound?.port ?? 0) : 0;
  const uplink = uplinkTo(port, { id: 'client-1', secret: 'hush' }, { form: 'documented', prefix: 'solar' });
  const home = await openHome(tempDir(context), 'near', { uplink });
  context.onTestFinished(() => home.close());
  await addRoof(home, 'near');
  const atMs = clock.nowMs() - 1000;
  home.hub.ingest(batchAt('near', atMs, 4200));
  await until(() => heard.length > 0, 'it comes');
  expect(heard[0]).toEqual({
    mqttTopicPrefix: 'solar',
    topic: 'solar/roof/pv.power/state',
    message: '4200',
    userId: 'client-1',
    timestamp: new Date(atMs).toISOString(),
  });
  expect(Buffer.from(authorization?.split(' ')[1] ?? '', 'base64').toString()).toBe('client-1:hush');
});
