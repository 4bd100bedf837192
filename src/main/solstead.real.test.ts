// The command line as a person uses it: real processes, real sockets, a real pty where socat is there.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, type TestContext, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { needs } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

// Each is a process or several, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 240_000 });

const bin = join(import.meta.dirname, '../../bin/solstead.js');

/** Runs the command to its end. */
function run(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  return { code: status, out: stdout, err: stderr };
}

/** Starts an emulator and waits for its address. */
async function emulator(ctx: TestContext, protocol: string, ...args: readonly string[]): Promise<string> {
  const child = await spawned(ctx, [process.execPath, bin, 'emulate', protocol, '--for', '60', ...args]);
  const line = await child.waitForOutput(/answers at tcp:\S+/);
  if (args.includes('--pty')) await child.waitForOutput(/and at serial:/);
  return line.replace('answers at ', '');
}

describe('wrong arguments: one line that says what and how, exit code 2', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['fly'], /unknown command 'fly'/],
    [
      'a wrong flag in the spelling of mpp-solar',
      ['-P', 'PI30', '--filtr', 'x'],
      /'--filtr'.*--filter.*from-mpp-solar/,
    ],
    ['a flag before the command', ['--port', 'x', 'read'], /commands, which come before their flags/],
    [
      'a flag of outputs without one',
      ['read', '--port', 'tcp://127.0.0.1:9', '--protocol', 'pi30', 'QPIGS', '--keep-case'],
      /--keep-case: .*add --output/,
    ],
    [
      'a setting that is asked',
      ['read', '--port', 'tcp://127.0.0.1:9', '--protocol', 'pi30', 'POP02'],
      /POP02: pi30 has POP as a setting.*solstead set POP/,
    ],
    ['an unknown command that asks for help', ['nosuch', '--help'], /unknown command 'nosuch'/],
    ['one below another', ['history', 'nosuch', '--help'], /unknown command 'nosuch'.*solstead history --help/],
    ['help about a word that is no command', ['help', 'nosuch'], /unknown command 'nosuch'/],
    ['help below another', ['help', 'history', 'nosuch'], /unknown command 'nosuch'/],
    ['a near miss', ['decoed', 'pi30', 'QMOD', '00'], /Did you mean decode/],
    ['a repair that is and is not done', ['repair', '--yes', '--dry-run'], /--yes.*--dry-run.*solstead repair --help/],
    ['a repair of something', ['repair', 'history.db'], /too many arguments.*solstead repair --help/],
    [
      'a repair of no data folder',
      ['repair', '--data', '/nowhere'],
      /not a data folder of Solstead; name it with --data/,
    ],
    ['a missing argument', ['decode', 'pi30'], /missing required argument 'query'/],
    ['a missing option', ['read', 'QPIGS', '--protocol', 'pi30'], /required option '--port/],
    [
      'an unknown option',
      ['list', 'ports', '--jsom'],
      /unknown option '--jsom'.*Did you mean --json.*solstead list --help/,
    ],
    ['a port that is none', ['serve', '--port', '70000'], /number from 0 to 65535/],
    ['a proxy that is none', ['serve', '--trusted-proxies', '10.0.0.0/33'], /is no IP address, such as/],
    [
      'an unknown protocol',
      ['decode', 'pi99', 'QMOD', '28'],
      /pi99: no such protocol; did you mean pi30\? See `solstead list protocols`\.\n$/,
    ],
    [
      'an unknown query',
      ['decode', 'pi30', 'QQQ', '28'],
      /QQQ.*See `solstead list commands pi30` or `solstead list settings pi30`\.\n$/,
    ],
    ['bytes that are none', ['decode', 'pi30', 'QMOD', '2x'], /"x" is not a hex digit/],
    ['half a byte', ['decode', 'pi30', 'QMOD', '284'], /3 digits do not make whole bytes/],
    [
      'an address that is a path',
      ['read', '--port', '/dev/ttyUSB0', '--protocol', 'pi30', 'QPIGS'],
      /did you mean serial:\/\/\/dev\/ttyUSB0/,
    ],
    [
      'a wrong baud rate',
      ['read', '--port', 'serial:///dev/ttyUSB0?baud=fast', '--protocol', 'pi30', 'QPIGS'],
      /baud=fast/,
    ],
    ['a wrong thing to list', ['list', 'planets'], /protocols, commands, settings, set-points or ports/],
    ['settings of nothing', ['list', 'settings'], /solstead list settings pi30/],
    ['an unknown fault', ['emulate', 'pi30', '--fault', 'fire'], /the faults are silence/],
    [
      'an MQTT device over a port',
      ['read', '--port', 'tcp://127.0.0.1:1', '--protocol', 'shelly-pro3', 'x'],
      /is reached over MQTT and cannot be asked over a port/,
    ],
  ];
  test.each(cases)('%s', (_name, args, words) => {
    const { code, out, err } = run(...args);
    expect(err).toMatch(words);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

test('a host that this computer does not have is told with the flag that helps', (ctx) => {
  const ports = ['--port', '0', '--mqtt-port', '0'];
  const { code, err } = run('serve', '--host', 'nohost', ...ports, '--data', tempDir(ctx), '--log-level', 'error');
  expect(err).toMatch(/nohost is not an address of this computer\. Choose an address of this computer with --host/);
  expect(code).toBe(2);
});

test('what a device says cannot act on the terminal', () => {
  const { err } = run('decode', 'pi\u001b[2J', 'QMOD', '28');
  expect(err).toContain('pi\\u{1b}[2J');
});

test('help is there for every command, exit code 0', () => {
  for (const command of ['serve', 'demo', 'read', 'set', 'decode', 'probe', 'list', 'emulate']) {
    const { code, out } = run(command, '--help');
    expect(out).toContain(`Usage: solstead ${command}`);
    expect(code).toBe(0);
  }
});

test('decode prints the maker’s words with value, unit and metric', () => {
  const { code, out } = run('decode', 'pi30', 'QMOD', '28', '42', 'e7c90d', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    fields: [{ name: 'device_mode', value: 'Battery', raw: 'B', metric: 'inverter.mode', unit: '' }],
  });
});

test('decode says what bytes are that are no answer, exit code 1', () => {
  const refused = run('decode', 'pi30', 'QMOD', '284e414b73730d');
  expect(refused.out).toContain('refused');
  expect(refused.code).toBe(1);
  const spoiled = run('decode', 'pi30', 'QMOD', '2842e7c80d');
  expect(spoiled.out).toContain('checksum does not match');
  expect(spoiled.code).toBe(1);
});

test('list knows the protocols and their queries', () => {
  expect(run('list', 'protocols').out).toMatch(/jk-serial/);
  expect(run('list', 'commands', 'pi30').out).toMatch(/QPIGS/);
});

test('read over TCP and over a pty, probe finds out', async (ctx) => {
  needs(ctx, 'socat');
  const path = join(tempDir(ctx), 'ttyPI30');
  const address = await emulator(ctx, 'pi30', '--pty', path);
  const overTcp = run('read', '--port', address, '--protocol', 'pi30', 'QPIRI', '--json');
  expect(overTcp.code).toBe(0);
  expect(overTcp.out).toContain('"name": "battery_type"');
  const overPty = run('read', '--port', `serial://${path}?baud=2400`, '--protocol', 'pi30', 'QPIGS');
  expect(overPty.out).toMatch(/ac_output_voltage +2\d\d/);
  expect(run('probe', address).out).toMatch(/protocol pi30[\s\S]*serial \d{14}/);
});

test('a device that does not answer: exit code 1 and why', async (ctx) => {
  const address = await emulator(ctx, 'pi30', '--fault', 'silence');
  const { code, err } = run('read', '--port', address, '--protocol', 'pi30', 'QMOD');
  expect(err).toMatch(/no answer|nothing came/i);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
  const refused = run('read', '--port', 'tcp://127.0.0.1:1', '--protocol', 'pi30', 'QMOD');
  expect(refused.err).toContain('nothing listens');
  expect(refused.code).toBe(1);
  expect(run('read', '--port', 'serial:///dev/ttyNONE', '--protocol', 'pi30', 'QMOD').code).toBe(1);
});

test('a taken port is told plainly with the flag that helps, and nothing is left behind', async (ctx) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  ctx.onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = String(typeof address === 'object' && address !== null ? address.port : 0);
  const web = run('demo', '--port', port, '--mqtt-port', '0', '--log-level', 'silent');
  expect(web.err).toContain(`port ${port}`);
  expect(web.err).toContain('--port');
  expect(web.code).toBe(1);
  const data = join(tempDir(ctx), 'home');
  const mqtt = run('serve', '--port', '0', '--mqtt-port', port, '--data', data, '--log-level', 'silent');
  expect(mqtt.err).toContain('--mqtt-port');
  expect(mqtt.code).toBe(1);
  const broker = run('serve', '--port', '0', '--mqtt-broker', 'foo://x', '--data', data, '--log-level', 'silent');
  expect(broker.err).toContain('--mqtt-broker: it takes an address such as mqtt://name@host:1883');
  expect(broker.code).toBe(2);
  // The demo shows itself all the same.
  const child = await spawned(ctx, [process.execPath, bin, 'demo', '--port', '0', '--mqtt-port', port]);
  await child.waitForOutput(/Open http:\S+/, 60_000);
  await child.waitForOutput(`Port ${port} is taken: the MQTT broker of the demo is on port`);
});

