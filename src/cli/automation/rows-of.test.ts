// Readings as programs and people write them.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { inEnglish } from '#core/reason.ts';
import type { DecimalSign } from '#exchange/read-number.ts';
import { rowsOf } from './rows-of.ts';

/** In pieces, as a file comes. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += 7) yield bytes.subarray(from, from + 7);
}

/** Times with values, and behind them what was rejected; or why nothing can be read. */
async function read(text: string, decimal?: DecimalSign): Promise<unknown> {
  const rejected: string[] = [];
  const options = {
    file: 'r.csv',
    zone: 'Europe/Berlin',
    devices: new Set(['boiler']),
    decimal,
    onRejected: ({ line, column, why }: { line: number; column: number; why: Parameters<typeof inEnglish>[0] }) =>
      rejected.push(`${line}:${column} ${inEnglish(why)}`),
  };
  try {
    const rows = await Array.fromAsync(rowsOf(pieces(text), options));
    const told = rows.map(({ atMs, values }) => [
      new Date(atMs).toISOString().slice(11, 19),
      ...values.map(({ value }) => value),
    ]);
    return [...told, ...rejected];
  } catch (thrown) {
    return thrown instanceof SolsteadError ? thrown.message : thrown;
  }
}

const both = [
  ['08:00:00', 30.5],
  ['08:01:00', 10],
];

test.each([
  ['with the offset', 'time,battery.soc\n2026-06-10T10:00:00+02:00,30.5\n2026-06-10T08:01:00Z,10\n'],
  ['by the clocks of the home', 'time,battery.soc\n2026-06-10 10:00,30.5\n2026-06-10 10:01,10\n'],
  ['in seconds', 'timestamp,battery.soc\n1781078400,30.5\n1781078460,10\n'],
  ['in milliseconds', 'Time,battery.soc\n1781078400000,30.5\n1781078460000,10\n'],
  ['of a table with semicolons', '\uFEFFtime;battery.soc\r\n10.06.2026 10:00;30,5\r\n10.06.2026 10:01;10\r\n'],
  ['with tabs', '# of June\n\ntime\tbattery.soc\n2026-06-10 10:00\t30.5\n2026-06-10 10:01\t10\n'],
  ['with spaces and units', 'time, battery.soc\n2026-06-10 10:00, "30.5 %"\n2026-06-10 10:01, 10%\n'],
])('times and values %s', async (_name, text) => {
  expect(await read(text)).toEqual(both);
});

test('a cell that is empty or says that there is nothing is no value, and a power may be in kW', async () => {
  const text =
    'time,grid.power,battery.soc\n1781078400,1.5 kW,\n1781078460,unavailable,n/a\n1781078520,-2e3\n1781078580,−300,-\n';
  expect(await read(text)).toEqual([['08:00:00', 1500], ['08:01:00'], ['08:02:00', -2000], ['08:03:00', -300]]);
});

test.each([
  ['time,battery.soc\n1781078400,ERR\n', '2:12 "ERR" is not a number'],
  ['time,battery.soc\n1781078400,on\n', '2:12 "on" is not a number'],
  ['time,battery.soc\n1781078400,5 kW\n', '2:12 battery.soc is in %, not as in "5 kW"'],
  ['time,battery.soc\n1781078400,5 parsecs\n', '2:12 "5 parsecs" is not a number'],
  ['time,grid.power,battery.soc\n1781078400,"1 2",150\n', '2:18 "150" is outside 0 to 100 % of battery.soc'],
  ['# a\n\ntime,relay.on.1\n# b\n1781078400,maybe\n', '5:12 "maybe" is not a number'],
  ['time,device,metric,value\n1781078400,boiler,relay.on.1,2\n', '2:30 "2" is outside 0 to 1  of relay.on.1'],
])('%j: the cell is told with its line and column', async (text, told) => {
  expect(await read(text)).toContain(told);
});

