import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { ptyPair } from '#tools/testkit/pty.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { linkConformance } from './link-conformance.ts';
import { makeSerialLink } from './serial-link.ts';
import { type Bench, expectCode, lineSplitter, type MakeBench, script } from './testing/bench.ts';
import { expectAnswer, lineFrame } from './testing/line-framer.ts';

linkConformance('serial', (context) => serialBench(context, 115_200));

async function serialBench(context: Parameters<MakeBench>[0], baud: number): Promise<Bench & { path: string }> {
  const cable = await ptyPair(context);
  let far: FarEnd | undefined;
  const peer: Bench['peer'] = {
    onRequest: () => undefined,
    send: async (bytes) => {
      if (far !== undefined) writeSync(far.fd, bytes);
    },
    vanish: async () => {
      await cable.vanish();
      far?.close();
      far = undefined;
    },
    comeBack: async () => {
      await cable.comeBack();
      far = openFarEnd(cable.far, (line) => peer.onRequest(line));
    },
  };
  far = openFarEnd(cable.far, (line) => peer.onRequest(line));
  context.onTestFinished(() => {
    far?.close();
    far = undefined;
  });
  const link = makeSerialLink({ scheme: 'serial', path: cable.near, mode: { baud } }, systemClock);
  return { link, peer, path: cable.near };
}

interface FarEnd {
  readonly fd: number;
  close(): void;
}

/** The device's end of the cable; `serialport` is only what is under test. */
function openFarEnd(path: string, onLine: (line: Uint8Array) => void): FarEnd {
  const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  const stream = new ReadStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
  stream.on('error', () => undefined).on('data', lineSplitter(onLine));
  return {
    fd,
    close: () => {
      stream.destroy();
      closeSync(fd);
    },
  };
}

test('waits for an answer paced at 2400 baud, byte by byte', async (context) => {
  const { link, peer } = await serialBench(context, 2400);
  context.onTestFinished(() => link.close());
  await link.open();
  const answer = lineFrame(`A${'0123456789'.repeat(6)}`);
  script(
    peer,
    [...answer].flatMap((byte) => [Uint8Array.of(byte), 10 / 2.4]),
  );
  expect(await link.sendAndReceive(lineFrame('Q'), expectAnswer({ silenceMs: 150 }))).toEqual(answer);
});

test('waits for nothing but the answer', async (context) => {
  const { link, peer } = await serialBench(context, 115_200);
  context.onTestFinished(() => link.close());
  await link.open();
  const answer = lineFrame('A');
  peer.onRequest = () => void peer.send(answer);
  const times: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    const beganMs = systemClock.monotonicMs();
    await link.sendAndReceive(lineFrame('Q'), expectAnswer());
    times.push(systemClock.monotonicMs() - beganMs);
  }
  // The fastest: how long the others take is up to the machine, and to the bench.
  expect(Math.min(...times)).toBeLessThan(2);
});

test('locks the port against others', async (context) => {
  const { link, path } = await serialBench(context, 9600);
  context.onTestFinished(() => link.close());
  await link.open();
  const second = makeSerialLink({ scheme: 'serial', path, mode: {} }, systemClock);
  const failure = await expectCode(second.open(), 'link.unavailable');
  expect(failure.why).toContain('another program');
  await link.close();
  await second.open();
  await second.close();
});

test('says what is wrong with a path', async (context) => {
  const folder = tempDir(context);
  const whyNot = async (path: string): Promise<string | undefined> =>
    (await expectCode(makeSerialLink({ scheme: 'serial', path, mode: {} }, systemClock).open(), 'link.unavailable'))
      .why;
  expect(await whyNot(`${folder}/ttyUSB0`)).toContain('no such port');
  mkdirSync(`${folder}/folder`);
  expect(await whyNot(`${folder}/folder`)).toContain('not a serial port');
  expect(await whyNot('/dev/null')).toContain('not a serial port');
});

test('says when this user may not open the port', async (context) => {
  const { path } = await serialBench(context, 9600);
  if (process.getuid?.() !== 0) context.skip('needs root, to become another user');
  chmodSync(path, 0o600);
  const script = `
    import { makeSerialLink } from '${import.meta.dirname}/serial-link.ts';
    import { systemClock } from '${import.meta.dirname}/../core/clock.ts';
    makeSerialLink({ scheme: 'serial', path: process.argv[1], mode: {} }, systemClock).open()
      .catch((failure) => console.log(failure.code, failure.kind));`;
  const options = { uid: 65_534, gid: 65_534, encoding: 'utf8' as const };
  // The folder of the pty is closed to others; that its parent is in /tmp does not matter.
  chmodSync(path.slice(0, path.lastIndexOf('/')), 0o755);
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script, path], options);
  expect(output.trim()).toBe('link.forbidden config');
});