test('a data folder that cannot be written, or is in use, is told plainly', async (ctx) => {
  const folder = join(tempDir(ctx), 'home');
  mkdirSync(folder);
  const unwritable = run(
    'serve',
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--data',
    '/proc/solstead',
    '--log-level',
    'silent',
  );
  expect(unwritable.err).toContain('--data');
  expect(unwritable.code).toBe(1);
  const first = await spawned(ctx, [
    process.execPath,
    bin,
    'serve',
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--data',
    folder,
  ]);
  await first.waitForOutput(/no owner yet/);
  const second = run('serve', '--port', '0', '--mqtt-port', '0', '--data', folder, '--log-level', 'silent');
  expect(second.err).toContain('in use');
  expect(second.code).toBe(1);
});

// How quickly is measured by the bench, on a machine that does nothing else.
test('the demo comes up, tells where, and Ctrl-C ends it with all its children and files', async (ctx) => {
  const temporary = tempDir(ctx);
  const child = await spawned(ctx, [process.execPath, bin, 'demo', '--port', '0', '--mqtt-port', '0'], {
    env: { TMPDIR: temporary },
  });
  const url = (await child.waitForOutput(/Open http:\S+/, 60_000)).replace('Open ', '');
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(200);
  child.signal('SIGINT');
  await expect.poll(() => child.exit(), { timeout: 30_000 }).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
  await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
});

