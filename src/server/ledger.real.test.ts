// The ledger over HTTP with the real hub: answers fit the contract, rows add up, viewers look and change nothing.
import { hourMs } from '#core/time.ts';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { expect, test, vi } from 'vitest';
import * as corrections from '#api/corrections.ts';
import * as contract from '#api/ledger.ts';
import * as bills from '#api/bills.ts';
import * as tariffs from '#api/tariffs.ts';
import { openHome, phaseHours, plantDays, site as home } from '#ledger/testing/ledger-home.ts';
import { owner, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

// Days of readings are written and settled: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000 });

/** Midnight in São Paulo, where the stub's home is; two days of June. */
const startMs = Date.UTC(2026, 5, 1, 3);
const endMs = startMs + 48 * hourMs;
const { batches } = plantDays(startMs, endMs);
const at = `/api/v1/sites/${home}`;
// The day after holds what the last power brought until it was stale.
const span = 'from=2026-06-01&to=2026-06-04';
const tariff = `name: mine
currency: BRL
versions:
  - { from: 2026-01-01, import: [{ kind: flat, name: energy, price: 0.85 }], export: [{ kind: flat, name: out, price: 0.1 }] }
`;

function conforms(schema: TSchema, body: unknown): void {
  expect(Value.Errors(schema, body)).toEqual([]);
}

async function served(context: Parameters<typeof openHome>[0], given = batches) {
  const real = await openHome(context, { nowMs: endMs + 2 * hourMs, timeZone: 'America/Sao_Paulo' });
  await real.ingest(given);
  await real.ledger.settlement.settled();
  const hub = stubHub({ ledger: () => real.energy });
  const server = await testServer(context, { hub });
  const [anna, ben] = [hub.signedIn(owner), hub.signedIn(viewer)];
  const ask = async (
    path: string,
    { token = ben, ...rest }: { token?: string; method?: string; json?: object } = {},
  ) => {
    const { status, body } = await server.ask(`${at}${path}`, { token, ...rest });
    return { status, body };
  };
  return { anna, ask, hub, real };
}

test('rows of every width are the total, exactly, and the answers fit the contract', async (context) => {
  const { anna, ask } = await served(context);
  const saved = await ask('/tariff', { token: anna, method: 'PUT', json: { text: tariff } });
  conforms(tariffs.TariffSaved, saved.body);
  const totals: unknown[] = [];
  for (const query of [`${span}&by=hour`, `${span}&by=day`, 'from=2026-06-01&by=month', 'from=2026-01-01&by=year']) {
    const { status, body } = await ask(`/energy?${query}`);
    expect([query, status]).toEqual([query, 200]);
    conforms(contract.EnergyReport, body);
    const { rows, total } = body as contract.EnergyReport;
    const milli = (wh: number | undefined): number => Math.round((wh ?? 0) * 1000);
    for (const key of ['pvWh', 'importWh', 'exportWh', 'chargeWh', 'dischargeWh', 'loadWh'] as const)
      expect([key, rows.reduce((sum, row) => sum + milli(row[key]), 0)]).toEqual([key, milli(total[key])]);
    totals.push([total.pvWh, total.importWh, total.loadWh, total.cost, total.earned, total.savings, total.co2Kg]);
  }
  for (const total of totals) expect(total).toEqual(totals[0]);
  for (const [path, schema] of [
    [`/energy/events?${span}`, contract.EnergyEvents],
    [`/energy/why?channel=load&${span}`, contract.EnergyWhy],
    ['/tariff', tariffs.SiteTariff],
    ['/tariff/prices', tariffs.SeriesList],
    ['/budgets', tariffs.BudgetStates],
    ['/bills', bills.BillStates],
    ['/plant', bills.PlantState],
    ['/repairs', corrections.Repairs],
    ['/energy/choices', contract.CountingOptionsView],
  ] as const)
    conforms(schema, (await ask(path)).body);
});

test('viewers look; the owner previews, applies and undoes; errors name the field', async (context) => {
  const { anna, ask } = await served(context);
  const repair = { kind: 'energy', channel: 'import', fromMs: startMs, toMs: startMs + hourMs, energyWh: 77 };
  const changes = [
    ['PUT', '/tariff', { text: tariff }],
    ['POST', '/tariff', { text: 'from: 2026-02-01' }],
    ['POST', '/tariff/prices', { series: 'spot', kind: 'price', format: 'csv', text: 'start,price' }],
    ['PUT', '/budgets', { budgets: [] }],
    ['PUT', '/bills', { bills: [] }],
    ['PUT', '/plant', {}],
    ['PUT', '/energy/choices', { phases: 'each', load: 'derived', daily: [] }],
    ['POST', '/repairs', { repair, why: 'because' }],
    ['DELETE', '/repairs/repair-1', undefined],
  ] as const;
  for (const [method, path, json] of changes)
    expect(await ask(path, { method, ...(json === undefined ? {} : { json }) }), `${method} ${path}`).toMatchObject({
      status: 403,
      body: { code: 'access.denied' },
    });

  const before = (await ask(`/energy?${span}`)).body;
  const post = (json: object) => ask('/repairs', { token: anna, method: 'POST', json });
  const preview = await post({ repair, why: 'because', preview: true });
  conforms(corrections.CorrectionOutcome, preview.body);
  expect(preview).toMatchObject({ status: 200, body: { saved: false } });
  expect((await ask(`/energy?${span}`)).body).toEqual(before);
  const applied = await post({ repair, why: 'because' });
  conforms(corrections.CorrectionOutcome, applied.body);
  expect(applied).toMatchObject({ status: 201, body: { saved: true, repair: { by: owner.name, why: 'because' } } });
  expect((await ask(`/energy?${span}`)).body).not.toEqual(before);
  conforms(corrections.Repairs, (await ask('/repairs')).body);
  const { repair: saved } = applied.body as corrections.CorrectionOutcome;
  const undone = await ask(`/repairs/${saved?.id ?? ''}`, { token: anna, method: 'DELETE' });
  expect(undone.status).toBe(200);
  expect((await ask(`/energy?${span}`)).body).toEqual(before);

  const off = await post({ repair: { ...repair, fromMs: startMs + 1 }, why: 'because' });
  expect(off).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'repair.fromMs' } });
  expect(await ask('/energy?from=yesterday')).toMatchObject({ status: 400, body: { field: 'from' } });
  expect(await ask('/energy?from=2026-06-03&to=2026-06-01')).toMatchObject({ status: 400, body: { field: 'from' } });
  expect(await ask('/energy/why?channel=gas')).toMatchObject({ status: 400, body: { field: 'channel' } });
});

