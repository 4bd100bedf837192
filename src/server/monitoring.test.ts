import { person } from '#core/testing/principals.ts';
import { hourMs } from '#core/time.ts';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { MonitoringData, MonitoringStatistics } from '#api/monitoring.ts';
import type { SiteEnergy } from '#ledger/site-energy.ts';
import type { EnergyReport } from '#api/ledger.ts';
import type { EnergyQuestion } from '#ledger/types.ts';
import type { HubInside } from '#hub/inside.ts';
import { noonMs, owner, snapshot, rowBetween, stubEnergy, stubHub } from './testing/stub-hub.ts';
import { testServer, type TestServer } from './testing/test-server.ts';

/** The ledger of a home that gave 2 kW from `sinceMs` until now; of its own tariff where it has one. */
function ledgerSince(
  sinceMs: number,
  {
    asked = [],
    own = {},
    origin = 'preset',
  }: { asked?: EnergyQuestion[]; own?: Partial<EnergyReport['rows'][number]>; origin?: 'own' | 'preset' } = {},
): HubInside['ledger'] {
  const row = (startMs: number, endMs: number): EnergyReport['rows'][number] => {
    const ms = Math.max(0, Math.min(endMs, noonMs) - Math.max(startMs, sinceMs));
    return rowBetween(startMs, endMs, { pvWh: (2000 * ms) / hourMs, ...own });
  };
  const energy: SiteEnergy = {
    ...stubEnergy,
    async report(question) {
      asked.push(question);
      const { fromMs, toMs, by } = question;
      const stepMs = by === 'hour' ? hourMs : by === 'day' ? 24 * hourMs : toMs - fromMs;
      const rows = [];
      for (let at = fromMs; at < toMs; at += stepMs) rows.push(row(at, at + stepMs));
      return { timeZone: 'America/Sao_Paulo', by, rows, total: row(fromMs, toMs) };
    },
    tariff: async () => ({ ...(await stubEnergy.tariff()), origin }),
  };
  return () => energy;
}

/** 24 kWh since midnight, 2 kW all the time. */
const today = { ...snapshot, energy: { ...snapshot.energy, pvWh: 24_000 } };

const path = '/ws/monitoring/home';
const watch = (server: TestServer, at = path) => server.socket(at, { token: server.hub.signedIn(owner) });

test('the data is the home’s own: power now, energy of today, month and lifetime, money, carbon', async (context) => {
  // Since midnight of 20 May: 12 days of May, 20 days of June before today.
  const server = await testServer(context, {
    hub: stubHub({ snapshot: () => today, ledger: ledgerSince(Date.UTC(2026, 4, 20, 3)) }),
  });
  const data = await watch(server).next();
  expect(Value.Errors(MonitoringData, data)).toEqual([]);
  expect(data).toMatchObject({
    system_id: 'home',
    status: 'online',
    current_generation_kw: 4.2,
    today_generation_kwh: 24,
    monthly_generation_kwh: 24 + 20 * 48,
    total_generation_kwh: 24 + 32 * 48,
    today_savings: 20.4,
    monthly_savings: 836.4,
    total_savings: 1326,
    co2_offset_kg: 780,
    trees_planted_equivalent: 37,
    last_updated: '2026-06-21T15:00:00Z',
  });
});

test('the chart has the last 24 hours, labelled by the clock of the home', async (context) => {
  const server = await testServer(context, { hub: stubHub({ ledger: ledgerSince(noonMs - 3 * hourMs) }) });
  const { chart_data: chart } = (await server.ask(path, { token: server.hub.signedIn(owner) })).body as MonitoringData;
  expect(chart.labels).toHaveLength(24);
  expect([chart.labels[0], chart.labels[11], chart.labels[23]]).toEqual(['13:00', '0:00', '12:00']);
  expect(chart.values).toEqual([...Array.from({ length: 20 }, () => 0), 2, 2, 2, 0]);
});

test('a home whose solar power is not known is offline and gives nothing', async (context) => {
  const flow = { ...snapshot.flow, pv: { powerW: 900, atMs: noonMs, quality: 'stale' } } as const;
  const server = await testServer(context, {
    hub: stubHub({ snapshot: () => ({ ...snapshot, flow }), ledger: ledgerSince(noonMs) }),
  });
  expect(await watch(server).next()).toMatchObject({
    status: 'offline',
    current_generation_kw: 0,
    today_generation_kwh: 12,
  });
});

test('it comes again every five seconds, and days past are not summed again', async (context) => {
  const asked: EnergyQuestion[] = [];
  const server = await testServer(context, {
    hub: stubHub({ ledger: ledgerSince(noonMs - 30 * 24 * hourMs, { asked }) }),
  });
  const client = watch(server);
  await client.next();
  const before = asked.length;
  for (let round = 0; round < 3; round += 1) {
    server.clock.advance(5000);
    expect((await client.next())['system_id']).toBe('home');
  }
  expect(asked.length).toBe(before);
  server.clock.advance(60_000);
  await client.next();
  expect(asked.length).toBe(2 * before);
});

test('an unknown system and a missing session get the refusal and are closed', async (context) => {
  const server = await testServer(context);
  const unknown = watch(server, '/ws/monitoring/other');
  expect(await unknown.next()).toEqual({ error: 'No active subscription' });
  expect(await unknown.ended).toBe(4404);
  const stranger = server.socket(path);
  expect(await stranger.next()).toEqual({ error: 'No active subscription' });
  expect(await stranger.ended).toBe(4401);
});

test('the statistics count who watches, and forget who left', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const clients = [watch(server), watch(server)];
  await Promise.all(clients.map((client) => client.next()));
  const { body } = await server.ask('/ws/monitoring', { token });
  expect(Value.Check(MonitoringStatistics, body)).toBe(true);
  expect(body).toEqual({
    status: 'WebSocket Server Running',
    endpoint: '/ws/monitoring/:system_id',
    stats: { total_connections: 2, active_systems: 1, systems: [{ system_id: 'home', connections: 2 }] },
  });
  const guest = server.hub.signedIn(person('Guest', 'owner', 'cabin'));
  expect((await server.ask('/ws/monitoring', { token: guest })).body, 'homes it may not know').toMatchObject({
    stats: { total_connections: 0, active_systems: 0, systems: [] },
  });
  for (const client of clients) client.socket.close();
  await Promise.all(clients.map((client) => client.ended));
  await expect
    .poll(async () => (await server.ask('/ws/monitoring', { token })).body)
    .toMatchObject({
      stats: { total_connections: 0, active_systems: 0, systems: [] },
    });
});

test('a home with a tariff of its own has the ledger’s money and its own factors', async (context) => {
  const own = { savings: { pv: '12.345', battery: '1' }, co2SavedKg: 95 };
  const ledger = ledgerSince(noonMs - 5 * hourMs, { own, origin: 'own' });
  const server = await testServer(context, { hub: stubHub({ snapshot: () => today, ledger }) });
  expect(await watch(server).next()).toMatchObject({
    today_savings: 12.35,
    total_savings: 12.35,
    trees_planted_equivalent: 10,
  });
});
