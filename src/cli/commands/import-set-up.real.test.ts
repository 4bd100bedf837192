// The devices of an mpp-solar file in a home that runs: shown first, then set up with a token, the home itself reading them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';

const conf = `[SETUP]
pause = 30
mqtt_broker = localhost

[roof]
protocol = PI30
port = 127.0.0.1:8899
porttype = remotesocket
command = QPIGS#QMOD
outputs = screen,hass_mqtt
`;

/** A stand-in for a running home: it checks the token, and keeps what is set up. The interface itself has tests of its own. */
async function home(context: TestContext) {
  const added: { readonly name: string; readonly address: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      const send = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.headers.authorization !== 'Bearer a-token') return send(401, { detail: 'the token is not known' });
      if (request.url === '/api/v1/sites') return send(200, [{ id: 'home' }]);
      if (request.method !== 'POST' || request.url !== '/api/v1/sites/home/devices') return send(404, { detail: 'no' });
      const body = JSON.parse(Buffer.concat(parts).toString()) as { readonly name: string; readonly address: string };
      const twin = added.find(({ address }) => address === body.address);
      if (twin !== undefined)
        return send(409, { code: 'device.exists', detail: `"${twin.name}" is set up there already` });
      if (body.name === 'odd') return send(400, { code: 'input.invalid', detail: 'this cannot be' });
      added.push(body);
      return send(201, { id: 'roof' });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.onTestFinished(() => void server.close());
  return { added, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function run(args: readonly string[], token = 'a-token') {
  const env = { ...process.env, SOLSTEAD_TOKEN: token };
  const child = spawn(process.execPath, ['bin/solstead.js', 'import', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part: Buffer) => void (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => void (stderr += part.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, stdout, stderr };
}

test('it shows what it takes, and sets it up only when asked to', async (context) => {
  const file = join(tempDir(context), 'mpp-solar.conf');
  writeFileSync(file, conf);
  const { added, url } = await home(context);
  const shown = await run([file, '--url', url]);
  expect([shown.code, added]).toEqual([0, []]);
  for (const word of ['roof', 'pi30', 'tcp://127.0.0.1:8899', 'Home Assistant', 'Nothing was changed'])
    expect(shown.stdout).toContain(word);
  // What an output to Home Assistant takes, so that entities go on: those of hass_mqtt without a tag are called so there.
  expect(shown.stdout).toMatch(/Entities of mpp-solar that go on.*:\n {2}roof = None\n/);
  const done = await run([file, '--url', url, '--yes']);
  expect([done.code, done.stderr]).toEqual([0, expect.stringMatching(/^mpp-solar\.conf:10:1: .*tag = None.*\n$/)]);
  expect(added).toMatchObject([{ name: 'roof', protocol: 'pi30', address: 'tcp://127.0.0.1:8899', liveSeconds: 30 }]);
  const refused = await run([file, '--url', url, '--yes'], 'another');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('the token is not known')]);
  writeFileSync(file, conf.replace('protocol = PI30', 'protocol = PI3O'));
  const wrong = await run([file, '--url', url, '--yes']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('did you mean')]);
  expect(added.length).toBe(1);
}, 60_000);

test('what is there already is left out, and what is refused holds up none of the others', async (context) => {
  const file = join(tempDir(context), 'mpp-solar.conf');
  const section = (name: string, port: number): string =>
    `[${name}]\nprotocol = PI30\nport = 127.0.0.1:${port}\nporttype = remotesocket\ncommand = QPIGS\n`;
  writeFileSync(file, `[SETUP]\n${section('one', 1)}${section('same', 1)}${section('two', 2)}`);
  const { added, url } = await home(context);
  const done = await run([file, '--url', url, '--yes']);
  expect([done.code, done.stderr]).toEqual([0, '']);
  expect(done.stdout).toMatch(
    /^same is left out: it reads the same port as one, and .* has no addresses: it is the same/m,
  );
  const afterwards = await run([file, '--url', url, '--yes']);
  expect(afterwards.stdout).toContain('one is left out: "one" is set up there already');
  expect(added.map(({ name }) => name)).toEqual(['one', 'two']);
  writeFileSync(file, `[SETUP]\n${section('one', 1)}${section('odd', 3)}${section('three', 4)}`);
  const again = await run([file, '--url', url, '--yes']);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('odd is not set up: this cannot be')]);
  expect(added.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
}, 60_000);

