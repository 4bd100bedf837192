// Modbus RTU on a clock that the test moves: answers that come late, in the form of those to the next question.
import { describe, expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { modbusWire } from '#codec/modbus.ts';
import { createModbusSlave } from '#sim/modbus-slave.ts';
import { makeMemoryLink } from '#transport/memory-link.ts';
import { type FakeClock, fakeClock } from '#tools/testkit/fake-clock.ts';
import { fc } from '#tools/testkit/property.ts';
import { sunnyHome } from './testing/emulated.ts';
import { deliver } from './deliver.ts';
import { type AskedLine, inOrder, unnamedOf } from './line-order.ts';

const responseMs = 500;
const wire = modbusWire({ framing: 'rtu', unit: 5 });

/** When a device answers, after it has the question and has answered those before, ms; undefined: not at all. */
type Lateness = () => number | undefined;

/** Registers that hold their own number: any that comes for another is seen. */
function slave(clock: FakeClock, unit: number) {
  return createModbusSlave({
    name: 'slave',
    framing: 'rtu',
    unit,
    baud: 9600,
    read: sunnyHome(clock),
    show({ holding, input }) {
      for (let register = 0; register < 64; register += 1) holding.set(register, register);
      for (let register = 0; register < 64; register += 1) input.set(register, 0x1000 + register);
    },
    writable: [50, 51],
    writtenOnly: [50, 51],
  });
}

interface LineOptions {
  readonly units?: readonly number[];
  /** Requests that are not answered. */
  readonly deaf?: ReadonlySet<string>;
}

function lineTo(clock: FakeClock, lateness: Lateness, { units = [5], deaf = new Set() }: LineOptions) {
  const heard: string[] = [];
  const link = makeMemoryLink({
    name: 'memory:rtu',
    clock,
    byteMs: 1,
    attach: (wireEnd) => {
      const slaves = units.map((unit) => ({ device: slave(clock, unit), freeMs: 0 }));
      return {
        receive(bytes) {
          const request = bytes.subarray(0, 6).toHex();
          heard.push(request);
          if (deaf.has(request)) return;
          for (const one of slaves) {
            const answer = one.device.respond(bytes);
            if (answer === undefined) continue;
            const late = lateness();
            if (late === undefined) continue;
            // One after another, as they were asked.
            one.freeMs = Math.max(one.freeMs, clock.monotonicMs() + late);
            clock.after(one.freeMs - clock.monotonicMs(), () => wireEnd.send(answer));
          }
        },
      };
    },
  });
  return { line: inOrder(link, clock), heard };
}

const wordsOf = (frame: Uint8Array): readonly number[] => {
  const bytes = frame.subarray(3, -2);
  return Array.from({ length: bytes.length / 2 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
};

function asks(line: AskedLine, command: string, wireOf = wire): Promise<Uint8Array> {
  return line.sendAndReceive(wireOf.request(command), {
    framer: wireOf.framer(),
    accepts: (bytes) => wireOf.answer(bytes, command).kind !== 'foreign',
    responseMs,
    maxBytes: 256,
    unnamed: unnamedOf(wireOf, { command }),
  });
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** What came of a read: its registers, `refused`, or a code. */
async function read(line: AskedLine, command: string, wireOf = wire): Promise<unknown> {
  try {
    const frame = await asks(line, command, wireOf);
    return (frame[1] ?? 0) >= 0x80 ? 'refused' : wordsOf(frame);
  } catch (error) {
    return isSolsteadError(error) ? error.code : error;
  }
}

async function write(line: AskedLine, request: string): Promise<unknown> {
  try {
    await deliver(line, { wire, responseMs }, { request, signal: new AbortController().signal });
    return 'done';
  } catch (error) {
    return isSolsteadError(error) ? error.code : error;
  }
}

/** Moves the clock until something has settled. */
async function settled<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.advance(20);
  return work;
}

/** Latenesses in turn, then none. */
const inTurn = (...each: readonly (number | undefined)[]): Lateness => {
  const left = [...each];
  return () => (left.length > 0 ? left.shift() : 5);
};
const late = 1.2 * responseMs;

async function opened(lateness: Lateness, options: LineOptions = {}) {
  const clock = fakeClock();
  const { line, heard } = lineTo(clock, lateness, options);
  await line.open();
  return { clock, line, heard, read: (command: string) => settled(clock, read(line, command)) };
}

describe('an answer that comes 1.2 times the wait after its question', () => {
  test('is not taken for the one to the next, which is asked again', async () => {
    const { read: ask, heard } = await opened(inTurn(late));
    expect(await ask('holding 0 4')).toBe('link.timeout');
    expect(await ask('holding 10 4')).toEqual([10, 11, 12, 13]);
    expect(heard).toEqual(['050300000004', '0503000a0004', '0503000a0002', '0503000a0004']);
  });

  test('nor is a refusal', async () => {
    const { read: ask } = await opened(inTurn(late));
    expect(await ask('holding 900 4')).toBe('link.timeout');
    expect(await ask('holding 10 5')).toEqual([10, 11, 12, 13, 14]);
    expect(await ask('holding 900 4')).toBe('refused');
  });

  test('nor is that of a unit that is asked in between', async () => {
    const { clock, line } = await opened(inTurn(late), { units: [5, 6] });
    const other = modbusWire({ framing: 'rtu', unit: 6 });
    const ask = (command: string, wireOf = wire) => settled(clock, read(line, command, wireOf));
    expect(await ask('holding 0 4')).toBe('link.timeout');
    expect(await ask('holding 20 4', other)).toEqual([20, 21, 22, 23]);
    expect(await ask('holding 10 4')).toEqual([10, 11, 12, 13]);
  });

  test('of a question that was asked twice does not answer the next either', async () => {
    const { read: ask } = await opened(inTurn(3 * responseMs, 1));
    expect(await ask('holding 0 4')).toBe('link.timeout');
    expect(await ask('holding 0 4')).toBe('link.timeout');
    expect(await ask('holding 0 4')).toEqual([0, 1, 2, 3]);
    expect(await ask('holding 10 4')).toEqual([10, 11, 12, 13]);
  });

  test('does not say of another command that it was refused, nor is one sent twice', async () => {
    const { clock, line, heard } = await opened(inTurn(late));
    expect(await settled(clock, write(line, 'write 60 1'))).toBe('command.unconfirmed');
    expect(await settled(clock, write(line, 'write 50 7'))).toBe('done');
    expect(heard.filter((request) => request.startsWith('0506'))).toEqual(['0506003c0001', '050600320007']);
  });
});

test('a refusal is told as one once nothing before it can come any more', async () => {
  const { clock, line } = await opened(inTurn(undefined));
  expect(await settled(clock, write(line, 'write 60 1'))).toBe('command.unconfirmed');
  expect(await settled(clock, write(line, 'write 61 1'))).toBe('command.refused');
});

test('what was asked after the first of two equal questions may come after the answer to the first', async () => {
  const { read: ask } = await opened(inTurn(2.5 * responseMs, 1.6 * responseMs));
  expect(await ask('input 0 4')).toBe('link.timeout');
  expect(await ask('holding 0 4')).toBe('link.timeout');
  expect(await ask('input 0 4')).toEqual([0x1000, 0x1001, 0x1002, 0x1003]);
  expect(await ask('holding 10 4')).toEqual([10, 11, 12, 13]);
});

test('a question that is never answered costs the next one of its form two short ones, once', async () => {
  const { clock, read: ask, heard } = await opened(inTurn(undefined));
  expect(await ask('holding 0 4')).toBe('link.timeout');
  const sinceMs = clock.monotonicMs();
  expect(await ask('holding 10 4')).toEqual([10, 11, 12, 13]);
  expect(clock.monotonicMs() - sinceMs).toBeLessThan(responseMs / 2);
  heard.length = 0;
  expect(await ask('holding 20 4')).toEqual([20, 21, 22, 23]);
  expect(heard).toHaveLength(1);
});

test('silence is searched no slower: nothing is asked besides while nobody answers', async () => {
  const { clock, read: ask, heard } = await opened(() => undefined);
  for (let register = 0; register < 10; register += 1) expect(await ask(`holding ${register} 4`)).toBe('link.timeout');
  expect(heard).toHaveLength(10);
  expect(clock.monotonicMs()).toBeLessThan(10 * (responseMs + 60));
});

test('a device that answers nothing that would tell is believed when it answers once more', async () => {
  const unheard = new Set(['050300000004', '0503000a0002', '0504000a0001']);
  const { clock, line, read: ask } = await opened(() => 5, { deaf: unheard });
  expect(await ask('holding 0 4')).toBe('link.timeout');
  const failure = await settled(
    clock,
    asks(line, 'holding 10 4').then(() => undefined, toError),
  );
  expect(failure?.message).toContain('late answer to holding 0 4');
  expect(await ask('holding 10 4')).toEqual([10, 11, 12, 13]);
  expect(await ask('holding 10 4')).toEqual([10, 11, 12, 13]);
});

const expected: Readonly<Record<string, unknown>> = {
  'holding 0 4': [0, 1, 2, 3],
  'holding 10 4': [10, 11, 12, 13],
  'holding 30 2': [30, 31],
  'holding 900 4': 'refused',
  'holding 910 2': 'refused',
  'input 0 4': [0x1000, 0x1001, 0x1002, 0x1003],
  'input 20 4': [0x1014, 0x1015, 0x1016, 0x1017],
  'write 50 7': 'done',
  'write 51 8': 'done',
  'write 60 1': 'command.refused',
};
const failures = ['link.timeout', 'frame.malformed', 'command.unconfirmed'];

test('whatever comes late, no answer is taken for another', async () => {
  const lateness = fc.oneof(
    fc.constant(5),
    fc.constant(undefined),
    fc.integer({ min: 1, max: 12 * responseMs }),
    fc.constantFrom(late, 2 * late, responseMs + 10),
  );
  const step = fc.record({
    command: fc.constantFrom(...Object.keys(expected)),
    pauseMs: fc.constantFrom(0, 0, 50, responseMs, 4 * responseMs),
  });
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 12 }),
      fc.array(lateness, { maxLength: 24 }),
      async (steps, latenesses) => {
        const { clock, line } = await opened(inTurn(...latenesses));
        for (const { command, pauseMs } of steps) {
          const got = await settled(clock, command.startsWith('write') ? write(line, command) : read(line, command));
          const isAnswered = !failures.includes(String(got));
          expect([command, got]).toEqual([command, isAnswered ? expected[command] : got]);
          if (isAnswered) answered += 1;
          if (pauseMs > 0) await clock.advance(pauseMs);
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(answered).toBeGreaterThan(100);
});
