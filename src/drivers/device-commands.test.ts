// Commands to a polled device on a clock that the test moves: what is sent, how often, and what is reported.
import { describe, expect, test } from 'vitest';
import type { DeviceCommand } from '#core/command.ts';
import { usualWear, type Wear } from '#devices/definition.ts';
import { definitionOf } from '#devices/registry.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createEmulator } from '#sim/emulators.ts';
import { createPi30Emulator } from '#sim/pi30-emulator.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { DeviceCommands } from './device-commands.ts';
import { LinkQueue } from './link-queue.ts';
import { RequestDevice } from './request-device.ts';
import { deviceRecord, emulatedLine, nak, sunnyHome } from './testing/emulated.ts';
import { caught, listening, started } from './testing/wires.ts';
import { makeWearBudgets } from './wear-budget.ts';

const second = 1000;
const commandFor = (value: string | number, setting = 'POP'): DeviceCommand => ({
  device: 'roof',
  target: { setting },
  value,
  origin: 'person',
});

/** A PI30 inverter that was online for 20 s; `over` changes how the emulator behaves. */
async function roof(over: (unit: Emulator) => Partial<Emulator> = () => ({}), wear: Wear = usualWear) {
  const clock = fakeClock();
  const unit = createPi30Emulator({ read: sunnyHome(clock) });
  const line = emulatedLine(clock, { ...unit, ...over(unit) });
  const heard = listening(clock);
  const definition = { ...pi30, writes: pi30.writes.map((write) => ({ ...write, wear })) };
  const queue = new LinkQueue(line.link, clock);
  const device = started(new RequestDevice(deviceRecord('roof', 'pi30'), definition, { ...heard, queue }));
  await clock.advance(20 * second);
  line.requests.length = 0;
  const sent = (letters: string): number => line.requests.filter((request) => request === letters).length;
  return { clock, unit, line, device, sent, heard };
}

const isRequest = (request: Uint8Array, letters: string): boolean =>
  String.fromCharCode(...request.subarray(0, letters.length)) === letters;

