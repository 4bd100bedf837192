// Every setting of every definition, commanded through the drivers over real sockets to the emulator of its family: taken,
// acknowledged and, where the device shows it, read back.
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { SettingView } from '#core/command.ts';
import type { Field } from '#core/field.ts';
import type { MetricValue } from '#core/reading.ts';
import { createDatagramEmulator, createEmulator } from '#sim/emulators.ts';
import { createFaults } from '#sim/faults.ts';
import { createDeyeBehindLogger } from '#sim/modbus-deye.ts';
import { startPty } from '#sim/pty.ts';
import { startUdpServer } from '#sim/udp-server.ts';
import { unitOf } from '#sim/testing/live-round.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { eventually, livingHome, openedField, served } from './testing/served.ts';
import { commandFor, refusedBy, settable, settings, started } from './testing/settable.ts';

/** How long a command may take on a fast line before something is wrong with it, ms. */
const patienceMs = 60_000;

/** Values to be tried: two where there are two, so that a change shows. */
function valuesOf(field: Field, device: string, { name: setting, value }: SettingView): readonly MetricValue[] {
  if (value.kind === 'none') return [''];
  if (value.kind === 'text') return [value.example];
  const isAllowed = (candidate: MetricValue): boolean => {
    try {
      field.check(commandFor(device, setting, candidate));
      return true;
    } catch (error) {
      if (isSolsteadError(error, 'command.limits')) return false;
      throw error;
    }
  };
  if (value.kind === 'binary') throw new TypeError('assertion: no setting is binary');
  if (value.kind === 'choice') return value.options.filter(isAllowed).slice(0, 2);
  const steps = Array.from({ length: 200 }, (_, index) => Number((value.min + index * value.step).toFixed(4)));
  return steps.filter((candidate) => candidate <= value.max && isAllowed(candidate)).slice(0, 2);
}

/** Commands every value of a setting; the outcome of the last one. */
async function orderAll(field: Field, view: SettingView): Promise<string> {
  let outcome = 'no value is allowed';
  for (const value of valuesOf(field, 'it', view)) {
    const result = await field.set({ ...commandFor('it', view.name, value), force: true }).catch((error: unknown) => {
      if (isSolsteadError(error)) return { outcome: error.code };
      throw error;
    });
    outcome = result.outcome;
    if (outcome !== 'confirmed' && outcome !== 'acknowledged') return `${String(value)}: ${outcome}`;
  }
  return outcome;
}

describe('every setting of a definition is taken by its emulator', { timeout: patienceMs }, () => {
  const counts: { id: string; all: number; refused: number }[] = [];

  test.for(settable.map((definition) => [definition.id, definition] as const))(
    '%s',
    async ([id, definition], context) => {
      const field = await started(context, definition);
      // A SunSpec map is walked first.
      const views = await vi.waitFor(() => field.settings('it'), { timeout: 20_000, interval: 50 });
      const found: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const view of views) {
        const isRefused = Object.hasOwn(refusedBy(id), view.name);
        expected[view.name] = isRefused ? 'refused' : view.readable ? 'confirmed' : 'acknowledged';
        const outcome = await orderAll(field, view);
        found[view.name] = outcome.endsWith('command.refused') ? 'refused' : outcome;
      }
      expect(found).toEqual(expected);
      const isRefused = (outcome: string): boolean => outcome === 'refused';
      counts.push({ id, all: views.length, refused: Object.values(found).filter(isRefused).length });
    },
  );

  test('none is left out', () => {
    const sum = (of: (row: (typeof counts)[number]) => number): number =>
      counts.reduce((total, row) => total + of(row), 0);
    expect(counts.length).toBe(settable.length);
    // Of a SunSpec device, what its own map of models lets be set.
    const writers = settable.map(({ id }) => unitOf(id, livingHome().read).definition);
    const all = writers.reduce((total, one) => total + (one.mode === 'request' ? one.writes.length : 0), 0);
    expect(sum((row) => row.all)).toBe(all);
    expect(sum((row) => row.refused)).toBe(sum((row) => Object.keys(refusedBy(row.id)).length));
    expect(all).toBeGreaterThan(0);
  });
});

