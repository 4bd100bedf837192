// What every link of bytes must do, whatever it runs over: one suite, run by each transport against a scripted peer.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromLatin1, toLatin1 } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { type Answer, babble, expectCode, type MakeBench, opened, play, script } from './testing/bench.ts';
import { expectAnswer, lineFrame, lineText } from './testing/line-framer.ts';

/** What a medium cannot do. */
export interface ConformanceLimits {
  /** Whether the device is missed at the next open, before it comes back. */
  readonly opensWithoutDevice?: boolean;
  /** A medium without connection: a missing device is only noticed by the next request. */
  readonly losesSilently?: boolean;
}

const question = lineFrame('Q');
const answer = lineFrame('A 230.1 49.98');
const spoiled = fromLatin1('<A 230.1~00\n');

/** Registers the suite. */
export function linkConformance(name: string, makeBench: MakeBench, limits: ConformanceLimits = {}): void {
  describe.concurrent(`${name} as a link`, () => {
    answers(makeBench);
    silences(makeBench);
    faults(makeBench);
    lifetime(makeBench, limits);
    listening(makeBench);
  });
}

function answers(makeBench: MakeBench): void {
  const cases: readonly [string, Answer][] = [
    ['in one piece', [answer]],
    ['in two pieces', [answer.subarray(0, 5), 20, answer.subarray(5)]],
    ['byte by byte', [...answer].flatMap((byte) => [Uint8Array.of(byte), 2])],
    ['late, but in time', [200, answer]],
    ['behind noise', [Uint8Array.of(0x00, 0xff, 0x0d), answer]],
    ['long behind noise', [Uint8Array.of(0x00, 0xff), 400, answer]],
    ['behind the echo of the request', [question, 400, answer]],
    ['in one piece with the echo', [concatBytes(question, answer)]],
    ['behind an answer to another question', [concatBytes(lineFrame('B late'), answer)]],
    ['behind a faulty frame', [spoiled, 20, answer]],
    ['followed by another', [concatBytes(answer, lineFrame('A second'))]],
  ];
  test.for(cases)('takes an answer that comes %s', async ([, steps], context) => {
    const { link, peer } = await opened(makeBench, context);
    script(peer, steps);
    expect(toLatin1(await link.sendAndReceive(question, expectAnswer()))).toBe(toLatin1(answer));
  });

  test('carries every byte value both ways', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    const all = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 0x0a);
    const halves = [all.slice(0, 120), all.slice(120)].map((half) => String.fromCharCode(...half));
    peer.onRequest = (line) => void peer.send(lineFrame(`A${lineText(line).slice(1)}`));
    for (const half of halves) {
      const frame = await link.sendAndReceive(lineFrame(`Q${half}`), expectAnswer({ responseMs: 3000 }));
      expect(lineText(frame)).toBe(`A${half}`);
    }
  });

  test('stays open for one exchange after the other and counts them', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    script(peer, [answer]);
    for (let round = 0; round < 20; round += 1) await link.sendAndReceive(question, expectAnswer());
    expect(link.counters).toMatchObject({ opened: 1, lost: 0, bytesSent: 20 * question.length });
    expect(link.counters.bytesReceived).toBeGreaterThanOrEqual(20 * answer.length);
  });

  test('does not take what came before the request for its answer', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    await peer.send(lineFrame('A stale'));
    await systemClock.sleep(60);
    script(peer, [answer]);
    expect(toLatin1(await link.sendAndReceive(question, expectAnswer()))).toBe(toLatin1(answer));
  });

  test('passes over the late answer to the request before', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    peer.onRequest = (line) =>
      void play(peer, lineText(line) === 'Q' ? [100, lineFrame('A1')] : [150, lineFrame('A2')]);
    await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 30 })), 'link.timeout');
    const accepts = (frame: Uint8Array): boolean => lineText(frame) === 'A2';
    expect(lineText(await link.sendAndReceive(lineFrame('Q2'), expectAnswer({ accepts })))).toBe('A2');
  });
}

function silences(makeBench: MakeBench): void {
  test('says that nothing came', async (context) => {
    const { expect } = context;
    const { link } = await opened(makeBench, context);
    const beganMs = systemClock.monotonicMs();
    const failure = await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 80 })), 'link.timeout');
    expect(failure.why).toContain('nothing came within 80 ms');
    expect(systemClock.monotonicMs() - beganMs).toBeGreaterThanOrEqual(79);
    expect(systemClock.monotonicMs() - beganMs).toBeLessThan(600);
  });

  test('says that only the echo came', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    script(peer, [question]);
    const failure = await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 600 })), 'link.timeout');
    expect(failure.why).toMatch(/only (the echo|frames that are not the answer)/);
  });

  test('goes on after a silence', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    script(peer, [], [answer]);
    await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 50 })), 'link.timeout');
    expect(toLatin1(await link.sendAndReceive(question, expectAnswer()))).toBe(toLatin1(answer));
  });
}