describe('a command', () => {
  test('is sent once, looked for, and told with what was before', async () => {
    const { device, sent, unit, clock } = await roof();
    const result = device.commands.set(commandFor('Solar first'));
    await clock.advance(second);
    expect(await result).toEqual({ outcome: 'confirmed', before: 'SBU first', after: 'Solar first' });
    expect([sent('POP01'), unit.settings.outputPriority]).toEqual([1, 1]);
    const view = (await device.commands.settings()).find(({ name }) => name === 'POP');
    expect(view).toMatchObject({ current: 'Solar first', currentAtMs: expect.any(Number) as number });
    await device.stop();
  });

  test('goes out when its wear is kept, and not before', async () => {
    const clock = fakeClock();
    const line = emulatedLine(clock, createPi30Emulator({ read: sunnyHome(clock) }));
    const kept = Promise.withResolvers<void>();
    const wear = makeWearBudgets(clock, { kept: () => [], keep: () => kept.promise });
    const queue = new LinkQueue(line.link, clock);
    const definition = { ...pi30, writes: pi30.writes.map((write) => ({ ...write, wear: usualWear })) };
    const device = started(
      new RequestDevice(deviceRecord('roof', 'pi30'), definition, { ...listening(clock), queue, wear }),
    );
    await clock.advance(20 * second);
    const result = device.commands.set(commandFor('Solar first'));
    await clock.advance(second);
    expect(line.requests).not.toContain('POP01');
    kept.resolve();
    await clock.advance(second);
    expect(line.requests).toContain('POP01');
    expect(await result).toMatchObject({ outcome: 'confirmed' });
    await device.stop();
  });

  test('for an action without a value, or one that shows nowhere, is acknowledged', async () => {
    const { device, sent, clock } = await roof();
    const results = Promise.all([
      device.commands.set(commandFor('', 'PSAVE')),
      device.commands.set(commandFor('20260619123000', 'DAT')),
    ]);
    await clock.advance(2 * second);
    expect(await results).toEqual([{ outcome: 'acknowledged' }, { outcome: 'acknowledged' }]);
    expect([sent('PSAVE'), sent('DAT20260619123000')]).toEqual([1, 1]);
    await device.stop();
  });

  test.each([
    ['outside its limits', 30, 'PBFT', 'command.limits', '48 to 58.4 V'],
    ['with a word nobody knows', 'Moon first', 'POP', 'command.limits', 'one of Utility first, Solar first, SBU first'],
    ['for the wrong kind of value', '48', 'PBFT', 'command.limits', 'steps of 0.1'],
    ['with a value for an action', 'now', 'PF', 'command.limits', 'it is an action'],
    ['without the value it needs', '', 'POP', 'command.limits', 'no value was given'],
    ['for what is not there', 1, 'POPP', 'command.unknown', 'did you mean POP, POPM or PCP'],
  ] as const)('%s sends not a byte', async (...[, value, setting, code, why]) => {
    const { device, line, clock } = await roof();
    const before = line.link.counters.bytesSent;
    const check = () => device.commands.check(commandFor(value, setting));
    expect(check).toThrow(expect.objectContaining({ code, message: expect.stringContaining(why) as string }));
    const failure = caught(device.commands.set(commandFor(value, setting)));
    await clock.advance(10);
    expect(await failure).toMatchObject({ code });
    expect(line.link.counters.bytesSent).toBe(before);
    await device.stop();
  });

  test('of a set-point without a value says that it is missing, and what was given otherwise', async () => {
    const { device } = await roof();
    const told = (value: string | number) => () =>
      device.commands.check({ device: 'roof', target: { setPoint: 'battery.mode' }, value, origin: 'person' });
    expect(told('')).toThrow(expect.objectContaining({ why: expect.stringMatching(/no value was given$/) as string }));
    const params = expect.objectContaining({ given: { external: 'sideways' } }) as object;
    expect(told('sideways')).toThrow(expect.objectContaining({ reason: { code: 'value.not-taken', params } }));
    await device.stop();
  });

  test('that is refused says why, and changes nothing', async () => {
    const { device, sent, unit, clock } = await roof((made) => ({
      respond: (request) => (isRequest(request, 'POP') ? nak : made.respond(request)),
    }));
    const failure = caught(device.commands.set(commandFor('Solar first')));
    await clock.advance(20 * second);
    expect(await failure).toMatchObject({ code: 'command.refused', why: expect.stringContaining('NAK') as string });
    expect([sent('POP01'), unit.settings.outputPriority]).toEqual([1, 2]);
    await device.stop();
  });

  test('that is not acknowledged is not sent again: nobody knows what became of it', async () => {
    const { device, sent, clock } = await roof((made) => ({
      respond: (request) => (isRequest(request, 'POP') ? undefined : made.respond(request)),
    }));
    const failure = caught(device.commands.set(commandFor('Solar first')));
    await clock.advance(60 * second);
    expect(await failure).toMatchObject({
      code: 'command.unconfirmed',
      why: expect.stringMatching(/^it was sent but/) as string,
    });
    expect(sent('POP01')).toBe(1);
    await device.stop();
  });

  test('that is not acknowledged proves nothing where the device showed the value before', async () => {
    const { device, clock } = await roof((made) => ({
      respond: (request) => (isRequest(request, 'POP') ? undefined : made.respond(request)),
    }));
    const failure = caught(device.commands.set({ ...commandFor('SBU first'), force: true }));
    await clock.advance(60 * second);
    expect(await failure).toMatchObject({ code: 'command.unconfirmed' });
    await device.stop();
  });

  test('whose acknowledgement was lost is confirmed by the change the device shows', async () => {
    const { device, sent, clock } = await roof((made) => ({
      respond(request) {
        const answer = made.respond(request);
        return isRequest(request, 'POP') ? undefined : answer;
      },
    }));
    const result = device.commands.set(commandFor('Solar first'));
    await clock.advance(30 * second);
    expect(await result).toMatchObject({ outcome: 'confirmed', after: 'Solar first' });
    expect(sent('POP01')).toBe(1);
    await device.stop();
  });

  test('that the device shows seconds later is confirmed then', async () => {
    let askedAfter = 0;
    const late = (made: Emulator): Partial<Emulator> => {
      let held: Uint8Array | undefined;
      return {
        respond(request) {
          if (isRequest(request, 'POP')) {
            held = request;
            return made.respond(Uint8Array.of(...pi30.wire.request('PSAVE')));
          }
          if (held !== undefined && isRequest(request, 'QPIRI')) {
            askedAfter += 1;
            if (askedAfter === 3) made.respond(held);
          }
          return made.respond(request);
        },
      };
    };
    const { device, sent, clock } = await roof(late);
    const result = device.commands.set(commandFor('Solar first'));
    await clock.advance(20 * second);
    expect(await result).toMatchObject({ outcome: 'confirmed', after: 'Solar first' });
    expect([sent('POP01'), askedAfter]).toEqual([1, 3]);
    await device.stop();
  });

  test('that was acknowledged while the device goes on showing another value differs', async () => {
    const { device, sent, clock } = await roof((made) => ({
      respond: (request) =>
        isRequest(request, 'POP') ? made.respond(pi30.wire.request('PSAVE')) : made.respond(request),
    }));
    const failure = caught(device.commands.set(commandFor('Solar first')));
    await clock.advance(30 * second);
    expect(await failure).toMatchObject({
      code: 'command.differs',
      why: 'the device acknowledged Solar first and reports SBU first',
    });
    expect(sent('POP01')).toBe(1);
    await device.stop();
  });

  test('goes before what waits to be read, and two go one after another', async () => {
    const { device, line, clock } = await roof();
    const results = Promise.all([
      device.commands.set(commandFor('Solar first')),
      device.commands.set(commandFor('Utility first')),
    ]);
    await clock.advance(10 * second);
    expect((await results).map(({ before, after }) => [before, after])).toEqual([
      ['SBU first', 'Solar first'],
      ['Solar first', 'Utility first'],
    ]);
    const told = line.requests.filter((letters) => /^POP|^QPIRI/.test(letters));
    expect(told).toEqual(['POP01', 'QPIRI', 'POP00', 'QPIRI']);
    await device.stop();
  });

  test('to a device that is stopped, or cannot be reached, is not sent', async () => {
    const { device, line, sent, clock } = await roof();
    line.unplugged = true;
    line.hangUp();
    const failure = caught(device.commands.set(commandFor('Solar first')));
    await clock.advance(10);
    expect(await failure).toMatchObject({ code: 'link.unavailable' });
    line.unplugged = false;
    await device.stop();
    await clock.advance(2 * second);
    const late = caught(device.commands.set(commandFor('Solar first')));
    await clock.advance(2 * second);
    expect(await late).toMatchObject({ code: 'link.closed' });
    expect(sent('POP01')).toBe(0);
  });
});

