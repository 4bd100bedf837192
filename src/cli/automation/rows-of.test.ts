// Readings as programs and people write them.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { rowsOf } from './rows-of.ts';

const options = { file: 'r.csv', zone: 'Europe/Berlin', devices: new Set(['boiler']) };

/** In pieces, as a file comes. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += 7) yield bytes.subarray(from, from + 7);
}

async function read(text: string): Promise<unknown> {
  try {
    const rows = await Array.fromAsync(rowsOf(pieces(text), options));
    return rows.map(({ atMs, values }) => [
      new Date(atMs).toISOString().slice(11, 19),
      ...values.map(({ value }) => value),
    ]);
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

test('a cell that is empty or says nothing is no value, and a power may be in kW', async () => {
  const text = 'time,grid.power,battery.soc\n1781078400,1.5 kW,\n1781078460,unavailable,5 kW\n1781078520,-2e3\n';
  expect(await read(text)).toEqual([['08:00:00', 1500], ['08:01:00'], ['08:02:00', -2000]]);
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
])('%j is told', async (text, told) => {
  expect(await read(text)).toContain(told);
});
