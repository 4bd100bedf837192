// `solstead energy` beyond the numbered cases: shapes of files, several devices, money, reasons, and what is wrong with a call.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { presets } from '#energy/money/presets/presets.ts';
import { answer, longCsv, printed, steady } from '../testing/energy-bench.ts';
import type { EnergyFlags } from './energy.ts';
import { checkPrices, checkTariff, listPresets, showPreset } from './tariff.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 5, 1, 10);

/** An hour of a home in the sun: 3 kW from the roof, 1 kW into the battery, 1.5 kW sold, 500 W used. */
const home = `time,roof/pv.power,meter/grid.power,pack/battery.power\n${steady(10_000, [start, start + hour], () => 0)
  .map(([at]) => `${at},3000,-1500,-1000`)
  .join('\n')}\n`;

test('a wide file of several devices: channels, flows, ratios; what the home does not have is absent', async () => {
  const { rows, total } = await answer(home, { by: 'hour' });
  expect(rows).toHaveLength(1);
  expect(total).toMatchObject({ pv: 3000, import: 0, export: 1500, charge: 1000, discharge: 0, load: 500 });
  expect(total).toMatchObject({ selfSufficiency: 100, selfConsumption: 50, meteringError: 0, measured: 1, missing: 0 });
  expect(total.flows).toMatchObject({ pvToLoad: 500, pvToBattery: 1000, pvToGrid: 1500, gridToLoad: 0 });
  const { total: only } = await answer(longCsv('load.power', [[start, 10]]));
  expect(only).not.toHaveProperty('import');
  expect(only).not.toHaveProperty('selfSufficiency');
});

test('a circuit of a file is a table of its own, with what no circuit accounts for, and changes no other figure', async () => {
  const times = steady(10_000, [start, start + hour], () => 0).map(([at]) => at);
  const wide = (heading: string, values: string): string =>
    `time,meter/grid.power${heading}\n${times.map((at) => `${at},2000${values}`).join('\n')}\n`;
  const csv = wide(',heat/grid.power,12/grid.power', ',600,250');
  const flags = { by: 'hour', role: ['heat=circuit:Heat pump', '12=circuit:12'] } as const;
  const { total, circuits, sources } = await answer(csv, flags);
  expect(circuits).toEqual([
    { device: '12', name: '12' },
    { device: 'heat', name: 'Heat pump' },
  ]);
  const known = { measured: 1, estimated: 0, missing: 0 };
  expect(total.circuits).toEqual([
    { device: '12', energy: 250, origins: { pv: 0, battery: 0, grid: 250 }, ...known },
    { device: 'heat', energy: 600, origins: { pv: 0, battery: 0, grid: 600 }, ...known },
  ]);
  expect([total.load, total.everythingElse]).toEqual([2000, 1150]);
  expect(sources).toContainEqual(expect.objectContaining({ id: 'heat:grid.power', books: ['circuit'] }));
  const { circuits: _circuits, everythingElse: _rest, ...plain } = total;
  const alone = await answer(wide('', ''), { by: 'hour' });
  expect(plain).toEqual(alone.total);
  expect(alone).not.toHaveProperty('circuits');
  const { out } = await printed(csv, flags);
  expect(out).toContain('of load, in kWh');
  expect(out).toMatch(/12 \(12\) {2}Heat pump {2}everything else\n2026-06-01T10:00\+00:00 +0\.250 +0\.600 +1\.150\n/);
  expect(out).not.toContain('more than load');
  const over = await printed(wide(',heat/grid.power', ',2500'), { by: 'hour', role: ['heat=circuit:Heat pump'] });
  expect(over.out).toMatch(/everything else {2}more than load\n.* 2\.500 +– +0\.500\n/);
});