test('the port says from the first to the last moment whether the home is ready', async (ctx) => {
  const port = await freePort();
  const data = join(tempDir(ctx), 'data');
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--mqtt-port', '0', '--data', data, '--drain', '2'];
  const child = await spawned(ctx, [process.execPath, bin, 'serve', ...flags]);
  const seen = new Set<string>();
  const status = (path: string): Promise<number> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      ({ status: code }) => code,
      () => 0,
    );
  const look = async (): Promise<number> => {
    const [live, ready] = [await status('/health/live'), await status('/health/ready')];
    seen.add(`${live} ${ready}`);
    return ready;
  };
  await expect.poll(look, { timeout: 60_000, interval: 20 }).toBe(200);
  await child.waitForOutput(/Solstead is at/);
  child.signal('SIGTERM');
  await expect.poll(look, { timeout: 30_000, interval: 20 }).toBe(503);
  expect(await status('/health/live')).toBe(200);
  await expect.poll(() => child.exit(), { timeout: 30_000 }).toBe(0);
  expect(seen).toContain('200 503');
  await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow('fetch failed');
});

test('a port that redirects needs one with TLS', () => {
  const { code, err } = run(
    'serve',
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--redirect-port',
    '0',
    '--data',
    '/nowhere/at/all',
  );
  expect([code, err]).toEqual([2, expect.stringContaining('--tls-self-signed')]);
});

