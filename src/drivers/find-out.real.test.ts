// Finding out over emulators: which of the variants it is, what is asked, and how long a silent link takes.
import { describe, expect, test } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { toHex } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import type { FindOutStep } from '#core/field.ts';
import { systemRandom } from '#core/random.ts';
import { builtIn } from '#devices/on-demand.ts';
import { definitions, findDefinition } from '#devices/registry.ts';
import { createEmulator } from '#sim/emulators.ts';
import { createModbusSlave } from '#sim/modbus-slave.ts';
import { type RegisterImage, textWords } from '#sim/modbus-registers.ts';
import { createPi30Emulator, olderPrint } from '#sim/pi30-emulator.ts';
import { makeMemoryLink } from '#transport/memory-link.ts';
import { type FakeClock, fakeClock } from '#tools/testkit/fake-clock.ts';
import { testDevice } from './device-test.ts';
import { makeDrivers } from './drivers.ts';
import { findOut } from './find-out.ts';
import { makeLinkPool } from './link-pool.ts';
import { oneOffs, roundsOf } from './one-off.ts';
import { probeOrder } from './probe-order.ts';
import { emulatedLine, sunnyHome } from './testing/emulated.ts';
import { listening } from './testing/wires.ts';

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

/** Looks at a link on which nothing answers, or what is given: what was asked, what was found, and how long it took. */
async function looked(address: string, made?: (clock: FakeClock) => ReturnType<typeof emulatedLine>) {
  const clock = fakeClock();
  const asked: string[] = [];
  const steps: FindOutStep[] = [];
  const attach = () => ({ receive: (bytes: Uint8Array) => void asked.push(toHex(bytes)) });
  const link = made?.(clock).link ?? makeMemoryLink({ name: 'memory:silent', clock, attach });
  let isOver = false;
  const parts = {
    ...listening(clock),
    registry: builtIn,
    pool: makeLinkPool(() => link, clock),
  };
  const onStep = (step: FindOutStep): void => void steps.push(step);
  const { testDevice: test } = oneOffs(parts, makeDrivers(parts));
  const outcome = test(address, undefined, { onStep })
    .then(
      (found) => ({ found, failure: undefined }),
      (failure: unknown) => ({ found: undefined, failure }),
    )
    .finally(() => {
      isOver = true;
    });
  for (let round = 0; round < 4000 && !isOver; round += 1) await clock.advance(50);
  return { ...(await outcome), asked, steps, tookMs: clock.monotonicMs() };
}

test('a silent link is asked each different question once, in the order of the protocols, units last', async () => {
  const address = 'serial:///dev/ttyUSB0';
  const { failure, asked, steps, tookMs } = await looked(address);
  expect(failure).toMatchObject({ code: 'link.timeout' });
  expect(String(failure)).toContain('nothing answered to');
  const candidates = roundsOf(definitions, parseAddress(address)).flatMap((round) => round.candidates);
  const questions = candidates.flatMap((definition) => {
    if (definition.mode !== 'request') return [];
    const wire = definition.wireAt?.('serial', {}) ?? definition.wire;
    return [toHex(wire.request(definition.probe.command))];
  });
  // What is asked on two speeds is asked twice.
  expect(new Set(asked)).toEqual(new Set(questions));
  expect(asked.length).toBeGreaterThan(30);
  expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).toSorted((a, b) => a - b));
  expect(steps.at(-1)?.count).toBe(candidates.length);
  expect(steps.every(({ titles, done, count }) => titles.length > 0 && done + titles.length <= count)).toBe(true);
  expect(asked.length).toBeLessThan(questions.length);
  // One wait a question, and one time of listening.
  expect(tookMs).toBeLessThan(2500 + asked.length * 2000);
});

/** Not found: a meter that answers as another does, and SunSpec maps that do not begin at 40000. */
const alike = new Set(['sunspec', 'sunspec-meter', 'eastron-sdm120']);
const unnamed = definitions.flatMap((definition): readonly (readonly [string, string])[] => {
  if (definition.mode !== 'request') return [];
  const { id, links, autodetect } = definition;
  if (autodetect === 'chosen' || alike.has(id) || createEmulator(id, sunnyHome(systemClock)) === undefined) return [];
  if (links.includes('tcp')) return [[id, 'tcp://192.168.1.7:502']];
  return links.includes('serial') ? [[id, 'serial:///dev/ttyUSB0']] : [];
});

test.each<readonly [string, string]>([
  ...unnamed,
  ['sma-inverter', 'tcp://192.168.1.7:502'],
  ['sungrow-hybrid', 'tcp://192.168.1.7:502'],
  ['eastron-sdm630', 'tcp://192.168.1.7:8899'],
])('%s at %s is found without being named', async (id, address) => {
  const { found, failure, steps } = await looked(address, (clock) => {
    const emulator = createEmulator(id, sunnyHome(clock));
    if (emulator === undefined) throw new TypeError(id);
    return emulatedLine(clock, emulator);
  });
  expect(failure).toBeUndefined();
  expect(found?.protocol).toBe(id);
  expect(found?.address).toBeUndefined();
  expect(steps.length).toBeGreaterThan(0);
});

