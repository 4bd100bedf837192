// Years of hours for the energy dashboard of Home Assistant: a home that runs, and a Home Assistant that takes only what its documents name.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, test, type TestContext } from 'vitest';
import { WebSocketServer } from 'ws';
import { giveStatistics } from '#cli/commands/home-assistant.ts';
import { statisticsTo } from '#outputs/home-assistant/give.ts';
import { changedHours, statisticsOf } from '#outputs/home-assistant/statistics.ts';
import { systemClock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { hourMs } from '#core/time.ts';
import { startServer } from '#server/server.ts';
import { openDemoHouse } from './demo-house.ts';
import { homeAssistantStub as homeAssistant, idForm, stubToken as token } from './testing/home-assistant-stub.ts';

const clock = { ...systemClock, nowMs: () => Date.UTC(2026, 1, 3) };

const startMs = Date.UTC(2026, 0, 30);
/** Rows of three days, as the interface of a home answers them. */
const rows = (pvWh: (hour: number) => number) =>
  Array.from({ length: 72 }, (_, hour) => ({
    startMs: startMs + hour * hourMs,
    endMs: startMs + (hour + 1) * hourMs,
    complete: hour < 70,
    pvWh: pvWh(hour),
    // Nothing is known of the grid in one hour.
    ...(hour === 5 ? {} : { importWh: 250 }),
  }));

/** A home that answers what the command asks. */
async function home(context: TestContext) {
  const state = { all: rows((hour) => (hour % 24 === 12 ? 1500 : 0)) };
  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? '', 'http://home');
    reply.setHeader('content-type', 'application/json');
    if (url.pathname.endsWith('/sites'))
      return void reply.end(JSON.stringify([{ id: 'Casa-Azul', name: 'Casa Azul' }]));
    const [from, to] = ['from', 'to'].map((name) => Date.parse(url.searchParams.get(name) ?? '')) as [number, number];
    const year = [
      { startMs: Date.UTC(2025, 0, 1), complete: true },
      { startMs: Date.UTC(2026, 0, 1), complete: false, pvWh: 1 },
    ];
    const found = state.all.filter((row) => row.startMs >= from && row.startMs < to);
    reply.end(JSON.stringify({ rows: url.searchParams.get('by') === 'year' ? year : found }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, state };
}

test('it shows first, gives once, and a second time only what was corrected', async (context) => {
  const [{ url, state }, peer] = [await home(context), await homeAssistant(context)];
  const run = async (yes: boolean, secret = token): Promise<string> => {
    let text = '';
    const flags = {
      url,
      token: makeSecret('of-a-program'),
      homeAssistant: peer.url,
      homeAssistantToken: makeSecret(secret),
      yes,
    };
    await giveStatistics(flags, { out: { write: (part) => (text += part) }, clock });
    return text;
  };
  expect(await run(false)).toContain('solstead:casa_azul_pv  70 hours since 2026-01-30, 4.5 kWh; 70 new or changed');
  expect(peer.written.count).toBe(0);
  await run(true);
  expect([...peer.kept.keys()]).toEqual(['solstead:casa_azul_pv', 'solstead:casa_azul_grid_import']);
  expect(peer.kept.get('solstead:casa_azul_pv')?.get(startMs + 69 * hourMs)).toBe(4.5);
  expect(peer.kept.get('solstead:casa_azul_grid_import')?.size).toBe(69);
  const before = peer.written.count;
  expect(await run(true)).toContain('0 new or changed');
  expect(peer.written.count).toBe(before);
  // An hour of the second day is put right: from there on the sum is another.
  state.all = rows((hour) => (hour % 24 === 12 ? 1500 : 0) + (hour === 40 ? 100 : 0));
  await run(true);
  expect(peer.written.count - before).toBe(30);
  await expect(run(true, 'wrong')).rejects.toMatchObject({ code: 'access.credentials' });
});

test('the interface of a home answers what is asked: every channel of it has its hours', async (context) => {
  const peer = await homeAssistant(context);
  const log = pino({ level: 'silent' });
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log });
  context.onTestFinished(() => house.close());
  const { port, close } = await startServer({
    host: '127.0.0.1',
    port: 0,
    version: 'test',
    webRoot: '/nowhere',
    clock: systemClock,
    log,
    current: () => ({ hub: house.hub, demo: true }),
  });
  context.onTestFinished(close);
  const url = `http://127.0.0.1:${port}`;
  const flags = {
    url,
    token: makeSecret('x'),
    homeAssistant: peer.url,
    homeAssistantToken: makeSecret(token),
    yes: true,
  };
  await giveStatistics(flags, { out: { write: () => undefined }, clock: systemClock });
  const channels = ['pv', 'grid_import', 'battery_charge', 'battery_discharge', 'load'];
  expect([...peer.kept.keys()].map((id) => id.split(/:demo_/)[1])).toEqual(expect.arrayContaining(channels));
  expect(Math.min(...[...peer.kept.values()].map((hours) => hours.size))).toBeGreaterThan(20);
}, 30_000);