test('long rows with devices, a semicolon and decimal commas, epoch seconds and quotes say the same', async () => {
  const rows = steady(10_000, [start, start + hour], () => 0).flatMap(([at]) => [
    `${at / 1000};"roof";pv.power;3000,0`,
    `${at / 1000};meter;grid.power;-1500`,
    `${at / 1000};pack;battery.power;-1000,00`,
  ]);
  const long = await answer(`time;device;metric;value\n${rows.join('\r\n')}\r\n`, { by: 'hour' });
  expect(long.rows).toEqual((await answer(home, { by: 'hour' })).rows);
});

test('the load of a file is its own unless it is to be derived; the difference is the metering error', async () => {
  const csv = `time,grid.power,load.power\n${steady(10_000, [start, start + hour], () => 0)
    .map(([at]) => `${at},1000,900`)
    .join('\n')}\n`;
  expect((await answer(csv, { by: 'hour' })).total).toMatchObject({ import: 1000, load: 900, meteringError: 100 });
  expect((await answer(csv, { by: 'hour', load: 'derived' })).total).toMatchObject({ load: 1000, meteringError: 0 });
});

test('empty cells are no readings, whole rows of the wrong width are rejected', async () => {
  const { total, readings, warnings } = await answer(
    `time,grid.power,pv.power\n${start},100,\n${start + 10_000},100\n${start + 20_000},,50\n`,
    { by: 'hour' },
  );
  expect(readings.rejected.count).toBe(1);
  expect(warnings).toContain('stdin:3:1: 2 cells where the heading has 3');
  expect(total.events).toEqual([]);
});

test('times of a clock that was never set are rejected', async () => {
  const csv = longCsv('load.power', [
    ['1970-01-01T00:00:07Z', 9000],
    ...steady(60_000, [start, start + hour], () => 60),
  ]);
  const { rows, warnings } = await answer(csv);
  expect(rows.map(({ load }) => load)).toEqual([60]);
  expect(warnings).toContain('stdin:2:1: 1970-01-01T00:00:07Z comes from a clock that was never set');
});

test('a value that is only shown again is no reading', async () => {
  const csv = `time,metric,value,quality\n${start},load.power,600,good\n${start + 60_000},load.power,600,stale\n${start + 120_000},load.power,600,good\n`;
  // A minute of the first, 20 s of the last.
  expect((await answer(csv, { interval: 20 })).total.load).toBe(13.333);
});

test('counters beside powers: the counter is booked, the power shapes and compares', async () => {
  const csv = `time,grid.power,grid.energy.import\n${steady(10_000, [start, start + hour + 1], () => 0)
    .map(([at]) => `${at},1000,${Math.floor((at - start) / 3500)}`)
    .join('\n')}\n`;
  const { total, why } = await answer(csv, { by: 'hour', why: 'import' });
  expect(total.import).toBe(1028);
  expect(why).toMatchObject({ energy: 1028, from: [{ rule: 'counter' }], integrated: { difference: 28 } });
  const { out } = await printed(csv, { by: 'hour', why: 'import', events: true });
  expect(out).toMatch(/1\.028 of file:grid\.energy\.import by the rule counter/);
  expect(out).toMatch(/power alone would say 1\.000/);
});

test('two meters: a person says which speaks', async () => {
  const csv = `time,a/grid.power,b/grid.power\n${start},1000,1\n${start + hour},1000,1\n${start + 2 * hour},0,0\n`;
  expect((await answer(csv)).total.import).toBe(2002);
  expect((await answer(csv, { source: ['grid=b'] })).total.import).toBe(2);
  await expect(answer(csv, { source: ['grid=c'] })).rejects.toThrow('--source: c reports nothing of grid; a, b does');
});

test('a time asked for is cut out exactly, and a source is held over its end', async () => {
  const csv = longCsv(
    'load.power',
    steady(60_000, [start, start + 4 * hour], () => 600),
  );
  const found = await answer(csv, { from: '2026-06-01T11:00', to: '2026-06-01T12:30', by: 'hour' });
  expect(found.rows.map(({ load }) => load)).toEqual([600, 300]);
  expect((await answer(csv, { to: '2026-06-02', gapLimit: 7200 })).total.load).toBeCloseTo(600 * (4 + 2 - 1 / 60), 6);
});

