// Export and import as a person calls them: real processes, a data folder, a real InfluxDB and its own export.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

// Each is a process or several, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 240_000 });

const bin = join(import.meta.dirname, '../../../bin/solstead.js');
const noonMs = Date.UTC(2026, 5, 21, 10);

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

/** A home in Berlin without history. */
async function home(folder: string): Promise<string> {
  const data = join(folder, 'data');
  const lock = openFolder(data);
  const records = await openSqliteRecords({ folder: lock });
  await records.sites.save({ id: 'home', name: 'Home', timeZone: 'Europe/Berlin' });
  await records.close();
  await (await openSqliteHistory({ folder: lock })).close();
  lock.close();
  return data;
}

const ends: (() => void | Promise<void>)[] = [];
const owner = { onTestFinished: (end: () => void | Promise<void>) => void ends.push(end) };
let folder = '';
let data = '';

beforeEach(async () => {
  folder = tempDir(owner);
  data = await home(folder);
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function pipe(): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

function table(): string {
  const path = join(folder, 'table.csv');
  writeFileSync(path, 'time,pv.power\n2026-06-21T10:00:00Z,1\n');
  return path;
}

const exported = (...more: readonly string[]): string => run(['export', '--data', data, '--output', '-', ...more]).out;

describe('files', () => {
  test('a table is shown, then taken over, and again changes nothing; it comes out as it is', () => {
    const file = join(folder, 'old.csv');
    writeFileSync(
      file,
      'Zeit;PV-Leistung (kW);Netzbezug (kWh);Laune\n21.06.2026 12:00;4,25;1234,5;gut\n21.06.2026 12:15;x;1235;gut\n',
    );
    const args = ['import', file, '--data', data, '--device', 'old'];
    const look = run(args);
    expect(look.out).toMatch(/PV-Leistung \(kW\)\s+1\s.*pv\.power\s+old\s+1000/);
    expect(look.out).toContain(`${file}:3 PV-Leistung (kW): "x" is not a number`);
    expect(look.out).toContain('Would add 3 points, replace 0; 0 are there already');
    expect(look.out).toContain('No device old is set up');
    expect(exported()).toBe('time,metric,value,quality\n');
    expect(run([...args, '--yes']).out).toContain('Added 3 points');
    expect(run([...args, '--yes']).out).toContain('Added 0 points, replaced 0; 3 are there already');
    expect(exported()).toBe(
      [
        'time,metric,value,quality',
        '2026-06-21T10:00:00.000Z,grid.energy.import,1234500,good',
        '2026-06-21T10:00:00.000Z,pv.power,4250,good',
        '2026-06-21T10:15:00.000Z,grid.energy.import,1235000,good',
        '',
      ].join('\n'),
    );
  });

  test('L15: three days of hourly energies are in the ledger as they stand in the file', () => {
    const file = join(folder, 'enphase.csv');
    const day = [0, 0, 0, 0, 0, 100, 600, 1400, 2400, 3200, 3600, 3900, 3900, 3500, 3000, 2200, 1400, 800, 400, 100];
    const rows = ['20', '21', '22'].flatMap((date) =>
      Array.from(
        { length: 24 },
        (_none, hour) => `06/${date}/2026 ${String(hour).padStart(2, '0')}:00,${day[hour] ?? 0},400`,
      ),
    );
    writeFileSync(file, `Date/Time,Energy Produced (Wh),Energy Consumed (Wh)\n${rows.join('\n')}\n`);
    const taken = run(['import', file, '--data', data, '--device', 'enphase', '--yes']);
    expect(taken.out).toContain('energy of each 60 minutes, counted up');
    expect(taken.out).not.toContain('no meter');
    const told = run(['energy', '--data', data, '--from', '2026-06-20', '--to', '2026-06-23', '--json']);
    const { total } = JSON.parse(told.out) as { total: { pv: number; load: number } };
    expect([total.pv, total.load]).toEqual([91_500, 28_800]);
  });

  test('L16: line protocol of other measurements ends with words and a code', () => {
    const file = join(folder, 'other.lp');
    writeFileSync(file, 'powerwall,host=a solar=5 1782036000000000000\n');
    const { code, err } = run(['import', file, '--data', data, '--device', 'x']);
    expect(err).toContain('choose one with --measurement');
    expect(code).not.toBe(0);
  });

  test('L16: where every value is refused, the last line says why', () => {
    const file = join(folder, 'refused.csv');
    writeFileSync(file, 'time;pv.power\n2026-06-21T10:00:00Z;3,500\n2026-06-21T10:05:00Z;3,600\n');
    const { code, err } = run(['import', file, '--data', data, '--device', 'x']);
    expect(err).toContain(
      'none of its values could be read; the first, in line 2: "3,500" may be thousands or decimals',
    );
    expect(err).not.toContain('has a name that is known');
    expect(code).not.toBe(0);
  });

  test('a mapping says what a name means', () => {
    const file = join(folder, 'old.csv');
    const mapping = join(folder, 'mapping.yaml');
    writeFileSync(file, 'time,roof,cellar\n2026-06-21T10:00:00Z,1.5,20\n');
    writeFileSync(mapping, 'roof: { metric: pv.energy, unit: kWh }\ncellar: null\n');
    expect(run(['import', file, '--data', data, '--device', 'old', '--mapping', mapping, '--yes']).out).toContain(
      'Added 1',
    );
    expect(exported()).toContain('pv.energy,1500,good');
  });

  test('a folder of Prometheus text: mpp-solar’s own names, the time of each file', () => {
    const prom = join(folder, 'prom');
    mkdirSync(prom);
    const file = join(prom, 'mpp-solar-garage-QPIGS.prom');
    writeFileSync(
      file,
      'mpp_solar_ac_output_active_power{inverter="garage",device="d",cmd="QPIGS"} 812\nmpp_solar_battery_capacity{inverter="garage",device="d",cmd="QPIGS"} 54\n',
    );
    utimesSync(file, noonMs / 1000, noonMs / 1000);
    expect(run(['import', prom, '--data', data, '--yes']).out).toContain('Added 2 points');
    expect(exported()).toContain(
      '2026-06-21T10:00:00.000Z,battery.soc,54,good\n2026-06-21T10:00:00.000Z,load.power,812,good',
    );
  });

  test('the database of Home Assistant is read and left as it is', () => {
    const file = join(folder, 'home-assistant_v2.db');
    const db = new DatabaseSync(file);
    db.exec(`CREATE TABLE statistics_meta (id INTEGER PRIMARY KEY, statistic_id TEXT, unit_of_measurement TEXT, has_mean INT, has_sum INT);
      CREATE TABLE statistics (id INTEGER PRIMARY KEY, metadata_id INT, start_ts FLOAT, mean FLOAT, state FLOAT, sum FLOAT);
      INSERT INTO statistics_meta VALUES (1, 'sensor.solar_energy', 'kWh', 0, 1);
      INSERT INTO statistics VALUES (1, 1, ${noonMs / 1000}, NULL, 105.5, 5.5);`);
    db.close();
    const before = readFileSync(file);
    expect(run(['import', file, '--data', data, '--device', 'ha', '--yes']).out).toContain('Added 1 points');
    expect(exported()).toContain('2026-06-21T11:00:00.000Z,pv.energy,5500,good');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.each([
    ['a missing file', () => ['import', join(folder, 'none.csv')], /there is no such file/],
    ['R18: a pipe', () => ['import', pipe(), '--data', data], /it is a pipe, a socket or a device/],
    ['R18: a device', () => ['import', '/dev/zero', '--data', data], /it is a pipe, a socket or a device/],
    ['R18: a mapping that is a pipe', () => ['import', table(), '--data', data, '--mapping', pipe()], /it is a pipe/],
    ['a folder that is none of ours', () => ['import', 'x', '--data', folder], /not a data folder of Solstead/],
    ['an unknown site', () => ['export', '--site', 'moon'], /known are home/],
    ['an unknown zone', () => ['import', 'x', '--timezone', 'Moon/Base'], /not a time zone/],
    ['a wrong format', () => ['export', '--format', 'doc'], /--format: format must be one of csv/],
    ['a password in an address', () => ['import', 'http://a:b@localhost:1/'], /do not belong in an address/],
    ['a server that is not there', () => ['import', 'http://127.0.0.1:59998/'], /ECONNREFUSED/],
  ])('%s: one line that says what', (_name, args, words) => {
    const given = args();
    const { code, err } = run(given.includes('--data') ? given : [...given, '--data', data]);
    expect(code).not.toBe(0);
    expect(err).toMatch(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('a folder in use is said so, with the way out; half a file never stays', () => {
    const lock = openFolder(data);
    try {
      const { code, err } = run(['export', '--data', data, '--output', join(folder, 'x.csv')]);
      expect(code).toBe(1);
      expect(err).toMatch(/a running Solstead uses this folder.*export/);
    } finally {
      lock.close();
    }
    const taken = join(folder, 'taken.csv');
    writeFileSync(taken, 'mine');
    expect(run(['export', '--data', data, '--output', taken]).err).toContain('there is one of that name already');
    expect(readFileSync(taken, 'utf8')).toBe('mine');
  });
});

describe('a real InfluxDB 1, as the old solar add-on filled it', () => {
  async function filled(test: Parameters<typeof influxdb>[0], account?: { username: string; password: string }) {
    const server = await influxdb(test, account === undefined ? {} : { account }, owner);
    const headers =
      account === undefined ? {} : { authorization: `Basic ${btoa(`${account.username}:${account.password}`)}` };
    const post = async (path: string, body: string | URLSearchParams): Promise<void> => {
      const answer = await fetch(`${server.url}${path}`, { method: 'POST', body, headers });
      expect(answer.ok).toBe(true);
    };
    await post('/query', new URLSearchParams({ q: 'CREATE DATABASE home_assistant' }));
    const lines: string[] = [];
    for (let row = 0; row < 12_000; row += 1) {
      const at = `${noonMs + row * 5000}000000`;
      lines.push(`state,topic=solar_assistant/total/battery_power/state value=${row % 500} ${at}`);
      lines.push(`state,topic=solar_assistant/total/pv_energy/state value=${(row / 100).toFixed(1)} ${at}`);
    }
    lines.push(`settings_changes,topic=x value=1 ${noonMs}000000`);
    await post('/write?db=home_assistant', lines.join('\n'));
    return server;
  }

  test('a shared folder is looked through, and the one export in it is shown and then taken once', (context) => {
    const share = tempDir(context);
    mkdirSync(join(share, 'carbonoz'), { recursive: true });
    writeFileSync(join(share, 'carbonoz', '1.manifest'), '{}');
    writeFileSync(join(share, 'carbonoz', '1.meta'), '');
    mkdirSync(join(share, 'addon'));
    writeFileSync(join(share, 'addon', 'settings.json'), '{"apiKey":"very-secret","selectedZone":"MU"}');
    const args = ['import', share, '--data', data, '--device', 'addon'];
    const told = run(args);
    expect([told.code, told.out]).toEqual([0, expect.stringContaining('A portable backup of InfluxDB')]);
    const topic = 'state,topic=solar_assistant/total';
    const lines = [0, 1, 2].flatMap((day) => [
      `${topic}/pv_power/state value=${1000 + day} ${noonMs + day * 86_400_000}000000`,
      `${topic}/bus_voltage_raw/state value=400 ${noonMs + day * 86_400_000}000000`,
    ]);
    writeFileSync(join(share, 'addon', 'export.lp'), ['# INFLUXDB EXPORT: a - b', '# DDL', ...lines, ''].join('\n'));
    const shown = run(args);
    expect(shown.out).toContain('6 values of 2 series, 2026-06-21 to 2026-06-23');
    expect(shown.out).toMatch(/pv_power.*pv\.power/);
    expect(shown.out).toContain('Nothing was written. Add --yes to do it.');
    expect(shown.out + shown.err).not.toContain('very-secret');
    expect(run([...args, '--yes']).out).toContain('Added 3 points');
    expect(run([...args, '--yes']).out).toContain('Added 0 points, replaced 0; 3 are there already');
    expect(run(['import', tempDir(context), '--data', data]).err).toContain('no export or database of InfluxDB');
  });

  test('over its query address, with an account', { timeout: 120_000 }, async (test) => {
    const account = { username: 'anna', password: 'secret word' };
    const server = await filled(test, account);
    const args = ['import', server.url, '--data', data, '--device', 'addon', '--yes'];
    expect(run(args).err).toMatch(/wrong name or password|unable to parse authentication/i);
    const env = { SOLSTEAD_INFLUX_PASSWORD: account.password };
    const first = run([...args, '--user', 'anna'], env);
    expect(first.out).toContain('Added 24000 points, replaced 0; 0 are there already');
    expect(run([...args, '--user', 'anna'], env).out).toContain('Added 0 points, replaced 0; 24000 are there');
    const lines = exported().split('\n');
    expect(lines).toHaveLength(24_002);
    expect(lines[3]).toBe('2026-06-21T10:00:05.000Z,battery.power,-1,good');
    expect(lines.at(-2)).toBe('2026-06-22T02:39:55.000Z,pv.energy,120000,good');
  });
});