describe('what wears the device out', () => {
  const told = (value: string, over: Partial<DeviceCommand> = {}): DeviceCommand => ({
    ...commandFor(''),
    target: { setPoint: 'inverter.priority.output' },
    value,
    ...over,
  });

  test('is not written when the device shows it, which is looked at first; a person may force it', async () => {
    const { device, line, sent, clock } = await roof();
    const same = device.commands.set(told('battery-first'));
    await clock.advance(second);
    expect(await same).toEqual({
      outcome: 'confirmed',
      before: 'battery-first',
      after: 'battery-first',
      unchanged: true,
    });
    expect(line.requests.filter((letters) => /^POP|^QPIRI/.test(letters))).toEqual(['QPIRI']);
    const forced = device.commands.set(told('battery-first', { force: true }));
    await clock.advance(second);
    expect(await forced).toMatchObject({ outcome: 'confirmed' });
    const program = device.commands.set(told('battery-first', { force: true, origin: 'program' }));
    await clock.advance(second);
    expect([await program, sent('POP02')]).toMatchObject([{ unchanged: true }, 1]);
    await device.stop();
  });

  test('is written by a program so often and no more; a person may, and is told', async () => {
    const { device, clock } = await roof(undefined, { leastSeconds: 60, mostADay: 2 });
    const set = async (value: string, over: Partial<DeviceCommand>): Promise<unknown> => {
      const result = device.commands.set(told(value, over)).catch((error: unknown) => error);
      await clock.advance(2 * second);
      return result;
    };
    const program = { origin: 'program' } as const;
    expect(await set('solar-first', program)).toMatchObject({ outcome: 'confirmed' });
    expect(await set('grid-first', program)).toMatchObject({ code: 'command.too-often' });
    await clock.advance(60 * second);
    expect(await set('grid-first', program)).toMatchObject({ outcome: 'confirmed' });
    await clock.advance(60 * second);
    expect(await set('solar-first', program)).toMatchObject({ code: 'command.too-often' });
    expect(await set('solar-first', {})).toMatchObject({ outcome: 'confirmed', storedWrites: 3 });
    await device.stop();
  });
});