test('money of a preset: parts are the total, to the last digit that is shown', async () => {
  const csv = `time,pv.power,grid.power,battery.power\n${steady(300_000, [start, start + 72 * hour], () => 0)
    .map(
      ([at]) =>
        `${at},${Math.round(2000 * Math.max(0, Math.sin(at / hour / 4)))},${Math.round(1500 * Math.sin(at / hour))},${Math.round(500 * Math.sin(at / hour / 2))}`,
    )
    .join('\n')}\n`;
  const { rows, total, currency, warnings } = await answer(csv, {
    tariff: 'preset:de-flat',
    co2: '0.38',
    timezone: 'Europe/Berlin',
  });
  expect(currency).toBe('EUR');
  expect(warnings.join(' ')).toContain('change it to your contract');
  for (const key of ['cost', 'earned', 'import', 'pv', 'co2'] as const)
    expect(rows.reduce((sum, row) => sum + Number(row[key]), 0)).toBeCloseTo(Number(total[key]), 6);
  expect(Number(total.cost)).toBeCloseTo(((total.import ?? 0) / 1000) * 0.35 + 4 * 0.4, 6);
  expect(Number(total.earned)).toBeCloseTo(((total.export ?? 0) / 1000) * 0.08, 6);
  expect(total.co2).toBeCloseTo(((total.import ?? 0) / 1000) * 0.38, 5);
  expect(total.co2Saved).toBeCloseTo(((total.pv ?? 0) / 1000) * 0.38, 5);
  expect(Number(total.savings?.pv)).toBeGreaterThan(0);
  expect(total.savings).toHaveProperty('battery');
});

test.each([
  ['', {}, 'stdin:1:1: the file is empty'],
  ['hello', {}, 'stdin:1:1: the first line must be a heading such as time,metric,value'],
  ['a,b\n1,2', {}, 'stdin:1:1: no column is called time'],
  ['time,grid.pwr\n', {}, 'stdin:1:6: "grid.pwr" is not a metric; did you mean grid.power?'],
  ['time,grid.power,grid.power\n', {}, 'stdin:1:17: grid.power appears twice'],
  ['time,grid.power (V)\n', {}, 'stdin:1:6: V is not a unit of grid.power, which is in W'],
  [
    `time,metric,value\n${start},grid.import,1`,
    {},
    'stdin:2:15: "grid.import" is not a metric; did you mean grid.energy.import?',
  ],
  ['time,grid.power\nyesterday,1', {}, 'stdin:2:1: "yesterday" is not a time'],
  ['time,grid.power\n2026-13-01T00:00:00Z,1', {}, 'stdin:2:1: there is no 2026-13-01T00:00:00Z'],
  ['time,grid.power\n2026-01-01T00:00,1', { timezone: undefined }, 'has no offset: name its zone with --timezone'],
  ['time,battery.soc\n', {}, 'stdin: it holds no reading of energy or power'],
  [
    `time,metric,value\n${start},load.power\n`,
    {},
    'energy or power; 1 rejected, the first at 2:1: 2 cells where the heading has 3',
  ],
  [
    'time,grid.power\n1995-01-01T00:00Z,1\n2026-01-01T00:00Z,1',
    {},
    'reach from 1995-01-01 to 2026-01-01, more than 15 years',
  ],
  [home, { timezone: 'Mars/Base' }, '--timezone: Mars/Base is not a time zone'],
  [home, { tariff: 'preset:de-flatt' }, 'did you mean de-flat?'],
  [home, { tariff: '/nowhere.yaml' }, '/nowhere.yaml: there is no such file'],
  [home, { readings: '/nowhere.csv' }, '/nowhere.csv: there is no such file'],
  [home, { from: '2026-06-01T10:03' }, '--from: the ledger keeps steps of 5 minutes'],
  [home, { from: '2026-07-01' }, '--to: it must be after --from'],
  [home, { daily: ['pv.energy'] }, '--daily: there are no readings of pv.energy'],
  [home, { prices: ['x.csv'] }, '--prices: prices need a --tariff'],
] as const)('%o with %o: %s', async (csv, flags, message) => {
  await expect(answer(csv, flags as Partial<EnergyFlags>)).rejects.toThrow(message);
});