test('entities of several sections go on with the device that stands for them, and what the home does not take is told', async (context) => {
  const file = join(tempDir(context), 'mpp-solar.conf');
  const section = (name: string, rest: string): string =>
    `[${name}]\nprotocol = PI30\nport = 127.0.0.1:1\nporttype = remotesocket\noutputs = hassd_mqtt\n${rest}\n`;
  const [mode, status, rated] = [
    section('mode', 'command = QMOD\noutputs = screen\nmqtt_allowed_cmds = POP0[0-2]'),
    section('status', 'command = QPIGS\ntag = mpp\nfilter = voltage'),
    section('rated', 'command = QPIRI\ntag = mpp'),
  ];
  writeFileSync(file, `[SETUP]\n${mode}${status}${rated}`.replace('outputs = hassd_mqtt\n', ''));
  const shown = await run([file]);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/ go on:\n {2}mode = mpp\n\n/)]);
  expect(shown.stdout).toMatch(/^Not taken:.*\n.*commands over MQTT of mode.*\n.*filters of status/m);
  expect(JSON.parse((await run([file, '--json'])).stdout)).toMatchObject({ former: ['mode = mpp'] });
  // An output gives one tag to a device: the others keep theirs with the daemon.
  writeFileSync(file, `[SETUP]\n${section('one', 'tag = a')}${section('two', 'tag = b')}${section('three', '')}`);
  const several = await run([file]);
  expect(several.stdout).toMatch(/ go on:\n {2}one = a\nThose of two = b, three = QPI do not: .*hassd_mqtt/);
  expect(several.stdout).not.toContain('Not taken');
}, 60_000);

test('devices of one line are told apart by their addresses, and two sections without one are one device', async (context) => {
  const file = join(tempDir(context), 'mpp-solar.conf');
  const section = (name: string, rest: string): string =>
    `[${name}]\nprotocol = jk485\nport = /dev/ttyUSB0\ncommand = getBalancerData\n${rest}\n`;
  writeFileSync(file, `[SETUP]\n${section('one', 'unit = 1')}${section('two', 'unit = 2')}`);
  const { added, url } = await home(context);
  const done = await run([file, '--url', url, '--yes']);
  expect([done.code, done.stderr]).toEqual([0, '']);
  expect(added.map(({ address }) => address)).toEqual(['serial:///dev/ttyUSB0?unit=1', 'serial:///dev/ttyUSB0?unit=2']);
  writeFileSync(file, `[SETUP]\n${section('one', '')}${section('two', '')}`);
  const dry = await run([file]);
  expect(dry.stdout).toMatch(/^two is left out: it has the same port and address as one: .* unit = 2$/m);
  writeFileSync(file, `[SETUP]\n[roof]\nport = /dev/ttyUSB0\ncommand = QPIGS\nunit = 2\n`);
  const wrong = await run([file]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/\[roof\] .* has no address on a line/)]);
}, 60_000);

test('an address that only stands for one, as in documents, is shown with the others', async (context) => {
  const file = join(tempDir(context), 'mpp-solar.conf');
  const battery = '[battery]\ntype = jkbms\nprotocol = jk04\nport = XX:XX:XX:XX:XX:XX\nporttype = jkble\n';
  writeFileSync(file, `${conf}${battery}command = getCellData\n`);
  const shown = await run([file]);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/^roof [^]*^battery +jk04 +ble:\/\/XX/m)]);
}, 60_000);

test('the password of a device is handed over, and stands in no line', async (context) => {
  const folder = tempDir(context);
  const file = join(folder, 'mpp-solar.conf');
  writeFileSync(join(folder, 'relays'), 'correct horse\n', { mode: 0o600 });
  writeFileSync(
    file,
    `[SETUP]\n[relays]\nprotocol = shelly-pro3-http\nport = http://127.0.0.1:8080\npassword_file = ${join(folder, 'relays')}\n`,
  );
  const { added, url } = await home(context);
  const shown = await run([file, '--url', url]);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('http://127.0.0.1:8080, with a password')]);
  const done = await run([file, '--url', url, '--yes', '--json']);
  expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { devices: [{ hasPassword: true }] }]);
  expect(added).toMatchObject([{ name: 'relays', password: 'correct horse' }]);
  for (const { stdout, stderr } of [shown, done]) expect(stdout + stderr).not.toContain('horse');
}, 60_000);