test('an older Home Assistant, which refuses what it does not know, gets it without that', async (context) => {
  const [{ url }, peer] = [await home(context), await homeAssistant(context, { isOlder: true })];
  const flags = {
    url,
    token: makeSecret('x'),
    homeAssistant: peer.url,
    homeAssistantToken: makeSecret(token),
    yes: true,
  };
  await giveStatistics(flags, { out: { write: () => undefined }, clock });
  expect(peer.written.count).toBe(139);
});

test('ids are such as Home Assistant takes, whatever a home is called; half hours are told and left', () => {
  const hour = [{ startMs, complete: true, pvWh: 10 }];
  for (const id of ['Casa--Azul', '___', 'Ferme d’Été', 'a.b'])
    expect(statisticsOf({ id, name: id }, hour).statistics[0]?.metadata.statistic_id).toMatch(idForm);
  const half = [{ startMs: startMs + hourMs / 2, complete: true, pvWh: 10 }];
  expect(statisticsOf({ id: 'delhi', name: 'Delhi' }, half)).toEqual({ statistics: [], odd: 1 });
  expect(changedHours([{ startMs, sum: 1 }], new Map([[startMs, 1.000_000_1]]))).toEqual([]);
});

test('what is no Home Assistant, or is silent about it, ends with words', async (context) => {
  const { url } = await home(context);
  const said = (text: string) => async (): Promise<string> => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    context.onTestFinished(() => server.close());
    server.on('connection', (socket) => socket.send(text));
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const bad = [said('nonsense'), said('[]'), async () => 'ws://127.0.0.1:1'];
  for (const place of bad) {
    const flags = { url, token: makeSecret('x'), homeAssistant: await place(), homeAssistantToken: makeSecret(token) };
    const given = giveStatistics(flags, { out: { write: () => undefined }, clock });
    await expect(given).rejects.toMatchObject({ code: 'link.unavailable' });
  }
});

/** Asks whatever is behind an address for statistics. */
const asked = (address: string): Promise<unknown> =>
  statisticsTo(
    { address, token: makeSecret(token), isGiven: false },
    { site: { id: 'casa', name: 'Casa' }, rowsOf: () => Promise.resolve([]), clock: systemClock },
  );

test('an address as a browser shows it is taken, and one with a password is not told', async (context) => {
  const peer = await homeAssistant(context);
  const { host } = new URL(peer.url);
  expect(await asked(`http://${host}/?kiosk#/energy`)).toEqual({ statistics: [], odd: 0 });
  const refused = await asked(`http://anna:geheim@${host}`).catch(String);
  expect(refused).toMatch(/no address of a Home Assistant/);
  expect(refused).not.toContain('geheim');
});

test('one that says too much is left, and its connection does not stay', async (context) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  context.onTestFinished(() => {
    server.close();
  });
  const left = new Promise((resolve) => {
    server.on('connection', (socket) => {
      socket.on('close', resolve);
      socket.on('error', () => undefined);
      const part = 'x'.repeat(1024 * 1024);
      for (let count = 0; count < 20; count += 1) socket.send(part, { fin: false });
    });
  });
  const at = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(asked(at)).rejects.toThrow(/said too much/);
  await left;
});