test('tariffs are listed, shown as a file that is good, and checked with line and column', async (task) => {
  let out = '';
  const to = { write: (text: string) => void (out += text) };
  listPresets({ isJson: false }, to);
  expect(out).toMatch(/^de-dynamic +DE +EUR/m);
  out = '';
  const folder = tempDir(task);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'home.yaml');
  for (const { id } of presets) {
    out = '';
    showPreset(`preset:${id}`, {}, to);
    writeFileSync(file, out);
    out = '';
    await checkTariff(file, {}, to);
    expect(out).toContain('nothing is wrong with it');
  }
  writeFileSync(
    file,
    'name: x\ncurrency: EUR\nversions:\n  - from: 2026-01-01\n    import: [{kind: flat, name: e, prise: 3}]\n',
  );
  await checkTariff(file, {}, to);
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  expect(out).toContain(`${file}:5:36: the key "prise" is unknown; did you mean price?`);
  const prices = join(folder, 'prices.csv');
  writeFileSync(
    prices,
    'start,price\n2026-01-01T00:00Z,0.3\n2026-01-01T01:00Z,-0.1\n2026-01-01T03:00Z,0.2\n2026-01-01T04:00Z,0.2\n',
  );
  out = '';
  await checkPrices(prices, { currency: 'EUR', pricesPer: 'kilowatt-hour' }, to);
  expect(out).toBe(
    `${prices}: 4 slots of 60 min, 2026-01-01T00:00:00Z to 2026-01-01T05:00:00Z\n-0.1000 to 0.3000 EUR for a kilowatt-hour\ngap: 2026-01-01T02:00:00Z to 2026-01-01T03:00:00Z\n`,
  );
  writeFileSync(prices, 'start,price\n2026-01-01T00:00Z,x\n');
  await expect(checkPrices(prices, { currency: 'EUR', pricesPer: 'kilowatt-hour' }, to)).rejects.toThrow(
    `${prices}:2:1: "x"`,
  );
});

const twoSeries = `name: Agile
currency: GBP
versions:
  - from: 2026-01-01
    import: [{ kind: dynamic, name: energy, series: agile }]
    export: [{ kind: dynamic, name: feed-in, series: outgoing, fallback: 0.05 }]
`;
/** Half an hour of 2 kW bought, half an hour of 3 kW sold. */
const bothWays = `time,grid.power\n${steady(10_000, [start, start + hour], () => 0)
  .map(([at]) => `${at},${at < start + hour / 2 ? 2000 : -3000}`)
  .join('\n')}\n`;

