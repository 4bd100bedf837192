// The same data folder asked over HTTP while it runs and on the command line while it rests: the same numbers, digit for digit.
import { hourMs } from '#core/time.ts';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import type { EnergyReport } from '#api/ledger.ts';
import { tariffPresets } from '#ledger/tariff-store.ts';
import { anna, devices, openHome, plantDays, site } from '#ledger/testing/ledger-home.ts';
import { stubHub, viewer } from '#server/testing/stub-hub.ts';
import { testServer } from '#server/testing/test-server.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import type { Answer } from '#cli/testing/energy-bench.ts';
import { energy, type EnergyFlags } from '#cli/commands/energy.ts';
import { commandContext } from './command-context.ts';

// Days of readings are written and settled: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000 });

const timeZone = 'America/Sao_Paulo';
/** Midnight of 30 May there; the home falls silent in the middle of 2 June, and is asked a little later that day. */
const startMs = Date.UTC(2026, 4, 30, 3);
const endMs = startMs + 84 * hourMs;
const nowMs = endMs + 37 * 60_000;
const outages = [[startMs + 30 * hourMs, startMs + 33 * hourMs]] as const;
const { batches } = plantDays(startMs, endMs, outages);
/** A circuit that takes 100 W and is silent for a while. */
const heat = Array.from({ length: 84 * 60 }, (_none, minute) => minute)
  .filter((minute) => minute < 600 || minute > 700)
  .map((minute) => ({
    site,
    device: 'heat',
    atMs: startMs + minute * 60_000,
    metric: ['grid.power'] as const,
    value: [100],
    quality: ['good'] as const,
  }));

interface Asked extends Partial<EnergyFlags> {
  readonly by: 'hour' | 'day' | 'week' | 'month' | 'year';
  readonly from: string;
  readonly to: string;
}

const questions: readonly Asked[] = [
  { by: 'hour', from: '2026-05-30', to: '2026-06-03' },
  { by: 'day', from: '2026-05-28', to: '2026-06-04' },
  { by: 'day', from: '2026-06-02', to: '2026-06-03' },
  { by: 'week', from: '2026-05-25', to: '2026-06-08' },
  { by: 'month', from: '2026-05-01', to: '2026-07-01' },
  { by: 'year', from: '2026-01-01', to: '2027-01-01' },
];

/** Rows of the API under the names of the command line. */
function renamed(row: EnergyReport['total']) {
  const { startMs: _start, endMs: _end, complete: _complete, events, flows, meteringErrorWh, ...rest } = row;
  const { co2Kg, co2SavedKg, circuits, ...own } = rest;
  return {
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [key.replace(/Wh$/, ''), value])),
    flows: Object.fromEntries(Object.entries(flows).map(([key, value]) => [key.replace(/Wh$/, ''), value])),
    meteringError: meteringErrorWh,
    ...(circuits === undefined
      ? {}
      : {
          circuits: circuits.map(({ energyWh, origins, ...one }) => ({
            ...one,
            energy: energyWh,
            ...(origins === undefined
              ? {}
              : { origins: { pv: origins.pvWh, battery: origins.batteryWh, grid: origins.gridWh } }),
          })),
        }),
    ...(co2Kg === undefined ? {} : { co2: co2Kg }),
    ...(co2SavedKg === undefined ? {} : { co2Saved: co2SavedKg }),
    decisions: events,
  };
}

function ofCommand({ start: _start, end: _end, events, ...row }: Answer['total']) {
  return { ...row, decisions: events.reduce((sum, { count }) => sum + Math.min(1, count), 0) };
}

/** Runs a home with a tariff, asks it over HTTP, and gives the answers with the folder as it rests afterwards. */
async function askedWhileRunning(context: Parameters<typeof openHome>[0], tariff: string) {
  const path = tempDir(context);
  const home = await openHome(context, { path, nowMs, timeZone });
  home.ledger.place({ id: 'heat', kind: 'meter', intervalMs: 60_000 });
  await home.energy.keepRole({ device: 'heat', role: { kind: 'circuit', name: 'Heat pump' } }, 'Anna');
  await home.ingest([...batches, ...heat]);
  await home.ledger.settlement.settled();
  await home.energy.changeTariff({ text: tariff, add: false }, anna);
  const hub = stubHub({ ledger: () => home.energy });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(viewer);
  const told: EnergyReport[] = [];
  for (const { by, from, to } of questions) {
    const { status, body } = await server.ask(`/api/v1/sites/${site}/energy?by=${by}&from=${from}&to=${to}`, { token });
    expect(status).toBe(200);
    told.push(body as EnergyReport);
  }
  await home.close();
  const folder = openFolder(path);
  const records = await openSqliteRecords({ folder });
  await records.sites.save({ id: site, name: 'Home', timeZone });
  for (const { id } of [...devices, { id: 'heat' }])
    await records.devices.save({
      id,
      site,
      name: id,
      definition: 'pi30',
      address: 'tcp://10.0.0.5:8899',
      settings: {},
    });
  await records.close();
  folder.close();
  return { path, told, clock: home.clock };
}

test.each(['be-capacity', 'in-slabs'])(
  'rows, totals and the bill of the API and of the command line are the same by the own tariff of the home: %s',
  async (preset) => {
    const ends: (() => unknown)[] = [];
    const context = { onTestFinished: (end: () => unknown) => void ends.push(end) };
    const text = tariffPresets().find(({ id }) => id === preset)?.text ?? '';
    const { path, told, clock } = await askedWhileRunning(context, text);
    for (const [index, flags] of questions.entries()) {
      const out = new PassThrough();
      let printed = '';
      out.on('data', (piece: Buffer) => (printed += piece.toString()));
      await energy(
        { data: path, json: true, ...flags },
        { stdin: new PassThrough(), out, err: { write: () => undefined }, clock },
        commandContext,
      );
      const answer = JSON.parse(printed) as Answer & { bill: { lines: unknown } };
      const report = told[index];
      if (report === undefined) throw new TypeError('assertion: each question was answered');
      expect(answer.rows.map(ofCommand)).toEqual(report.rows.map(renamed));
      expect(ofCommand(answer.total)).toEqual(renamed(report.total));
      expect(answer.bill.lines).toEqual(report.bill);
      expect(answer.currency).toBe(report.currency);
      expect(answer.circuits).toEqual(report.circuits);
      expect(answer.total.circuits?.[0]?.energy).toBeGreaterThan(1000);
      expect(answer.total.cost).toBeDefined();
    }
    for (const end of ends.toReversed()) await end();
  },
);