describe('a mode of several writes', () => {
  const mode = (value: string): DeviceCommand => ({ ...commandFor(value), target: { setPoint: 'battery.mode' } });

  test('is written in its order, only what is due, and reported as one', async () => {
    const { device, line, clock } = await roof();
    const written = () => line.requests.filter((letters) => /^P[OC]P/.test(letters));
    const charge = device.commands.set(mode('charge'));
    await clock.advance(5 * second);
    expect(await charge).toMatchObject({ outcome: 'confirmed', after: 'charge' });
    const steps = written();
    expect(steps.at(-1)).toBe('PCP02');
    const hold = device.commands.set(mode('hold'));
    await clock.advance(5 * second);
    expect(await hold).toMatchObject({ outcome: 'confirmed', before: 'charge', after: 'hold' });
    expect(written().slice(steps.length)).toEqual(['PCP03']);
    const seen = device.commands.capabilities();
    await clock.advance(5 * second);
    expect((await seen).find(({ name }) => name === 'battery.mode')).toMatchObject({
      value: { kind: 'choice', options: ['self-consumption', 'hold', 'charge'] },
      settings: ['PCP', 'POP'],
      current: 'hold',
      stored: true,
    });
    await device.stop();
  });

  test('that is refused half-way says which part', async () => {
    const { device, clock } = await roof((made) => ({
      respond: (request) => (isRequest(request, 'PCP') ? nak : made.respond(request)),
    }));
    const failure = caught(device.commands.set(mode('charge')));
    await clock.advance(20 * second);
    expect(await failure).toMatchObject({ code: 'command.refused', message: expect.stringContaining('PCP') as string });
    await device.stop();
  });
});

describe('values that a device takes and does not tell', () => {
  /** The requests that write, and a device of this definition whose registers from `untold` on read as these words. */
  async function of(id: string, emulated: Partial<Emulator> = {}) {
    const clock = fakeClock();
    const emulator = createEmulator(id, sunnyHome(clock));
    const listed = definitionOf(id);
    if (emulator === undefined || listed.mode !== 'request')
      throw new TypeError('assertion: it is polled and emulated');
    const definition = { ...listed, wire: listed.wireAt?.('tcp', {}) ?? listed.wire, pauseMs: 0 };
    const line = emulatedLine(clock, { ...emulator, ...emulated });
    const context = { ...listening(clock), queue: new LinkQueue(line.link, clock) };
    const device = started(new RequestDevice(deviceRecord('roof', id), definition, context));
    await clock.advance(20 * second);
    const written = (): string[] =>
      line.requests
        .filter((request) => request.charCodeAt(7) === 16)
        .map((request) => [8, 9, 13, 14, 15, 16].map((at) => request.charCodeAt(at).toString(16)).join(' '));
    return { device, clock, written, emulator };
  }

  test('a set point that is written only is acknowledged, and its switch follows', async () => {
    const { device, clock, written } = await of('sma-battery');
    const result = device.commands.set({ ...commandFor(-2500), target: { setPoint: 'battery.power.target' } });
    await clock.advance(5 * second);
    expect(await result).toEqual({ outcome: 'acknowledged' });
    // 40149: FFFF F63C, 40151: 0000 0322.
    expect(written()).toEqual(['9c d5 ff ff f6 3c', '9c d7 0 0 3 22']);
    await device.stop();
  });

  test.each([
    ['that reads as no number', (answer: Uint8Array) => answer.fill(0xff, 9)],
    [
      'that refuses to be read',
      (answer: Uint8Array) => Uint8Array.of(...answer.subarray(0, 5), 3, answer[6] ?? 0, 0x83, 2),
    ],
  ] as const)('a mode of registers %s is written to its end', async (_, hidden) => {
    const { emulator } = await of('sma-hybrid');
    const isHidden = (request: Uint8Array): boolean => request[7] === 3 && (request[8] ?? 0) >= 0x9d;
    const respond: Emulator['respond'] = (request) => {
      const answer = emulator.respond(request);
      return answer !== undefined && isHidden(request) ? hidden(answer) : answer;
    };
    const { device, clock, written } = await of('sma-hybrid', { respond });
    const result = device.commands.set({ ...commandFor('hold'), target: { setPoint: 'battery.mode' } });
    await clock.advance(10 * second);
    expect(await result).toEqual({ outcome: 'acknowledged' });
    expect(written()).toHaveLength(4);
    await device.stop();
  });
});

