// What each source makes of its files, good and bad ones.
import { DatabaseSync } from 'node:sqlite';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { csvSource, type CsvOptions } from './csv-source.ts';
import { homeAssistantJsonSource } from './home-assistant-json-source.ts';
import { homeAssistantSource } from './home-assistant-source.ts';
import { jsonLinesSource } from './json-lines-source.ts';
import { lineProtocolSource } from './line-protocol-source.ts';
import { prometheusSource } from './prometheus-source.ts';
import { bytesOf, told } from './testing/read-source.ts';

const berlin: CsvOptions = { file: 'old.csv', timeZone: 'Europe/Berlin' };
const csv = async (text: string | Uint8Array, options: Partial<CsvOptions> = {}) =>
  told(await csvSource(bytesOf(text, 65_536), { ...berlin, ...options }));

describe('CSV', () => {
  test('a German file: mark, semicolons, decimal comma, day first, wall time', async () => {
    const text =
      '\uFEFFDatum;Uhrzeit;PV-Leistung (kW);Netzbezug (kWh)\r\n21.06.2026;12:00;4,25;1.234,5\r\n21.06.2026;12:15;;1.234,75\r\n';
    expect(await csv(text)).toEqual([
      '2026-06-21T10:00:00Z PV-Leistung (kW) 4.25',
      '2026-06-21T10:00:00Z Netzbezug (kWh) 1234.5',
      '2026-06-21T10:15:00Z Netzbezug (kWh) 1234.75',
    ]);
  });

  test('Windows-1252 and UTF-16 are seen', async () => {
    const text = 'Zeit;Außentemperatur (°C)\n21.06.2026 12:00:30;21,5\n';
    const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const wide = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    const expected = ['2026-06-21T10:00:30Z Außentemperatur (°C) 21.5'];
    expect(await csv(latin)).toEqual(expected);
    expect(await csv(wide)).toEqual(expected);
  });

  test('Home Assistant’s history: a row a value, text states left out with a reason', async () => {
    const text =
      'entity_id,state,last_changed\nsensor.pv,12.5,2026-06-21T10:00:00.000Z\nsensor.pv,unavailable,2026-06-21T10:01:00.000Z\nsensor.mode,Line,2026-06-21T10:01:00.000Z\n';
    expect(await csv(text)).toEqual(['2026-06-21T10:00:00Z sensor.pv 12.5', '4 state: "Line" is not a number']);
  });

  test.each([
    ['epoch seconds', 'time,pv.power\n1782036000,5\n'],
    ['epoch milliseconds', 'time,pv.power\n1782036000000,5\n'],
    ['an offset', 'time,pv.power\n2026-06-21T12:00:00+02:00,5\n'],
    ['a wall time', 'time\tpv.power\n2026-06-21 12:00\t5\n'],
    ['a first column without a name for it', 'when;pv.power\n2026-06-21 12:00;5\n'],
  ])('%s', async (_name, text) => {
    expect(await csv(text)).toEqual(['2026-06-21T10:00:00Z pv.power 5']);
  });

  test('the hour that comes twice is told apart by the order of the rows', async () => {
    const times = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'];
    const rows = times.map((time) => `2026-10-25 ${time},1`);
    const right = [
      '2026-10-24T23:30',
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
    ];
    const instants = (lines: readonly string[]): readonly string[] => lines.map((line) => line.slice(0, 16));
    expect(instants(await csv(`time,pv.power\n${rows.join('\n')}\n`))).toEqual(right);
    expect(
      instants(await csv(`time,pv.power\n2026-10-25 03:30,1\n${rows.toReversed().join('\n')}\n`)).slice(1),
    ).toEqual(right.toReversed());
  });

  test('the hour that is missing is an error that names the line', async () => {
    expect(await csv('time,pv.power\n2026-03-29 01:59,1\n2026-03-29 02:30,1\n2026-03-29 03:00,1\n')).toEqual([
      '2026-03-29T00:59:00Z pv.power 1',
      '3 time: 2026-03-29 02:30 never was in Europe/Berlin: the clocks went forward',
      '2026-03-29T01:00:00Z pv.power 1',
    ]);
  });

  test('what cannot be read is named and never 0', async () => {
    const text =
      'time,pv.power,load.power\nsoon,1,2\n2026-02-30 10:00,1,2\n2026-06-21 10:00,1\n2026-06-21 10:00,1x,0x10\n2026-06-21 10:00,Infinity,1e999\n2026-06-21 10:00,"1,234",-\n';
    expect(await csv(text)).toEqual([
      '2 time: "soon" is not a time',
      '3 time: there is no 2026-02-30 10:00',
      '4 : 2 cells where the heading has 3',
      '5 pv.power: "1x" is not a number',
      '5 load.power: "0x10" is not a number',
      '6 pv.power: "Infinity" is not a number',
      '6 load.power: "1e999" is not a number',
      '7 pv.power: "1,234" may be thousands or decimals; say it with --decimal',
    ]);
  });

  test('a date with slashes is not guessed', async () => {
    const text = 'time,pv.power\n06/07/2026 12:00,1\n';
    expect(await csv(text)).toEqual(['2 time: day or month first? Say it with --date-order dmy or mdy']);
    expect(await csv(text, { dateOrder: 'mdy' })).toEqual(['2026-06-07T10:00:00Z pv.power 1']);
    expect(await csv(text, { dateOrder: 'dmy' })).toEqual(['2026-07-06T10:00:00Z pv.power 1']);
  });

  test.each([
    ['', 'not a table'],
    ['hello', 'not a table'],
    ['a,b\n1,2\n', 'no column has times'],
    ['time,date\n', 'no column has values'],
  ])('%j is refused', async (text, why) => {
    await expect(csv(text)).rejects.toThrow(why);
  });

  test('any bytes end in items or a classed error', { timeout: 120_000 }, async () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('time,a,b\n', '2026-06-21 12:00', ',', ';', '"', '\n', '1', '\0', '\uFEFF'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.uint8Array({ maxLength: 20 }), async (texts, tail) => {
        const bytes = Buffer.concat([Buffer.from(texts.join('')), tail]);
        for (const read of [
          () => csv(bytes),
          () => told(jsonLinesSource(bytesOf(bytes), berlin)),
          () => told(lineProtocolSource(bytesOf(bytes), berlin)),
        ]) {
          const failure = await read().then(
            () => undefined,
            (error: unknown) => error,
          );
          expect(failure === undefined || isSolsteadError(failure, 'input.invalid')).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a quote that never closes does not take the memory', async () => {
    const rows = Array.from({ length: 4000 }, () => '2026-06-21 12:00:00,1\n').join('');
    const source = await csvSource(async function* () {
      yield Buffer.from(`time,pv.power\n${rows}2026-06-21 12:00,"`);
      for (let count = 0; count < 40; count += 1) yield Buffer.alloc(65_536, 'x\n');
    }, berlin);
    await expect(told(source)).rejects.toSatisfy((error) => isSolsteadError(error, 'input.invalid'));
  });
});

test('JSON lines: bad ones are named', async () => {
  const text =
    '{"time":"2026-06-21T10:00:00Z","device":"a","metric":"pv.power","value":1,"quality":"held"}\nnonsense\n[1]\n{"time":"2026-06-21T10:00:00Z","metric":"pv.power","value":"1"}\n{"metric":"pv.power","value":1}\n\n{"time":5,"metric":"pv.power","value":1}';
  expect(await told(jsonLinesSource(bytesOf(text), berlin))).toEqual([
    '2026-06-21T10:00:00Z a/pv.power 1 held',
    '2 : "nonsense" is not a JSON object',
    '3 : "[1]" is not a JSON object',
    '4 : value is not a number',
    '5 : "undefined" is not a time',
    '7 : "5" is not a time',
  ]);
});

test('line protocol as influx_inspect exports it', async () => {
  const text = [
    '# INFLUXDB EXPORT: 1677-09-21T00:12:43Z - 2262-04-11T23:47:16Z',
    '# DDL',
    'CREATE DATABASE home_assistant WITH NAME autogen',
    '# DML',
    'state,topic=solar_assistant/total/pv_power/state value=1234.5 1782036000000000000',
    String.raw`state,topic=my\ home\,2 value=7i 1782036000123456789`,
    'kWh,domain=sensor,entity_id=pv_total value=12 1782036000000000000',
    'settings_changes,topic=x text="a b, c=d" 1782036000000000000',
    'state,topic=x value=abc 1782036000000000000',
    'state,topic=x value=1',
    'rubbish',
  ].join('\n');
  expect(await told(lineProtocolSource(bytesOf(text), { file: 'x' }))).toEqual([
    '2026-06-21T10:00:00Z solar_assistant/total/pv_power/state 1234.5',
    '2026-06-21T10:00:00.123Z my home,2 7',
    '2026-06-21T10:00:00Z pv_total 12 kWh',
    '9 value: "abc" is not a number',
    '10 : no time in nanoseconds',
    '11 : not a line of measurement, fields and time',
  ]);
});

test('Prometheus text: times of lines, else of the file; texts are left out', async () => {
  const text = [
    '# HELP mpp_solar_battery_voltage x',
    'mpp_solar_battery_voltage{inverter="garage",device="/dev/ttyUSB0",cmd="QPIGS"} 52.1',
    'mpp_solar_device_mode{inverter="garage",myStr="Line"} 1',
    'mpp_solar_pv_input_power{inverter="garage"} 1e3 1782036060000',
    'up NaN',
    'broken{',
  ].join('\n');
  const writtenMs = Date.UTC(2026, 5, 21, 10);
  const files = async function* () {
    yield { file: 'a.prom', open: bytesOf(text), writtenMs };
  };
  expect(await told(prometheusSource(files))).toEqual([
    '2026-06-21T10:00:00Z garage/mpp_solar_battery_voltage 52.1',
    '2026-06-21T10:01:00Z garage/mpp_solar_pv_input_power 1000',
    '6 : "broken{" is not a line of Prometheus text',
  ]);
});

/** The statistics tables as Home Assistant makes them, with an energy meter and a temperature. */
function statistics(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  const columns =
    'id INTEGER PRIMARY KEY, created_ts FLOAT, metadata_id INTEGER, start_ts FLOAT, mean FLOAT, min FLOAT, max FLOAT, last_reset_ts FLOAT, state FLOAT, sum FLOAT';
  db.exec(`CREATE TABLE statistics_meta (id INTEGER PRIMARY KEY, statistic_id TEXT, source TEXT, unit_of_measurement TEXT, has_mean BOOLEAN, has_sum BOOLEAN, name TEXT);
    CREATE TABLE statistics (${columns}); CREATE TABLE statistics_short_term (${columns});
    INSERT INTO statistics_meta VALUES (1, 'sensor.pv_energy', 'recorder', 'kWh', 0, 1, NULL), (2, 'sensor.battery_temperature', 'recorder', '°C', 1, 0, NULL);`);
  const add = (table: string, series: number, [startS, mean, state, sum]: readonly (number | null)[]): void =>
    void db
      .prepare(`INSERT INTO ${table} (metadata_id, start_ts, mean, state, sum) VALUES (?, ?, ?, ?, ?)`)
      .run(series, startS ?? null, mean ?? null, state ?? null, sum ?? null);
  const hour = Date.UTC(2026, 5, 21, 10) / 1000;
  add('statistics', 1, [hour, null, 105, 5]);
  add('statistics', 1, [hour + 3600, null, 106, 6]);
  add('statistics', 1, [hour + 7200, null, 107, 7]);
  add('statistics', 2, [hour, 20.5, null, null]);
  add('statistics', 2, [hour + 7200, 22, null, null]);
  // From 11:20 on there are five minutes as well: whole hours of them begin at 12:00.
  for (const [at, value] of [
    [4800, 21],
    [7200, 21.5],
    [7500, 22.5],
  ] as const)
    add('statistics_short_term', 2, [hour + at, value, null, null]);
  add('statistics', 9, [hour, 1, null, null]);
  return db;
}

test('Home Assistant: means at the beginning, meters at the end, five minutes where there are whole hours of them', async () => {
  const db = statistics();
  const rows = { rows: (sql: string) => db.prepare(sql).iterate() };
  const lines = await told(homeAssistantSource(rows, { file: 'x.db' }));
  expect(lines).toEqual([
    '2026-06-21T11:00:00Z sensor.pv_energy 5 kWh',
    '2026-06-21T10:00:00Z sensor.battery_temperature 20.5 °C',
    '6 mean: no such statistic',
    '2026-06-21T12:00:00Z sensor.pv_energy 6 kWh',
    '2026-06-21T13:00:00Z sensor.pv_energy 7 kWh',
    '2026-06-21T12:00:00Z sensor.battery_temperature 21.5 °C',
    '2026-06-21T12:05:00Z sensor.battery_temperature 22.5 °C',
  ]);
  const shown = await told(homeAssistantSource(rows, { file: 'x.db', meterValue: 'state' }));
  expect(shown[0]).toBe('2026-06-21T11:00:00Z sensor.pv_energy 105 kWh');
  const other = { rows: (sql: string) => new DatabaseSync(':memory:').prepare(sql).iterate() };
  await expect(told(homeAssistantSource(other, { file: 'y.db' }))).rejects.toThrow('no long-term statistics');
});

describe('Home Assistant’s answers as JSON', () => {
  const json = (value: unknown) => told(homeAssistantJsonSource(bytesOf(JSON.stringify(value)), { file: 'x.json' }));

  test('history: the first state of a list carries name and unit', async () => {
    const first = { entity_id: 'sensor.pv', state: '12.5', last_changed: '2026-06-21T10:00:00+00:00' };
    const list = [
      { ...first, attributes: { unit_of_measurement: 'kW' } },
      { state: 'unavailable', last_changed: '2026-06-21T10:01:00+00:00' },
      { state: 'on fire', last_changed: '2026-06-21T10:01:00+00:00' },
      { state: '13', last_changed: '2026-06-21T10:02:00+00:00' },
    ];
    expect(await json([list, [5]])).toEqual([
      '2026-06-21T10:00:00Z sensor.pv 12.5 kW',
      '3 sensor.pv: "on fire" is not a number',
      '2026-06-21T10:02:00Z sensor.pv 13 kW',
      '5 : not a state of an entity',
    ]);
  });

  test('statistics: means at the beginning, meters at the end', async () => {
    const startMs = Date.UTC(2026, 5, 21, 10);
    const row = { start: startMs, end: startMs + 3_600_000 };
    const result = { 'sensor.e': [{ ...row, sum: 5, state: 105 }], 'sensor.t': [{ ...row, mean: 20.5 }, { mean: 1 }] };
    expect(await json({ id: 1, type: 'result', result })).toEqual([
      '2026-06-21T11:00:00Z sensor.e 5',
      '2026-06-21T10:00:00Z sensor.t 20.5',
      '3 sensor.t: not a row of statistics',
    ]);
  });

  test('what is neither is refused', async () => {
    await expect(json(5)).rejects.toThrow('neither history nor statistics');
    await expect(told(homeAssistantJsonSource(bytesOf('{'), { file: 'x.json' }))).rejects.toThrow('x.json');
  });
});
