// Finding out over emulators: which of the variants it is, what is asked, and how long a silent link takes.
import { expect, test } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { toHex } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import { systemRandom } from '#core/random.ts';
import { builtIn } from '#devices/on-demand.ts';
import { definitions, findDefinition } from '#devices/registry.ts';
import { createEmulator } from '#sim/emulators.ts';
import { createPi30Emulator, olderPrint } from '#sim/pi30-emulator.ts';
import { makeMemoryLink } from '#transport/memory-link.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { testDevice } from './device-test.ts';
import { makeDrivers } from './drivers.ts';
import { findOut } from './find-out.ts';
import { makeLinkPool } from './link-pool.ts';
import { oneOffs } from './one-off.ts';
import { probeOrder } from './probe-order.ts';
import { emulatedLine, sunnyHome } from './testing/emulated.ts';
import { caught, listening } from './testing/wires.ts';

const serial = parseAddress('serial:///dev/ttyUSB0');
const inverters = probeOrder(definitions, serial).flatMap((definition) =>
  definition.mode === 'request' && definition.id.startsWith('pi') ? [definition] : [],
);

const find = async (id: string) => builtIn.definitionOf(id);

const poolOf = (link: Link) => ({ withLink: <T>(_: unknown, job: (on: Link) => Promise<T>) => job(link) });

const lineOf = (emulator: Parameters<typeof emulatedLine>[1]) => emulatedLine(systemClock, emulator);

async function foundOn(line: ReturnType<typeof lineOf>) {
  const found = await findOut(inverters, serial, { clock: systemClock, pool: poolOf(line.link), find });
  return { found, asked: [...line.requests] };
}

test.each([
  ['pi30', ['QPI', 'QGMN', 'QPIGS2', 'QA'], { model: 'VMIII-5000', serial: '96332309100452', firmware: '00072.70' }],
  ['pi30max', ['QPI', 'QGMN', 'QPIGS2'], { model: 'VMIII-MAX8K', serial: '92932105105335', firmware: '00072.70' }],
  ['pi30m044', ['QPI', 'QGMN'], { model: 'MKS2-7200', serial: '92932105105335', firmware: '00072.70' }],
  ['pi30m045', ['QPI', 'QGMN'], { model: 'LV6548', serial: '92932105105335', firmware: '00072.70' }],
  ['pi30mst', ['QPI', 'QGMN', 'QPIGS2'], { model: 'PIP4048MST', serial: '92932105105335', firmware: '00072.70' }],
  ['pi30revo', ['QPI', 'QGMN', 'QPIGS2', 'QA'], {}],
  ['pi41', ['QPI'], { model: 'LV5048' }],
  ['pi34', ['QPI'], { serial: '92931704100123', firmware: '00012.03' }],
] as const)('%s is told from its variants, with its model and firmware', async (id, questions, identity) => {
  const emulator = createEmulator(id, sunnyHome(systemClock));
  if (emulator === undefined) throw new TypeError(id);
  const line = lineOf(emulator);
  const { found, asked } = await foundOn(line);
  expect(found?.id).toBe(id);
  // Queries only, each once; QALL has one byte of sum in place of two of CRC, so that one of its letters is cut off here.
  expect(asked.map((text) => text.replace('QAL', 'QA'))).toEqual(questions);
  if (found === undefined) return;
  const tested = await testDevice(line.link, found, { clock: systemClock, random: systemRandom });
  expect(tested).toMatchObject({ protocol: id, identity });
  expect(tested.plausibility.code).toMatch(/^test\.(plausible|unread)$/);
  await line.link.close();
});

test.each(['nak', 'echo'] as const)(
  'an older unit that answers what it does not know with %s is plain PI30',
  async (onUnknown) => {
    const emulator = createPi30Emulator({ read: sunnyHome(systemClock), print: olderPrint, onUnknown });
    const line = emulatedLine(systemClock, { ...emulator, baud: 115_200 });
    // The echo of a question is no answer: the wait for one is cut short.
    const found = await findOut(inverters, serial, { clock: systemClock, pool: poolOf(line.link), find });
    expect(found?.id).toBe('pi30');
    await line.link.close();
  },
);

/** Looks at a silent link: what was asked, and how long it took. */
async function silent(address: string) {
  const clock = fakeClock();
  const asked: string[] = [];
  const link = makeMemoryLink({
    name: 'memory:silent',
    clock,
    attach: () => ({ receive: (bytes) => void asked.push(toHex(bytes)) }),
  });
  let isOver = false;
  const candidates = probeOrder(definitions, parseAddress(address));
  const parts = {
    ...listening(clock),
    registry: builtIn,
    pool: makeLinkPool(() => link, clock),
  };
  const looked = caught(oneOffs(parts, makeDrivers(parts)).testDevice(address)).finally(() => {
    isOver = true;
  });
  for (let round = 0; round < 4000 && !isOver; round += 1) await clock.advance(50);
  return { failure: await looked, asked, candidates, tookMs: clock.monotonicMs() };
}

test('a silent link is asked each different question once, in the order of the protocols', async () => {
  const { failure, asked, candidates, tookMs } = await silent('serial:///dev/ttyUSB0');
  expect(failure).toMatchObject({ code: 'link.timeout' });
  expect(new Set(asked).size).toBe(asked.length);
  const questions = candidates.flatMap((definition) =>
    definition.mode === 'request' ? [toHex(definition.wire.request(definition.probe.command))] : [],
  );
  expect(asked).toEqual([...new Set(questions)]);
  expect(asked.length).toBeLessThan(questions.length);
  // One wait a question, and one time of listening.
  expect(tookMs).toBeLessThan(2500 + asked.length * 2000);
});

test('variants exist, and what they are asked only reads', () => {
  const variants = definitions.flatMap((definition) =>
    definition.mode === 'request' ? (definition.variants ?? []) : [],
  );
  expect(variants).toHaveLength(5);
  for (const { definition: id, ask } of variants) {
    const variant = findDefinition(id);
    expect(variant?.mode === 'request' ? variant.commands.map(({ name }) => name) : []).toContain(ask);
  }
});