test('L10: each series has its own prices; one that is missing is told and never takes those of another', async (task) => {
  const folder = tempDir(task);
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const tariff = write('agile.yaml', twoSeries);
  const slot = (price: number): string => `start,end,price\n2026-06-01T00:00Z,2026-06-02T00:00Z,${price}\n`;
  const [agile, outgoing] = [write('agile.csv', slot(0.2)), write('outgoing.csv', slot(0.1))];
  const money = async (prices: readonly string[]) => {
    const { total, warnings } = await answer(bothWays, { by: 'hour', tariff, prices });
    return { cost: total.cost, earned: total.earned, warnings: warnings.join('\n') };
  };
  expect(await money([`agile=${agile}`, `outgoing=${outgoing}`])).toMatchObject({ cost: '0.2', earned: '0.15' });
  const missing = await money([`agile=${agile}`]);
  expect(missing).toMatchObject({ cost: '0.2', earned: '0.075' });
  expect(missing.warnings).toContain('follows the series outgoing: give its prices with --prices outgoing=<file>');
  // U18: the fallback price is said where it was used.
  expect(missing.warnings).toContain(
    '1500 Wh of export (feed-in): no market price in the series outgoing: the fallback price of the tariff was used.',
  );
  const other = await money([`outgoing=${outgoing}`]);
  expect(other).toMatchObject({ cost: '0', earned: '0.15' });
  expect(other.warnings).toContain('No price for 1000 Wh of import (energy): no market price in the series agile');
  for (const [prices, message] of [
    [[agile], /--prices .*agile.csv: the tariff follows several series \(agile, outgoing\)/],
    [[`agil=${agile}`], /the tariff follows no series agil.*agile/],
    [[`agile=${agile}`, `agile=${outgoing}`], /the series agile is given twice/],
  ] as const)
    await expect(money(prices)).rejects.toThrow(message);
  const { out } = await printed(bothWays, { by: 'hour', tariff, prices: [`agile=${agile}`] });
  expect(out).toContain(
    'feed-in, fallback: 1.500 kilowatt-hours without a market price, at the fallback price of 0.0500 GBP',
  );
});

test('U1, L5, L6: a file says the mode of an inverter, two meters of one grid, or phases that a rule nets', async () => {
  const rows = (value: (minute: number) => string): string =>
    Array.from(
      { length: 61 },
      (_none, minute) => `${new Date(Date.UTC(2026, 5, 1, 12, minute)).toISOString()},${value(minute)}`,
    ).join('\n');
  const totals = async (heading: string, value: (minute: number) => string, flags = {}) => {
    const { out } = await printed(`time,${heading}\n${rows(value)}\n`, {
      by: 'hour',
      timezone: 'UTC',
      json: true,
      ...flags,
    });
    return (JSON.parse(out) as { readonly total: Record<string, number>; readonly warnings: readonly string[] }) ?? {};
  };
  const mode = (minute: number) => (minute < 30 ? 'Line' : 'Battery');
  const island = await totals('pv.power,load.power,grid.voltage,inverter.mode', (at) => `100,700,230,${mode(at)}`);
  expect(island.total).toMatchObject({ import: 300, load: 700 });
  const copies = await totals('a/grid.power,b/grid.power', () => '1000,1020');
  expect(copies.total).toMatchObject({ import: 1000 });
  expect(copies.warnings.join()).toMatch(/b seems to measure the same as a/);
  const both = await totals('a/grid.power,b/grid.power', () => '1000,1020', { role: ['b=grid'] });
  expect(both.total).toMatchObject({ import: 2020 });
  await expect(totals('a/grid.power,b/grid.power', () => '1,2', { role: ['c=grid'] })).rejects.toThrow(/devices are/);
  await expect(totals('a/grid.power,b/grid.power', () => '1,2', { role: ['b=toaster'] })).rejects.toThrow(
    /say own, grid/,
  );
});

test('a time that is too long, rows that are too many and an empty name are refused in words; an empty decade costs nothing', async () => {
  const rows = longCsv(
    'load.power',
    steady(600_000, [Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 2)], () => 1000),
  );
  const asked = (from: string, to: string, by: EnergyFlags['by']) => answer(rows, { from, to, by });
  await expect(asked('0001-01-01', '9999-01-01', '5min')).rejects.toThrow('--to: that is more than 200 years');
  await expect(asked('0001-01-01', '9999-01-01', 'year')).rejects.toThrow('--to: that is more than 200 years');
  await expect(asked('2024-01-01', '2028-01-01', '5min')).rejects.toThrow('--by: that is more than 270,000 rows');
  const { total, rows: years } = await asked('1950-01-01', '2100-01-01', 'year');
  expect(total.load, 'the last reading holds for 30 minutes').toBeCloseTo(24_333.333, 3);
  expect(years).toHaveLength(150);
  expect(years.filter(({ load }) => load !== undefined)).toHaveLength(1);
});