test('what a question answers may be sent back as it is', async (context) => {
  const { anna, ask } = await served(context);
  const budget = { id: 'grid', what: 'import', per: 'month', limit: '300000' };
  const bill = { id: 'may', firstDay: '2026-05-01', lastDay: '2026-05-31', importWh: 92_000, amount: '-18.40' };
  const plant = { price: '14200', subsidies: '1500', since: '2025-04-01' };
  for (const [path, json, schema] of [
    ['/budgets', { budgets: [budget] }, tariffs.BudgetStates],
    ['/bills', { bills: [bill] }, bills.BillStates],
    ['/plant', { plant }, bills.PlantState],
    ['/energy/choices', { phases: 'each', load: 'derived', daily: [], plausibleW: 9000 }, contract.CountingOptionsView],
  ] as const) {
    const put = (body: unknown) => ask(path, { token: anna, method: 'PUT', json: body as object });
    expect((await put(json)).status).toBe(200);
    const { body } = await ask(path);
    conforms(schema, body);
    expect(body).toMatchObject(json);
    const again = await put(body);
    expect(again.status).toBe(200);
    conforms(schema, again.body);
    expect(again.body).toMatchObject(json);
  }
});

test('phases one by one and back, as the owner chooses; the audit says so', async (context) => {
  const { anna, ask, hub, real } = await served(context, phaseHours(startMs, 1));
  const hour = `/energy?by=hour&from=${startMs}&to=${startMs + hourMs}`;
  const usual = { phases: 'net', load: 'derived', daily: [] };
  const put = async (json: object) => {
    const answer = await ask('/energy/choices', { token: anna, method: 'PUT', json });
    await real.ledger.settlement.settled();
    return answer;
  };
  const before = (await ask(hour)).body;
  expect(before).toMatchObject({ total: { importWh: 1000, exportWh: 0 } });
  const each = await put({ ...usual, phases: 'each' });
  conforms(contract.CountingOptionsView, each.body);
  expect(each).toMatchObject({ status: 200, body: { phases: 'each', changed: { by: owner.name } } });
  expect((await ask(hour)).body).toMatchObject({ total: { importWh: 4000, exportWh: 3000 } });
  expect((await ask('/energy/choices')).body).toEqual(each.body);
  await put(usual);
  expect((await ask(hour)).body).toEqual(before);
  expect(hub.audited.map(({ action, subject }) => [action, subject])).toEqual([
    ['change how energy is counted', '{"phases":"each"}'],
    ['change how energy is counted', 'as usual'],
  ]);
  const bad = await put({ ...usual, daily: [{ device: 'meter', metric: 'grid.gas' }] });
  expect(bad).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'daily.0.metric' } });
  expect((await put({ ...usual, phases: 'some' })).status).toBe(400);
});