test('a cell is rejected alone: the rest of its row and what is behind it count', async () => {
  const text = 'time,grid.power,battery.soc\n1781078400,ERR,30\n1781078460,500,31\n';
  expect(await read(text)).toEqual([['08:00:00', 30], ['08:01:00', 500, 31], '2:12 "ERR" is not a number']);
});

const asked = (place: string, text: string): string =>
  `${place} "${text}" may be thousands or decimals; say it with --decimal`;

test.each<readonly [text: string, decimal: DecimalSign | undefined, result: readonly unknown[]]>([
  ['time\tgrid.power\n1781078400\t1,500\n', undefined, [['08:00:00'], asked('2:12', '1,500')]],
  ['time\tgrid.power\n1781078400\t1,500\n', '.', [['08:00:00', 1500]]],
  ['time\tgrid.power\n1781078400\t1,500\n', ',', [['08:00:00', 1.5]]],
  [
    'time\tgrid.power\n1781078400\t1,500\n1781078460\t20,5\n',
    undefined,
    [
      ['08:00:00', 1.5],
      ['08:01:00', 20.5],
    ],
  ],
  [
    'time\tgrid.power\n1781078400\t1,500\n1781078460\t20.5\n',
    undefined,
    [['08:00:00'], ['08:01:00', 20.5], asked('2:12', '1,500')],
  ],
  [
    'time;grid.power\n1781078400;1.500,5\n1781078460;2\n',
    undefined,
    [
      ['08:00:00', 1500.5],
      ['08:01:00', 2],
    ],
  ],
  ['time;grid.power\n1781078400;1,500 kW\n', undefined, [['08:00:00'], asked('2:12', '1,500')]],
  ['time,grid.power\n1781078400,"1,500"\n', undefined, [['08:00:00'], asked('2:12', '1,500')]],
  ['time,grid.power\n1781078400,"1,500.5 W"\n', undefined, [['08:00:00', 1500.5]]],
])('%j with %s: thousands are not taken for decimals', async (text, decimal, result) => {
  expect(await read(text, decimal)).toEqual(result);
});

test.each([
  ['time,battery.sok\n', 'r.csv:1: battery.sok is no metric of the catalogue; did you mean battery.soc?'],
  ['time,boilr/relay.on.1\n', 'r.csv:1: there is no device boilr; did you mean boiler?'],
  [
    'time,device,metric,value\n1781078400,boilr,relay.on.1,1\n',
    'r.csv:2: there is no device boilr; did you mean boiler?',
  ],
  ['time,battery.soc\n1781078460,1\n1781078400,1\n', 'r.csv:3: the rows are not in order of time'],
  ['time,battery.soc\nyesterday,1\n', 'r.csv:2: "yesterday" is not a time'],
  // A decimal comma beside commas: which cell is meant nobody knows.
  ['time,grid.power,battery.soc\n1781078400,1,5,30\n', 'r.csv:2: 4 cells where the heading has 3'],
  ['time,event\n1781078400,offline boilr\n', 'r.csv:2: there is no device boilr; did you mean boiler?'],
  ['time,event\n1781078400,set boiler relay.on.1 maybe for 1 h\n', 'r.csv:2: maybe is no number'],
  ['time,event\n1781078400,set boiler relay.on.1 on\n', 'r.csv:2: set boiler relay.on.1 on is nothing that can happen'],
])('%j is told', async (text, told) => {
  expect(await read(text)).toContain(told);
});

test('a sign of a comment inside a row is none', async () => {
  const rows = await Array.fromAsync(
    rowsOf(pieces('time,event\n# none\n1781078400,mqtt house/#1 on\n'), {
      file: 'r.csv',
      zone: 'Europe/Berlin',
      devices: new Set(),
      onRejected: () => undefined,
    }),
  );
  expect(rows[0]?.events).toEqual([
    { kind: 'happening', happening: { kind: 'called', what: 'mqtt', name: 'house/#1', text: 'on' } },
  ]);
});