/** A SunSpec map: the common model with these names, then models of these lengths, their points all 0. */
function sunspecMap([maker, model]: readonly [string, string], models: readonly (readonly [number, number])[]) {
  return ({ holding }: RegisterImage): void => {
    holding.set(40_000, 0x5375, 0x6e53);
    holding.open(40_002, 67);
    holding.set(40_002, 1, 65, ...textWords(maker, 16), ...textWords(model, 16));
    let at = 40_069;
    for (const [id, length] of models) {
      holding.open(at, length + 2);
      holding.set(at, id, length);
      at += length + 2;
    }
    holding.set(at, 0xffff, 0);
  };
}

describe('SunSpec devices are told by the maker in their map', () => {
  const inverter = [
    [103, 50],
    [120, 26],
  ] as const;
  test.each([
    [
      'Fronius',
      'Primo GEN24 6.0',
      [
        [103, 50],
        [160, 48],
      ],
      'fronius-gen24',
    ],
    [
      'Fronius',
      'Symo 8.2-3-M',
      [
        [113, 60],
        [160, 48],
      ],
      'fronius-symo',
    ],
    ['Fronius', 'Smart Meter TS 65A-3', [[213, 124]], 'fronius-meter'],
    [
      'SolarEdge',
      'SE10K',
      [
        [103, 50],
        [1, 65],
        [203, 105],
      ],
      'solaredge',
    ],
    ['SMA', 'STP 10.0-3AV-40', inverter, 'sma-sunspec'],
    ['KOSTAL', 'PLENTICORE plus 10', [...inverter, [802, 62]], 'kostal-plenticore'],
    ['Power-One', 'PVI-6000', [[101, 50]], 'fimer'],
    ['EnphaseEnergy', 'IQ8', [[701, 153]], 'enphase-modbus'],
    ['Growatt', 'MOD 9000TL3-X', inverter, 'sunspec'],
    ['Carlo Gavazzi', 'EM24', [[203, 105]], 'sunspec-meter'],
  ] as const)('%s %s', async (...[maker, model, models, id]) => {
    const { found, failure } = await looked('tcp://192.168.1.7:502?unit=1', (clock) =>
      emulatedLine(
        clock,
        createModbusSlave({
          name: id,
          framing: 'tcp',
          unit: 1,
          baud: 9600,
          read: sunnyHome(clock),
          show: sunspecMap([maker, model], models),
        }),
      ),
    );
    expect(failure).toBeUndefined();
    expect(found?.protocol).toBe(id);
  });
});

test('a device whose Modbus is framed the other way behind a gateway is found, with the address that says so', async () => {
  const show = ({ holding, input }: RegisterImage): void => {
    holding.open(0, 125);
    holding.set(9, ...textWords('DH1.0\0', 3));
    holding.set(23, ...textWords('XSK0CKS058', 5));
    input.open(0, 125);
  };
  const { found, failure } = await looked('tcp://192.168.1.7:8899', (clock) =>
    emulatedLine(
      clock,
      createModbusSlave({ name: 'gateway', framing: 'tcp', unit: 1, baud: 9600, read: sunnyHome(clock), show }),
    ),
  );
  expect(failure).toBeUndefined();
  expect(found).toMatchObject({ address: 'tcp://192.168.1.7:8899?framing=tcp' });
  expect(found?.protocol).toMatch(/^growatt/);
});

test('what listens on the port of Modbus TCP is asked in Modbus first', () => {
  const [first] = roundsOf(definitions, parseAddress('tcp://192.168.1.7:502'));
  expect(first?.candidates.map(({ id }) => id)).toContain('sunspec');
  const [usual] = roundsOf(definitions, parseAddress('tcp://192.168.1.7:8899'));
  expect(usual?.candidates.map(({ id }) => id)).toContain('pi30');
  // Who names the unit is asked in the other framing, too; who names the framing is not.
  const named = (address: string) =>
    roundsOf(definitions, parseAddress(address)).map(({ candidates }) => candidates.length > 0);
  expect(named('tcp://192.168.1.7:8899?unit=3')).toEqual([true, true, true]);
  expect(named('tcp://192.168.1.7:8899?unit=3&framing=rtu')).toEqual([true, false, false]);
});

test('variants exist, and what they are asked only reads', () => {
  const variants = definitions.flatMap((definition) =>
    definition.mode === 'request' ? (definition.variants ?? []) : [],
  );
  expect(variants).toHaveLength(9);
  for (const { definition: id, ask } of variants) {
    const variant = findDefinition(id);
    expect(variant?.mode === 'request' ? variant.commands.map(({ name }) => name) : []).toContain(ask);
  }
});
