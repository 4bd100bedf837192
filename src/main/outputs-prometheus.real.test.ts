// Readings for a Prometheus that comes and takes them: a Pushgateway, a file, and the page that is scraped, checked by promtool.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import type { OutputChange } from '#core/output.ts';
import { viewer } from '#server/testing/stub-hub.ts';
import { testServer } from '#server/testing/test-server.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { needs } from '#tools/testkit/needs.ts';
import { prometheus } from '#tools/testkit/prometheus.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { batchOf, deviceFacts, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

const long = { timeout: 30_000, interval: 100 };
const output = (settings: object): OutputChange => ({
  name: 'Server',
  settings: settings as OutputChange['settings'],
  isOn: true,
});

/** What promtool says of a text: nothing if it is as Prometheus wants it. */
function complaints(context: TestContext, text: string): string {
  const { stdout, stderr, status } = spawnSync(needs(context, 'promtool'), ['check', 'metrics'], { input: text });
  return status === 0 ? '' : `${stdout.toString()}${stderr.toString()}`;
}

test('a Pushgateway has a group for each device with all that is known; who is gone or silent is not there', async (context) => {
  const program = needs(context, 'prometheus-pushgateway');
  const port = await freePort();
  const gateway = await spawned(context, [program, `--web.listen-address=127.0.0.1:${port}`, '--persistence.file=']);
  await gateway.waitForPort(port);
  const url = `http://127.0.0.1:${port}`;
  const lines = async (): Promise<readonly string[]> =>
    (await (await fetch(`${url}/metrics`)).text()).split('\n').filter((line) => line.startsWith('solstead_'));
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack'));
  home.known.push({ device: 'roof', metric: 'pv.energy', value: 1, atMs: 1 });
  const settings = { kind: 'prometheus-push-gateway', server: url, job: 'my/house', auth: 'none', labels: 'owner=me' };
  expect(await home.desk.test('home', { settings })).toMatchObject({ count: 1 });
  expect(await lines()).toEqual([]);
  const { id } = await home.desk.add('home', output(settings));
  home.give(
    batchOf('roof', 1000, { 'pv.power': 5, 'inverter.mode': 'Line' }),
    batchOf('pack', 1000, { 'battery.soc': 50, 'battery.cell.voltage.3': 3.3 }),
  );
  const roof = 'device="roof",instance="",job="my/house",owner="me",site="home"';
  const pack = 'device="pack",instance="",job="my/house",owner="me",site="home"';
  await expect
    .poll(lines, long)
    .toEqual([
      `solstead_battery_cell_voltage_by_index_volts{device="pack",index="3",instance="",job="my/house",owner="me",site="home"} 3.3`,
      `solstead_battery_soc_ratio{${pack}} 0.5`,
      `solstead_inverter_mode_info{${roof},text="Line"} 1`,
      `solstead_pv_energy_joules_total{${roof}} 3600`,
      `solstead_pv_power_watts{${roof}} 5`,
    ]);
  home.give(batchOf('roof', 2000, { 'inverter.mode': 'Battery' }));
  await expect.poll(lines, long).toContain(`solstead_inverter_mode_info{${roof},text="Battery"} 1`);
  expect((await lines()).join()).not.toContain('Line');
  home.devices.set('pack', deviceFacts('pack', { isOnline: false }));
  home.consumer.event?.({ kind: 'device-changed', device: 'pack' });
  await expect.poll(async () => (await lines()).join(), long).not.toContain('pack');
  expect(complaints(context, `${(await lines()).join('\n')}\n`)).not.toContain('error');
  expect(await home.desk.remove('home', id)).toEqual({});
  expect(await lines()).toEqual([]);
});

test('a file has the newest of all devices, as promtool wants it, and goes with its output', async (context) => {
  const folder = join(tempDir(context), 'data');
  const home = await openOutputHouse(context, { folder });
  home.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack'));
  const settings = { kind: 'prometheus-file', file: 'node/house.prom', pace: 1, backups: 3 };
  home.known.push({ device: 'roof', metric: 'pv.power', value: 4, atMs: 1 });
  expect(await home.desk.test('home', { settings })).toMatchObject({ count: 1 });
  const { id } = await home.desk.add('home', output(settings));
  const place = join(folder, 'outputs/home/node');
  const text = (): string => {
    try {
      return readFileSync(join(place, 'house.prom'), 'utf8');
    } catch {
      return '';
    }
  };
  home.give(batchOf('pack', 1000, { 'battery.soc': 51, 'battery.cycles': 7, 'battery.alarm': 'Cell "3"' }));
  await expect.poll(text, long).toContain('solstead_battery_soc_ratio{site="home",device="pack"} 0.51');
  expect(text()).toContain('solstead_pv_power_watts{site="home",device="roof"} 4');
  expect(complaints(context, text())).toBe('');
  for (let soc = 1; soc <= 6; soc += 1) {
    home.give(batchOf('pack', 1000 + soc, { 'battery.soc': soc }));
    await expect.poll(text, long).toContain(`{site="home",device="pack"} ${soc / 100}\n`);
  }
  await expect.poll(() => readdirSync(place).filter((name) => name.endsWith('.bak')).length, long).toBe(3);
  home.devices.delete('pack');
  home.consumer.event?.({ kind: 'device-removed', device: 'pack' });
  await expect.poll(text, long).not.toContain('pack');
  expect(await home.desk.remove('home', id)).toEqual({});
  expect(readdirSync(place)).toEqual([]);
  for (const file of ['../a.prom', '/tmp/a.prom', 'a/../b.prom', '.a.prom', 'a.txt'])
    await expect(home.desk.add('home', output({ ...settings, file }))).rejects.toMatchObject({ code: 'input.invalid' });
});

test('Prometheus scrapes the readings with a token of somebody who may read homes', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(viewer);
  expect((await server.ask('/metrics/readings')).status).toBe(401);
  const answer = await fetch(`http://127.0.0.1:${server.port}/metrics/readings`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  expect(text).toContain('site="home"');
  expect(complaints(context, text)).toBe('');
  const credentials = { authorization: { credentials: token } };
  const target = { static_configs: [{ targets: [`127.0.0.1:${server.port}`] }] };
  const real = await prometheus(context, [
    { job_name: 'home', metrics_path: '/metrics/readings', ...credentials, ...target },
  ]);
  const name = /^solstead_\w+/m.exec(text)?.[0] ?? '';
  await expect
    .poll(async () => [...(await real.points(`${name}{site="home"}`, Date.now()))].length, long)
    .toBeGreaterThan(0);
});
