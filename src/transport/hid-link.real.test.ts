// Two runs of one file: outside, a test that starts vitest again on a system with mocked hidraw devices; inside, the
// tests themselves. Reads and writes of /dev/hidrawN then reach umockdev instead of the kernel.
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { doWithout, needs } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeHidLink } from './hid-link.ts';
import { linkConformance } from './link-conformance.ts';
import { type Bench, expectCode, lineSplitter, type MakeBench, script } from './testing/bench.ts';
import { expectAnswer, lineFrame } from './testing/line-framer.ts';

const mockSocket = process.env['SOLSTEAD_HIDRAW_MOCK'];

if (mockSocket === undefined) {
  test('a HID link passes its suite on mocked hidraw devices', { timeout: 120_000 }, async (context) => {
    const wrapper = needs(context, 'umockdev-wrapper');
    const bindings = '/usr/lib/python3/dist-packages/gi';
    if (!existsSync(bindings)) doWithout(context, `needs ${bindings}: apt-get install gir1.2-umockdev-1.0 python3-gi`);
    const socket = `${tempDir(context)}/mock`;
    const mock = [wrapper, '/usr/bin/python3', `${import.meta.dirname}/testing/hidraw-mock.py`, socket];
    const vitest = `${import.meta.dirname}/../../node_modules/vitest/vitest.mjs`;
    const inner = [process.execPath, vitest, 'run', '--project', 'real', '--no-color', import.meta.filename];
    const run = await spawned(context, [...mock, ...inner], { env: { SOLSTEAD_HIDRAW_MOCK: socket } });
    await expect.poll(run.exit, { timeout: 50_000 }).toBeDefined();
    expect(run.output()).toMatch(/Tests\s+30 passed \(30\)/);
    expect(run.exit()).toBe(0);
  });
}

interface HidBench extends Bench {
  readonly path: string;
  /** Every write of the link, as hex. */
  readonly writes: string[];
}

/** Gathers bytes into reports as the bridge does: a report that is not full goes at the end of a line or after a while. */
function reportWriter(write: (bytes: Uint8Array) => Promise<void>): (bytes: Uint8Array) => Promise<void> {
  let held: Uint8Array = new Uint8Array(0);
  let cancel = (): void => undefined;
  const flush = async (length: number): Promise<void> => {
    const bytes = held.subarray(0, length);
    held = held.subarray(length);
    if (bytes.length > 0) await write(bytes);
  };
  return async (bytes) => {
    cancel();
    held = concatBytes(held, bytes);
    cancel = systemClock.after(40, () => void flush(held.length));
    await flush(held.at(-1) === 0x0a ? held.length : held.length - (held.length % 8));
  };
}

async function hidBench(context: Parameters<MakeBench>[0]): Promise<HidBench> {
  const socket = connect(mockSocket ?? '');
  const lines = createInterface({ input: socket });
  const { promise: path, resolve: resolvePath } = Promise.withResolvers<string>();
  const writes: string[] = [];
  const commands: (() => void)[] = [];
  const command = (line: string): Promise<void> =>
    new Promise((resolve) => {
      commands.push(resolve);
      socket.write(`${line}\n`);
    });
  const peer: Bench['peer'] = {
    onRequest: () => undefined,
    send: reportWriter((bytes) => command(`send ${toHex(bytes)}`)),
    vanish: () => command('unplug'),
    comeBack: () => command('plug'),
  };
  const split = lineSplitter((line) => peer.onRequest(line));
  lines.on('line', (line) => {
    const [word, value = ''] = line.split(' ');
    if (word === 'path') resolvePath(value);
    else if (word === 'done') commands.shift()?.();
    else {
      writes.push(value);
      // The first byte of a write is the report number.
      split(fromHex(value).subarray(1));
    }
  });
  context.onTestFinished(() => void socket.destroy());
  return { link: makeHidLink({ scheme: 'hid', path: await path }, systemClock), peer, path: await path, writes };
}

if (mockSocket !== undefined) {
  linkConformance('hid', hidBench);

  test('splits a long request into reports of 8 bytes behind the report number', async (context) => {
    const { link, peer, writes } = await hidBench(context);
    context.onTestFinished(() => link.close());
    await link.open();
    script(peer, [lineFrame('A')]);
    await link.sendAndReceive(lineFrame('Q123456'), expectAnswer());
    expect(writes).toEqual(['003c51313233343536', '007e63320a00000000']);
  });

  test('closes at once, also while nothing comes', async (context) => {
    const { link } = await hidBench(context);
    await link.open();
    const beganMs = systemClock.monotonicMs();
    await link.close();
    expect(systemClock.monotonicMs() - beganMs).toBeLessThan(2000);
  });

  test('a device by vendor and product is found again under another node', async (context) => {
    const [first, second] = [await hidBench(context), await hidBench(context)];
    const sys = tempDir(context);
    const usb = `${sys}/devices/usb1/1-1`;
    mkdirSync(`${usb}/1-1:1.0/0003:0665:5161.0001`, { recursive: true });
    writeFileSync(`${usb}/idVendor`, '0665\n');
    writeFileSync(`${usb}/idProduct`, '5161\n');
    const plugIn = (path: string): void => {
      rmSync(`${sys}/class`, { recursive: true, force: true });
      mkdirSync(`${sys}/class/hidraw/${basename(path)}`, { recursive: true });
      symlinkSync(`${usb}/1-1:1.0/0003:0665:5161.0001`, `${sys}/class/hidraw/${basename(path)}/device`);
    };
    plugIn(first.path);
    const link = makeHidLink({ scheme: 'hid', usb: '0665:5161' }, systemClock, { dev: '/dev', sys });
    context.onTestFinished(() => link.close());
    await link.open();
    script(first.peer, [lineFrame('A first')]);
    await link.sendAndReceive(lineFrame('Q'), expectAnswer());
    await first.peer.vanish();
    await expect.poll(() => link.isOpen).toBe(false);
    rmSync(`${sys}/class`, { recursive: true });
    expect((await expectCode(link.open(), 'link.unavailable')).why).toContain('no USB HID device 0665:5161');
    plugIn(second.path);
    await link.open();
    script(second.peer, [lineFrame('A second')]);
    const answer = await link.sendAndReceive(lineFrame('Q'), expectAnswer());
    expect(toHex(answer)).toBe(toHex(lineFrame('A second')));
  });

  test('says that there is no such device', async () => {
    const link = makeHidLink({ scheme: 'hid', path: '/dev/hidraw99' }, systemClock);
    expect((await expectCode(link.open(), 'link.unavailable')).why).toContain('no such port');
  });
}
