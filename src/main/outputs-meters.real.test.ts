// Meters that a home plays, over real sockets and for programs of others: what they read, what they get when nothing is fresh, and a battery
// that follows one.
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test, type TestContext, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { OutputChange } from '#core/output.ts';
import type { GridPower } from '#outputs/output-kind.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { needs } from '#tools/testkit/needs.ts';
import { deviceFacts, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

const address = '127.0.0.1';
const run = promisify(execFile);

/** A home whose grid connection is set by the test; its value is always of now, until it is not. */
async function home(context: TestContext) {
  const grid = { powerW: 1500, isFresh: true, isThere: true };
  const now = (): GridPower | undefined =>
    grid.isThere
      ? { powerW: grid.powerW, atMs: Date.now() - (grid.isFresh ? 0 : 60_000), isEstimated: false }
      : undefined;
  const house = await openOutputHouse(context, { grid: now });
  return { ...house, grid };
}

const output = (settings: OutputChange['settings']): OutputChange => ({ name: 'Meter', settings, isOn: true });
const shelly = (port: number, changes: object = {}) =>
  output({ kind: 'shelly-meter', address, port, udp: '', ...changes } as never);

async function stateOf({ desk }: Awaited<ReturnType<typeof home>>, id: string) {
  const view = (await desk.list('home')).find((one) => one.id === id);
  if (view === undefined) throw new Error('no such output');
  return view.state;
}

describe('a Shelly', () => {
  test('over HTTP, WebSocket and UDP; who asked is told, and why it is silent', async (context) => {
    const house = await home(context);
    const [port, udp] = [await freePort(), await freePort()];
    const { id } = await house.desk.add('home', shelly(port, { udp: String(udp) }));
    await expect.poll(async () => (await stateOf(house, id)).state).toBe('working');
    const url = `http://${address}:${port}/rpc/EM.GetStatus?id=0`;
    const read = async () => (await (await fetch(url)).json()) as { total_act_power: number; a_act_power: number };
    expect(await read()).toMatchObject({ total_act_power: 1500, a_act_power: 500 });
    expect(await stateOf(house, id)).toMatchObject({ state: 'working', sent: 1, asked: { by: address } });
    const battery = createSocket('udp4');
    context.onTestFinished(() => void battery.close());
    const heard: string[] = [];
    battery.on('message', (bytes) => heard.push(bytes.toString()));
    const poll = '{"id":7,"src":"battery","method":"EM.GetStatus","params":{"id":0}}';
    battery.send(poll, udp, address);
    await expect.poll(() => heard).toHaveLength(1);
    expect(JSON.parse(heard[0] ?? '')).toMatchObject({ id: 7, dst: 'battery', result: { total_act_power: 1500 } });
    const socket = new WebSocket(`ws://${address}:${port}/rpc`);
    context.onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    socket.send(poll);
    expect(JSON.parse(String((await once(socket, 'message'))[0]))).toMatchObject({ result: { c_act_power: 500 } });
    house.grid.isFresh = false;
    await sleep(200);
    expect((await fetch(url)).status).toBe(503);
    expect((await fetch(`http://${address}:${port}/shelly`)).status).toBe(200);
    battery.send(poll, udp, address);
    socket.send(poll);
    expect(JSON.parse(String((await once(socket, 'message'))[0]))).toMatchObject({ error: { code: -114 } });
    await sleep(300);
    expect(heard).toHaveLength(1);
    await expect
      .poll(async () => await stateOf(house, id), { timeout: 20_000 })
      .toMatchObject({ state: 'failing', trouble: { reason: { code: 'meter.old' } } });
    house.grid.isFresh = true;
    await expect.poll(async () => (await stateOf(house, id)).state, { timeout: 20_000 }).toBe('working');
    expect(await read()).toMatchObject({ total_act_power: 1500 });
    await house.desk.remove('home', id);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('two at one port: the second is told, and has it when the first is gone; a test of what runs does not need it', async (context) => {
    const house = await home(context);
    const port = await freePort();
    const first = await house.desk.add('home', shelly(port));
    await expect.poll(async () => (await stateOf(house, first.id)).state).toBe('working');
    const { settings } = shelly(port);
    await expect(house.desk.test('home', { settings })).rejects.toMatchObject({ code: 'port.taken' });
    expect(await house.desk.test('home', { settings, id: first.id })).toMatchObject({
      count: 1,
      samples: [{ content: expect.stringContaining('"total_act_power":1500.000') as string }],
    });
    const second = await house.desk.add('home', shelly(port));
    await expect
      .poll(async () => await stateOf(house, second.id))
      .toMatchObject({
        state: 'failing',
        trouble: { reason: { code: 'meter.not-open', params: { help: { code: 'help.other-port' } } } },
      });
    await house.desk.remove('home', first.id);
    await expect.poll(async () => (await stateOf(house, second.id)).state, { timeout: 20_000 }).toBe('working');
    // Changed to another port it leaves the first.
    const other = await freePort();
    await house.desk.change('home', second.id, shelly(other));
    await expect
      .poll(async () => (await fetch(`http://${address}:${other}/shelly`).catch(() => undefined))?.status)
      .toBe(200);
    await expect(fetch(`http://${address}:${port}/shelly`)).rejects.toThrow('fetch failed');
    await expect(house.desk.add('home', shelly(port, { address: 'here' }))).rejects.toMatchObject({
      code: 'input.invalid',
    });
    await expect(house.desk.add('home', shelly(port, { udp: '1010, 99999' }))).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  test('a test says what it would answer, and that it would be silent', async (context) => {
    const house = await home(context);
    house.grid.isThere = false;
    expect(await house.desk.test('home', { settings: shelly(await freePort()).settings })).toMatchObject({
      count: 0,
      note: { code: 'meter.silent-now', params: { reason: { code: 'meter.no-grid' } } },
    });
  });
});

describe('SunSpec', () => {
  const meter = (port: number, changes: object = {}) =>
    output({ kind: 'sunspec-meter', address, port, ...changes } as never);

  /** Registers as mbpoll prints them. */
  async function polled(path: string, args: readonly string[]): Promise<readonly number[]> {
    const { stdout } = await run(path, [...args, '-1', '-0', '-q', address]);
    return [...stdout.matchAll(/^\[\d+\]:\s+(\S+)/gm)].map(([, value]) => Number(value));
  }

  test('mbpoll reads it: mark, power as float and as integer, and an exception when nothing is fresh', async (context) => {
    const mbpoll = needs(context, 'mbpoll');
    const house = await home(context);
    const [port, whole] = [await freePort(), await freePort()];
    house.grid.powerW = -2345;
    const { id } = await house.desk.add('home', meter(port));
    await house.desk.add('home', meter(whole, { form: 'integer', unit: 1, positive: 'export', phases: 'one' }));
    const read = (args: readonly string[]) => polled(mbpoll, ['-m', 'tcp', '-p', String(port), '-a', '240', ...args]);
    await expect
      .poll(() => read(['-t', '4', '-r', '40000', '-c', '2']).catch(() => []), { timeout: 20_000 })
      .toEqual([0x5375, 0x6e53]);
    // Big-endian floats: W and its phases.
    expect(await read(['-t', '4:float', '-B', '-r', String(40_069 + 28), '-c', '4'])).toEqual([
      -2345,
      expect.closeTo(-781.667, 2),
      expect.closeTo(-781.667, 2),
      expect.closeTo(-781.667, 2),
    ]);
    const signed = await polled(mbpoll, [
      '-m',
      'tcp',
      '-p',
      String(whole),
      '-a',
      '1',
      '-t',
      '4:int16',
      '-r',
      String(40_069 + 18),
      '-c',
      '5',
    ]).catch(() =>
      polled(mbpoll, ['-m', 'tcp', '-p', String(whole), '-a', '1', '-t', '4', '-r', String(40_069 + 18), '-c', '5']),
    );
    expect([signed[0], signed[4]]).toEqual([2345, 0]);
    expect(await stateOf(house, id)).toMatchObject({ asked: { by: address } });
    house.grid.isFresh = false;
    await sleep(200);
    await expect(read(['-t', '4', '-r', String(40_069 + 28), '-c', '2'])).rejects.toMatchObject({
      stderr: expect.stringMatching(/device or server failure/i) as string,
    });
    expect(await read(['-t', '4', '-r', '40069', '-c', '2'])).toEqual([213, 124]);
    await expect(read(['-t', '4', '-r', '100', '-c', '2'])).rejects.toMatchObject({
      stderr: expect.stringMatching(/illegal data address/i) as string,
    });
  });
});

describe('SMA', () => {
  test('a member of the group hears it once a second, and nothing while nothing is fresh', async (context) => {
    const house = await home(context);
    const member = createSocket({ type: 'udp4', reuseAddr: true });
    context.onTestFinished(() => void member.close());
    const heard: Buffer[] = [];
    member.on('message', (bytes) => heard.push(bytes));
    member.bind(9522, '0.0.0.0');
    await once(member, 'listening');
    member.addMembership('239.12.255.254', address);
    const { id } = await house.desk.add('home', output({ kind: 'sma-meter', address, serial: 77 } as never));
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(2);
    const own = heard.filter((bytes) => bytes.readUInt32BE(20) === 77);
    const [last] = own.slice(-1);
    expect(last?.subarray(0, 4).toString('latin1')).toBe('SMA\0');
    expect(last?.readUInt16BE(18)).toBe(349);
    // 1-0:1.4.0, tenths of W.
    expect(last?.readUInt32BE(28)).toBe(0x0001_0400);
    expect(last?.readUInt32BE(32)).toBe(15_000);
    expect(await stateOf(house, id)).toMatchObject({ state: 'working', asked: { by: '239.12.255.254' } });
    house.grid.isFresh = false;
    await expect.poll(async () => (await stateOf(house, id)).state, { timeout: 20_000 }).toBe('failing');
    const before = heard.length;
    await sleep(2500);
    expect(heard.length).toBe(before);
    await expect(
      house.desk.add('home', output({ kind: 'sma-meter', address: '0.0.0.0' } as never)),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });
});

/** A battery as those in the field: it asks, adds what it reads to what it gives, and stops when it is not told. */
function follower(url: string) {
  let [powerW, missed] = [0, 0];
  return {
    powerW: () => powerW,
    async step(): Promise<void> {
      const answer = await fetch(url, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
      if (answer?.ok !== true) {
        missed += 1;
        if (missed >= 3) powerW = 0;
        return;
      }
      missed = 0;
      const { total_act_power: gridW } = (await answer.json()) as { total_act_power: number };
      powerW = Math.max(-2500, Math.min(2500, powerW + 0.6 * gridW));
    },
  };
}

test('a battery that follows holds the grid at 0, also when the load jumps and the sun comes; it stops when nothing is fresh', async (context) => {
  const house = await home(context);
  house.devices.set('meter', deviceFacts('meter', { kind: 'meter', intervalMs: 1000 }));
  const port = await freePort();
  await house.desk.add('home', shelly(port));
  const battery = follower(`http://${address}:${port}/rpc/EM.GetStatus?id=0`);
  let loadW = 800;
  const settle = async (steps: number): Promise<number> => {
    for (let step = 0; step < steps; step += 1) {
      house.grid.powerW = loadW - battery.powerW();
      // The meter's own pace: a value is given out once.
      await sleep(120);
      await battery.step();
    }
    house.grid.powerW = loadW - battery.powerW();
    return house.grid.powerW;
  };
  await expect
    .poll(async () => (await fetch(`http://${address}:${port}/shelly`).catch(() => undefined))?.status)
    .toBe(200);
  expect(Math.abs(await settle(15))).toBeLessThan(5);
  expect(battery.powerW()).toBeCloseTo(800, -1);
  loadW = 1900;
  expect(Math.abs(await settle(15))).toBeLessThan(5);
  // More sun than load: the battery charges.
  loadW = -1200;
  expect(Math.abs(await settle(15))).toBeLessThan(5);
  expect(battery.powerW()).toBeCloseTo(-1200, -1);
  house.grid.isFresh = false;
  await sleep(200);
  await settle(4);
  expect(battery.powerW()).toBe(0);
});