describe('over a line with faults', { timeout: patienceMs }, () => {
  const pop = { ...commandFor('roof', 'POP', ''), force: true };
  const record = { id: 'roof', site: 'home', name: 'Roof', definition: 'pi30', settings };

  test('what the device refuses comes back with its reason, and the next command is accepted', async (context) => {
    const roof = await served(context, 'pi30');
    const { field } = openedField(context);
    await field.start({ ...record, address: roof.address });
    await expect(field.set(commandFor('roof', 'MUCHGC', 90))).rejects.toMatchObject({
      code: 'command.refused',
      why: expect.stringContaining('NAK') as string,
    });
    const result = await field.set({ ...pop, value: 'Solar first' });
    expect(result).toMatchObject({ outcome: 'confirmed', after: 'Solar first' });
  });

  test('a command that was sent and not acknowledged is reported so, and not sent again', async (context) => {
    const roof = await served(context, 'pi30');
    const { field } = openedField(context);
    await field.start({ ...record, address: roof.address });
    await eventually(() => expect(field.status('roof').state).toBe('online'));
    await roof.faults.set({ silent: true });
    await expect(field.set({ ...pop, value: 'Solar first' })).rejects.toMatchObject({
      code: 'command.unconfirmed',
      why: expect.stringMatching(/was sent but not acknowledged \(no answer in time\)/) as string,
    });
  });

  test('a command to a device that is not there is not sent', async (context) => {
    const roof = await served(context, 'pi30');
    const { field } = openedField(context);
    await roof.faults.set({ vanished: true });
    await field.start({ ...record, address: roof.address });
    await expect(field.set({ ...pop, value: 'Solar first' })).rejects.toMatchObject({ code: 'link.unavailable' });
  });
});

test('a serial port at 2400 baud carries a command and its outcome', { timeout: patienceMs }, async (context) => {
  needs(context, 'socat');
  const emulator = createEmulator('pi30', livingHome().read);
  if (emulator === undefined) throw new TypeError('assertion: pi30 has an emulator');
  const server = await startWireServer({ emulator, clock });
  context.onTestFinished(() => server.close());
  const outcome = await startPty({ server, path: join(tempDir(context), 'ttyUSB0'), clock });
  if (!('pty' in outcome)) throw new Error(outcome.reason);
  context.onTestFinished(() => outcome.pty.close());
  const { field } = openedField(context);
  const address = `serial://${outcome.pty.path}?baud=2400`;
  await field.start({ id: 'roof', site: 'home', name: 'Roof', definition: 'pi30', address, settings });
  await eventually(() => expect(field.status('roof').state).toBe('online'), 15_000);
  const views = await field.settings('roof');
  expect(views.find(({ name }) => name === 'POP')).toMatchObject({ current: 'SBU first' });
  const result = await field.set(commandFor('roof', 'POP', 'Utility first'));
  expect(result).toEqual({ outcome: 'confirmed', before: 'SBU first', after: 'Utility first' });
});

test('a logger and a Wi-Fi module pass commands on, each in its own frames', {
  timeout: patienceMs,
}, async (context) => {
  const { read } = livingHome();
  const logger = 2_712_345_678;
  const deye = await startWireServer({ emulator: createDeyeBehindLogger(read, logger), clock, thinkMs: 0 });
  context.onTestFinished(() => deye.close());
  const emulator = createDatagramEmulator('goodwe-et', read);
  if (emulator === undefined) throw new TypeError('assertion: goodwe-et is reached by datagrams');
  const goodwe = await startUdpServer({ emulator, clock, faults: createFaults() });
  context.onTestFinished(() => goodwe.close());
  const { field } = openedField(context);
  const at = { site: 'home', name: 'It', settings } as const;
  await field.start({ ...at, id: 'deye', definition: 'deye-p3', address: `${deye.address}?logger=${logger}` });
  await field.start({ ...at, id: 'goodwe', definition: 'goodwe-et', address: goodwe.address });
  for (const device of ['deye', 'goodwe']) {
    await eventually(() => expect(field.status(device).state).toBe('online'), 15_000);
    const views = await field.settings(device);
    const view = views.find(({ value }) => value.kind === 'number');
    if (view === undefined) throw new TypeError('assertion: it has a number to set');
    const [, value = 0] = valuesOf(field, device, view);
    const result = await field.set(commandFor(device, view.name, value));
    expect(result).toMatchObject({ outcome: 'confirmed', after: value });
  }
});