describe('devices of people’s own', () => {
  const examples = join(import.meta.dirname, '../../docs/examples');
  const files = readdirSync(examples).map((file) => join(examples, file));

  /** A data folder with the examples and one broken file. */
  function folderOf(ctx: TestContext): string {
    const data = tempDir(ctx);
    mkdirSync(join(data, 'devices'));
    for (const file of readdirSync(examples)) copyFileSync(join(examples, file), join(data, 'devices', file));
    const broken = readFileSync(join(examples, 'orno-we-504.yaml'), 'utf8').replace('grid.power }', 'grid.powr }');
    writeFileSync(join(data, 'devices', 'broken.yaml'), broken.replace('id: orno-we-504', 'id: broken'));
    return data;
  }
  const problem =
    /broken\.yaml:15:84: metric: "grid\.powr" is not one of docs\/metrics\.md; did you mean grid\.power\?/;

  test('check-device tells what a file holds, or what is wrong where', (ctx) => {
    const good = run('check-device', ...files);
    expect(good.out).toBe(
      [
        'siren: ok: action, 5 parameters, wants to open connections',
        'my-forecast: ok: 4 readings, 0 settings, decodes the example',
        'my-heat-pump: ok: 4 readings, 1 setting, decodes the example',
        'my-hybrid: ok: 9 readings, 2 settings, decodes the example',
        'csv-lines: ok: output, 2 settings, wants to open connections',
        'my-packed-meter: ok: 2 readings, 0 settings, no example to decode',
        'my-text-inverter: ok: 17 readings, 2 settings, decodes the example',
        'orno-we-504: ok: 7 readings, 0 settings, decodes the example',
        '',
      ].join('\n'),
    );
    expect(good.code).toBe(0);
    const bad = run('check-device', join(folderOf(ctx), 'devices/broken.yaml'));
    expect(bad.out).toMatch(problem);
    expect(bad.code).toBe(1);
    expect(run('check-device', '/nowhere/device.yaml').code).toBe(2);
  });

  test('list and decode know them; what is left out is told', (ctx) => {
    const devices = join(folderOf(ctx), 'devices');
    const listed = run('list', 'commands', 'my-text-inverter', '--devices', devices);
    expect(listed.out).toContain('LIVE?');
    expect(listed.err).toMatch(problem);
    const hex = '234d3d54583530303020322e31206231350d0a';
    const decoded = run('decode', 'my-text-inverter', 'WHO?', hex, '--json', '--devices', devices);
    expect(JSON.parse(decoded.out)).toMatchObject({ fields: [{ value: 'TX5000' }, { value: '2.1 b' }] });
    const none = run('list', 'protocols', '--devices', join(devices, 'none'));
    expect(none.err).toContain('Name a folder that exists');
    expect(none.code).toBe(2);
    expect(run('decode', 'broken', 'x', '00', '--devices', devices).err).toContain('its file has problems');
  });

  test('serve leaves a broken file out, says so, and runs', async (ctx) => {
    const data = folderOf(ctx);
    const arguments_ = ['serve', '--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--data', data];
    const child = await spawned(ctx, [process.execPath, bin, ...arguments_]);
    const url = (await child.waitForOutput(/Solstead is at http:\S+/)).replace('Solstead is at ', '');
    expect(child.output()).toMatch(/a device of your own is left out/);
    expect(child.output()).toContain('/devices/broken.yaml');
    expect(child.output()).toContain('broken.yaml:15:84');
    const health = await fetch(`${url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'degraded', troubles: ['devices'] });
  });
});

describe('set', () => {
  const over = (address: string): readonly string[] => ['--port', address, '--protocol', 'pi30'];

  test('changes a device, sees the change, and says what it was', { timeout: 120_000 }, async (ctx) => {
    const at = over(await emulator(ctx, 'pi30'));
    expect(run('set', ...at, 'POP', 'solar first').out).toMatch(/Solar first – confirmed: .* before SBU first/);
    expect(run('read', ...at, 'QPIRI').out).toMatch(/output_source_priority\s.*Solar first/i);
    const json = JSON.parse(run('set', ...at, '--json', 'MUCHGC', '20').out) as unknown;
    expect(json).toEqual({ setting: 'MUCHGC', value: 20, outcome: 'confirmed', before: 30, after: 20 });
    const refused = run('set', ...at, 'MUCHGC', '90');
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/does not accept MUCHGC090 \(NAK\)/);
    const mode = run('set', ...at, 'battery.mode', 'charge');
    expect(mode.out).toMatch(/^battery\.mode \(Battery mode\): charge – confirmed/);
    expect(run('read', ...at, 'QPIRI').out).toMatch(/charger_source_priority\s.*Solar \+ Utility/i);
    const unarmed = run('set', ...at, 'PBFT', '54.4');
    expect(unarmed.code).toBe(2);
    expect(unarmed.err).toMatch(/add --confirm PBFT/);
    expect(run('set', ...at, 'PBFT', '54.4', '--confirm', 'PBFT').out).toMatch(/54\.4 – confirmed/);
    expect(run('set', ...at, 'DAT', '20260619123000').out).toMatch(/acknowledged; .* cannot be confirmed/);
  });

  // Nobody listens there: it is found before the link is opened.
  test.each([
    ['a value outside the limits', ['PBFT', '70'], /takes 12–14\.6, 24–29\.2 or 48–58\.4 V in steps of 0\.1, not 70/],
    ['no value', ['POP'], /one of Utility first, .* no value was given/],
    ['a set-point it has not', ['heater.power.target', '500'], /pi30 has no such set-point; it has battery\.mode/],
    ['a near miss', ['POPP', 'Solar first'], /no such setting; did you mean POP, /],
    ['another setting confirmed', ['PF', '--confirm', 'PSAVE'], /add --confirm PF/],
  ] as const)('%s is told without a link', (_what, args, words) => {
    const { code, err } = run('set', ...over('tcp://127.0.0.1:1'), ...args);
    expect(err).toMatch(words);
    expect(code).toBe(2);
  });

  test('the settings of a protocol are listed', () => {
    const { out, code } = run('list', 'settings', 'pi30');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^POP +Output priority +one of Utility first, Solar first, SBU first +inverter.priority.output +QPIRI output/m,
    );
    expect(out).toMatch(/^PF .*no value: it is an action +yes$/m);
    expect(out, 'whoever reads a file gets all of it').not.toContain('…');
    const views = JSON.parse(run('list', 'settings', 'growatt-spf', '--json').out) as { name: string }[];
    expect(views.map(({ name }) => name)).toContain('output_source');
    expect(run('list', 'settings', 'shelly-pro3em').out).toMatch(/Nothing on .* can be set/);
  });

  test('set-points are listed, of the catalogue and of a protocol', () => {
    expect(run('list', 'set-points').out).toMatch(
      /^battery\.mode +Battery mode +one of self-consumption, hold, charge/m,
    );
    const { out, code } = run('list', 'set-points', 'pi30');
    expect(code).toBe(0);
    expect(out).toMatch(/^battery\.mode +Battery mode +one of self-consumption, hold, charge +PCP, POP/m);
    expect(run('list', 'set-points', 'pylontech').out).toMatch(/^No set-point of the catalogue can be set on /);
  });
});