function faults(makeBench: MakeBench): void {
  test('tells a part of an answer from none, soon after it fell silent', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    script(peer, [fromLatin1('<A 23')]);
    const beganMs = systemClock.monotonicMs();
    const failure = await expectCode(
      link.sendAndReceive(question, expectAnswer({ responseMs: 5000 })),
      'frame.malformed',
    );
    expect(failure.why).toContain('<A 23');
    expect(systemClock.monotonicMs() - beganMs).toBeLessThan(2500);
  });

  test('tells a wrong checksum', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    script(peer, [spoiled]);
    const failure = await expectCode(link.sendAndReceive(question, expectAnswer()), 'frame.checksum');
    expect(failure.why).toContain('<A 230.1~00\\x0a');
  });

  test('gives up on a peer that babbles', async (context) => {
    const { link, peer } = await opened(makeBench, context);
    let isBabbling = true;
    context.onTestFinished(() => {
      isBabbling = false;
    });
    peer.onRequest = () => void babble(peer, () => isBabbling);
    const expectation = expectAnswer({ responseMs: 300, maxBytes: 16 });
    await expectCode(link.sendAndReceive(question, expectation), 'frame.malformed');
  });

  test('ends an exchange when its signal aborts', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    const abort = new AbortController();
    peer.onRequest = () => abort.abort(new Error('enough'));
    await expect(link.sendAndReceive(question, expectAnswer({ signal: abort.signal }))).rejects.toThrow('enough');
  });
}

function lifetime(
  makeBench: MakeBench,
  { opensWithoutDevice = false, losesSilently = false }: ConformanceLimits,
): void {
  test('fails an exchange at once when the device vanishes, and opens again when it is back', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    const beganMs = systemClock.monotonicMs();
    peer.onRequest = () => void peer.vanish();
    if (losesSilently)
      await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 80 })), 'link.timeout');
    await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 5000 })), 'link.closed');
    expect(systemClock.monotonicMs() - beganMs).toBeLessThan(2000);
    expect(link.isOpen).toBe(false);
    expect(link.counters.lost).toBe(1);
    await expectCode(link.sendAndReceive(question, expectAnswer()), 'link.closed');
    if (!opensWithoutDevice) await expectCode(link.open(), 'link.unavailable');
    await peer.comeBack();
    await link.open();
    script(peer, [answer]);
    expect(toLatin1(await link.sendAndReceive(question, expectAnswer()))).toBe(toLatin1(answer));
    expect(link.counters).toMatchObject({ opened: 2, lost: 1 });
  });

  test('closes under an exchange, twice if need be, and opens again', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    script(peer, [], [answer]);
    const failure = expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 5000 })), 'link.closed');
    await systemClock.sleep(50);
    await Promise.all([link.close(), link.close()]);
    await failure;
    expect(link.isOpen).toBe(false);
    await Promise.all([link.open(), link.open()]);
    expect(link.counters).toMatchObject({ opened: 2, lost: 0 });
    expect(toLatin1(await link.sendAndReceive(question, expectAnswer()))).toBe(toLatin1(answer));
  });

  test('takes one exchange at a time', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    script(peer, [50, answer]);
    const first = link.sendAndReceive(question, expectAnswer());
    await expect(link.sendAndReceive(question, expectAnswer())).rejects.toThrow('assertion');
    expect(toLatin1(await first)).toBe(toLatin1(answer));
  });
}

function listening(makeBench: MakeBench): void {
  test('lets listeners see what comes unasked, until they stop', async (context) => {
    const { expect } = context;
    const { link, peer } = await opened(makeBench, context);
    let received = '';
    const stop = link.listen((bytes) => {
      received += toLatin1(bytes);
    });
    await peer.send(fromLatin1('unasked'));
    await context.expect.poll(() => received.replaceAll('\0', '')).toBe('unasked');
    stop();
    await peer.send(fromLatin1('more'));
    await systemClock.sleep(50);
    expect(received.replaceAll('\0', '')).toBe('unasked');
  });
}
