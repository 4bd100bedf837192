// mpp-solar's file moved into a home that runs: `solstead import FILE --yes` sets its devices up there, several of one line by their
// addresses among them, and the home reads them all; of the same file `solstead daemon --once` says what each answered.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createModbusSlave } from '#sim/modbus-slave.ts';
import { defaultPlace } from '#sim/place.ts';
import { startWireServer, type WireServer } from '#sim/wire-server.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { solsteadBin } from './daemon/testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 120_000 });

const env = { SOLSTEAD_SOURCES: '1' };

/** An inverter, and two meters of one line behind a bridge to the network. */
async function devices(context: TestContext) {
  const home = createDemoHome({ startMs: systemClock.nowMs(), place: defaultPlace, seed: 1 });
  context.onTestFinished(home.follow(systemClock));
  const meter = (unit: number, volts: number) =>
    createModbusSlave({
      name: 'pzem-017',
      framing: 'rtu',
      unit,
      baud: 9600,
      read: home.read,
      show: ({ input, holding }) => {
        input.set(0, volts * 100, 1000, 0, 0, 0, 0, 0, 0);
        holding.set(0, 30_000, 700, unit, 0);
      },
    });
  const [one, two] = [meter(1, 48), meter(2, 53)];
  const line = { ...one, respond: (request: Uint8Array) => one.respond(request) ?? two.respond(request) };
  const served = async (emulator: Parameters<typeof startWireServer>[0]['emulator']): Promise<WireServer> => {
    const server = await startWireServer({ emulator, clock: systemClock });
    context.onTestFinished(() => server.close());
    return server;
  };
  return { inverter: await served(home.inverter), line: await served(line) };
}

/** A home that runs, its token for programs, and a way to ask it. */
async function runningHome(context: TestContext) {
  const data = join(tempDir(context), 'data');
  const flags = ['--data', data, '--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--no-mdns'];
  const child = await spawned(context, [process.execPath, solsteadBin, 'serve', ...flags], { env });
  const url = (await child.waitForOutput(/is at http:\S+/, 60_000)).replace('is at ', '');
  let cookie = '';
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { origin: url, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    expect(response.ok, `${path}: ${response.status}`).toBe(true);
    return response.json();
  };
  const site = { name: 'House', timeZone: 'Europe/Berlin' };
  await ask('POST', '/api/v1/owner', { name: 'Ada', password: 'a short sentence of mine', site });
  const [{ id } = { id: '' }] = (await ask('GET', '/api/v1/sites')) as readonly { readonly id: string }[];
  const grants = [{ site: '*', may: 'admin' }];
  const made = (await ask('POST', '/api/v1/tokens', { name: 'Move', kind: 'personal', grants })) as { token: string };
  const values = async (): Promise<ReadonlyMap<string, number | string>> => {
    const { values: latest } = (await ask('GET', `/api/v1/sites/${id}/latest`)) as {
      readonly values: readonly { readonly device: string; readonly metric: string; readonly value: number | string }[];
    };
    return new Map(latest.map(({ device, metric, value }) => [`${device} ${metric}`, value]));
  };
  return { url, token: made.token, values };
}

async function run(context: TestContext, args: readonly string[], more: Record<string, string> = {}) {
  const child = await spawned(context, [process.execPath, solsteadBin, ...args], { env: { ...env, ...more } });
  await vi.waitFor(() => expect(child.exit()).toBeDefined(), { timeout: 90_000, interval: 50 });
  return { code: child.exit(), output: child.output() };
}

test('a file of several sections is asked once, moved into a home, and read there; a second import changes nothing', async (context) => {
  const { inverter, line } = await devices(context);
  const section = (name: string, rest: string): string => `[${name}]\n${rest}\n`;
  const at = ({ port }: WireServer): string => `port = 127.0.0.1:${port}\nporttype = socket\noutputs = json`;
  const parallel = `protocol = PI30\n${at(inverter)}`;
  const meter = (unit: number): string => `protocol = pzem-017\nunit = ${unit}\ncommand = get_status\n${at(line)}`;
  const file = join(tempDir(context), 'mpp-solar.conf.example');
  const text = [
    '[SETUP]\npause = 5\n',
    section('roof', `${parallel}\ncommand = QPIGS`),
    section('roof_again', `${parallel}\ncommand = QMOD`),
    section('string_1', meter(1)),
    section('string_2', meter(2)),
  ].join('');
  writeFileSync(file, text);
  const once = await run(context, ['daemon', '--once', '-C', file]);
  expect(once).toMatchObject({ code: 0 });
  for (const word of ['"voltage":48', '"voltage":53', 'device_mode']) expect(once.output).toContain(word);

  const { url, token, values } = await runningHome(context);
  const dry = await run(context, ['import', '--json', file]);
  const shown = JSON.parse(dry.output) as { devices: { name: string }[]; leftOut: { device: string }[] };
  expect(shown.devices.map(({ name }) => name)).toEqual(['roof', 'string_1', 'string_2']);
  expect(shown.leftOut.map(({ device }) => device)).toEqual(['roof_again']);
  const done = await run(context, ['import', file, '--url', url, '--yes'], { SOLSTEAD_TOKEN: token });
  expect(done).toMatchObject({ code: 0 });
  expect(done.output).toMatch(/^string_2 is set up as string-2$/m);
  await expect.poll(async () => [...(await values()).keys()].join('\n'), { timeout: 60_000 }).toMatch(/^roof battery/m);
  const voltages = async (): Promise<ReadonlySet<number | string>> =>
    new Set([...(await values())].flatMap(([key, value]) => (/^string-\d \S*voltage/.test(key) ? [value] : [])));
  await expect.poll(voltages, { timeout: 60_000 }).toEqual(new Set([48, 53]));
  const again = await run(context, ['import', file, '--url', url, '--yes'], { SOLSTEAD_TOKEN: token });
  expect(again).toMatchObject({ code: 0 });
  expect(again.output.match(/is left out: .* is set up there already/g)?.length).toBe(3);
});

test('a command that the device refuses is told as refused, and not as a silent device', async (context) => {
  const { inverter } = await devices(context);
  const file = join(tempDir(context), 'docker.conf');
  const at = `port = 127.0.0.1:${inverter.port}\nporttype = socket\nprotocol = PI30\noutputs = json`;
  writeFileSync(file, `[SETUP]\n[Inverter_1]\ncommand = QPGS0\n${at}\n[Inverter_2]\ncommand = QPGS1\n${at}\n`);
  const { code, output } = await run(context, ['-C', file]);
  expect(code).toBe(1);
  expect(output).toMatch(/docker\.conf: Inverter_1, Inverter_2 answered, and refused/);
  expect(output).not.toContain('cable');
});