test('settings show what was read; what was not is asked once', async () => {
  const { device, sent, clock } = await roof();
  const asked = device.commands.settings();
  await clock.advance(5 * second);
  const views = await asked;
  expect(views).toHaveLength(pi30.writes.length);
  expect(views.find(({ name }) => name === 'PBFT')).toMatchObject({
    value: { kind: 'number', unit: 'V', min: 48, max: 58.4, step: 0.1 },
    dangerous: true,
    readable: true,
    current: 54,
  });
  expect(views.find(({ name }) => name === 'PF')).toMatchObject({ value: { kind: 'none' }, readable: false });
  expect(views.filter(({ current }) => current !== undefined).length).toBeGreaterThan(20);
  expect(sent('QPIRI')).toBe(0);
  await device.stop();
});

test('a device whose map differs from unit to unit is not set before it was asked anew after a new connection', async () => {
  const clock = fakeClock();
  const emulator = createEmulator('fronius-gen24', sunnyHome(clock));
  const listed = definitionOf('fronius-gen24');
  if (emulator === undefined || listed.mode !== 'request') throw new TypeError('assertion: it is polled and emulated');
  const definition = { ...listed, wire: listed.wireAt?.('tcp', {}) ?? listed.wire, pauseMs: 0 };
  const line = emulatedLine(clock, emulator);
  const context = { ...listening(clock), queue: new LinkQueue(line.link, clock) };
  const device = started(new RequestDevice(deviceRecord('roof', definition.id), definition, context));
  const limit = commandFor(50, 'power_limit');
  expect(() => device.commands.check(limit)).toThrow(expect.objectContaining({ code: 'link.unavailable' }));
  await clock.advance(4 * second);
  const writes = (): number => line.requests.filter((request) => [6, 16].includes(request.charCodeAt(7))).length;
  line.hangUp();
  const failure = caught(device.commands.set(limit));
  await clock.advance(10);
  expect(await failure).toMatchObject({
    code: 'link.unavailable',
    why: expect.stringContaining('try again') as string,
  });
  expect(writes()).toBe(0);
  await clock.advance(20 * second);
  const result = device.commands.set(limit);
  await clock.advance(5 * second);
  expect(await result).toMatchObject({ outcome: 'confirmed', after: 50 });
  expect(writes()).toBe(1);
  await device.stop();
});

describe('a setting that shares its register', () => {
  /** Commands on a Deye whose register 232 holds 0x0005, as long as `answers` says so. */
  function deye(answers: () => boolean) {
    const clock = fakeClock();
    const definition = definitionOf('deye-p1');
    if (definition.mode !== 'request') throw new TypeError('assertion: it is asked');
    const sent: string[] = [];
    let word = 0x0005;
    const commands = new DeviceCommands({
      clock,
      signal: new AbortController().signal,
      everySeconds: 300,
      definition: () => definition,
      askable: (names) => names,
      ask: async (name) => {
        const command = definition.commands.find((one) => one.name === name);
        const [, first = 0, registers = 0] = name.split(' ').map(Number);
        if (command === undefined || !answers()) throw new SolsteadError('link.timeout', { at: 'roof' });
        const payload = new Uint8Array(2 * registers);
        new DataView(payload.buffer).setUint16(2 * (232 - first), word);
        commands.note({ command, decoded: command.table.decode(payload) });
      },
      send: async (request) => {
        sent.push(request);
        word = Number(request.split(' ')[2]);
      },
    });
    return { commands, sent };
  }

  test('P17: changes its own bits: grid charging off leaves the neighbour of 0x0005 on', async () => {
    const { commands, sent } = deye(() => true);
    await commands.settings();
    const result = await commands.set(commandFor('Off', 'battery_grid_charging'));
    expect(sent).toEqual(['write-block 232 4']);
    expect(result).toMatchObject({ outcome: 'confirmed', before: 'On', after: 'Off' });
    await commands.set(commandFor('On', 'battery_grid_charging'));
    expect(sent.at(-1)).toBe('write-block 232 5');
  });

  test('is not sent where its register cannot be read just before, however well it was read long ago', async () => {
    let isThere = true;
    const { commands, sent } = deye(() => isThere);
    await commands.settings();
    isThere = false;
    expect(await caught(commands.set(commandFor('Off', 'battery_grid_charging')))).toMatchObject({
      code: 'link.timeout',
    });
    expect(sent).toEqual([]);
  });
});
