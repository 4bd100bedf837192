// Emulators of the Voltronic families against their definitions: what the home is, is what is read, and a setter shows where its
// writer says. Both sides are written apart, so an error in one cannot hide in the other.
import { describe, expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import { decodeFrame, type FrameReport } from '#devices/decode-frame.ts';
import type { RequestDefinition, WriteCommand } from '#devices/definition.ts';
import { askableName, findCommand } from '#devices/find-command.ts';
import { readings } from '#devices/readings.ts';
import { definitionOf } from '#devices/registry.ts';
import type { Emulator } from './emulator.ts';
import { createEmulator } from './emulators.ts';
import { createHome } from './home.ts';
import type { PlantSnapshot } from './plant.ts';

const ids = [
  'pi30',
  'pi30max',
  'pi30m044',
  'pi30m045',
  'pi30mst',
  'pi41',
  'pi30revo',
  'pi18',
  'pi18lvx',
  'pi18sv',
  'pi17',
  'pi17infini',
  'pi17m058',
  'pi16',
  'pi16-bare',
] as const;
type Id = (typeof ids)[number];

const polled = (id: string): RequestDefinition => {
  const definition = definitionOf(id);
  if (definition.mode !== 'request') throw new TypeError(id);
  return definition;
};
const startMs = Date.parse('2026-06-20T03:00:00Z');
/** Homes at night, in the morning, at noon and in the evening. */
const homes = [0, 4, 9, 17].map((hours) => {
  const home = createHome({ startMs, seed: 4, soc: 55 });
  home.advance(startMs + hours * 3_600_000, 60_000);
  return home.snapshot();
});
const unit = (id: string, home: PlantSnapshot): Emulator => {
  const emulator = createEmulator(id, () => home);
  if (emulator === undefined) throw new TypeError(`no emulator of ${id}`);
  return emulator;
};

function send(emulator: Emulator, request: Uint8Array): Uint8Array {
  const taken = emulator.takeRequest(request);
  expect(toHex(taken.request ?? new Uint8Array())).toBe(toHex(request));
  return emulator.respond(request) ?? new Uint8Array();
}

function ask(id: Id, emulator: Emulator, name: string): FrameReport {
  const definition = polled(id);
  return decodeFrame(definition, name, send(emulator, definition.wire.request(name)));
}

const value = (report: FrameReport, field: string): unknown => report.fields.find(({ name }) => name === field)?.value;

/** Metrics of one live round, sums included. */
function live(id: Id, home: PlantSnapshot): Map<string, number | string> {
  const definition = polled(id);
  const emulator = unit(id, home);
  const metrics = new Map<string, number | string>();
  for (const name of definition.live.commands) {
    const command = findCommand(definition.commands, name);
    const [frame] = definition.wire.framer().push(send(emulator, definition.wire.request(name)));
    const answer = definition.wire.answer(frame?.bytes ?? new Uint8Array(), name);
    if (command === undefined || answer.kind !== 'payload') throw new TypeError(`${id} ${name}: ${answer.kind}`);
    const { metric, value: values } = readings(
      { rows: command.table.rows, derive: command.derive },
      command.table.decode(answer.payload),
    );
    for (const [index, at] of metric.entries()) metrics.set(at, values[index] ?? '');
  }
  for (const { metric, of } of definition.sums ?? [])
    metrics.set(
      metric,
      of.reduce((sum, at) => sum + Number(metrics.get(at) ?? 0), 0),
    );
  return metrics;
}

describe.each(ids)('%s', (id) => {
  const definition = polled(id);

  test('answers every question of its rounds without a problem', () => {
    const names = [
      ...definition.live.commands,
      ...definition.settings.commands,
      ...definition.identity.map(({ command }) => command),
      definition.probe.command,
    ];
    for (const home of homes) {
      const reports = names.map((name) => [name, ask(id, unit(id, home), name)] as const);
      expect(
        reports.filter(([, { answer }]) => answer.kind !== 'payload').map(([name, { answer }]) => [name, answer]),
      ).toEqual([]);
      expect(reports.flatMap(([name, { problems }]) => problems.map((problem) => [name, problem]))).toEqual([]);
      expect(names.length).toBeGreaterThan(2);
    }
  });

  test('answers or refuses every other question, none is malformed', () => {
    const emulator = unit(id, homes[2]!);
    const kinds = definition.commands.map((command) => {
      const report = ask(id, emulator, askableName(command));
      expect(report.problems).toEqual([]);
      return report.answer.kind;
    });
    expect(kinds.filter((kind) => kind !== 'payload' && kind !== 'refused')).toEqual([]);
    expect(kinds.filter((kind) => kind === 'payload').length).toBeGreaterThan(5);
  });

  test('is found by its probe', () => {
    const { wire, probe } = definition;
    const [frame] = wire.framer().push(send(unit(id, homes[1]!), wire.request(probe.command)));
    const answer = wire.answer(frame?.bytes ?? new Uint8Array(), probe.command);
    expect(answer.kind === 'payload' && probe.matches(answer.payload)).toBe(true);
  });

  test('tells the state of the home, in our signs', () => {
    for (const home of homes) {
      const metrics = live(id, home);
      const off: string[] = [];
      const near = (metric: string, right: number, tolerance: number): void => {
        if (!metrics.has(metric)) return;
        if (Math.abs(Number(metrics.get(metric)) - right) > tolerance)
          off.push(`${metric} ${metrics.get(metric)} for ${right}`);
      };
      expect(metrics.has('pv.power') && metrics.has('load.power') && metrics.has('battery.voltage')).toBe(true);
      near('pv.power', home.pv.powerW, id === 'pi41' ? 60 : 3);
      near('load.power', home.load.powerW, 2);
      near('battery.soc', home.battery.soc, 0.5);
      near('battery.voltage', home.battery.voltageV, 0.06);
      near('battery.current', home.battery.currentA, 0.51);
      near('battery.power', home.battery.powerW, 40);
      near('grid.power', home.grid.powerW, 2);
      near('grid.power.l1', home.grid.phases[0].powerW, 1);
      near('grid.voltage', home.grid.phases[0].voltageV, 0.6);
      near('grid.frequency', home.grid.frequencyHz, 0.06);
      expect(off).toEqual([]);
    }
  });

  test('the powers balance within what the digits allow', () => {
    let checked = 0;
    for (const home of homes) {
      const metrics = live(id, home);
      if (!metrics.has('battery.power')) continue;
      // Models without a measurement of the grid leave it to the rest of the balance.
      const grid = Number(metrics.get('grid.power') ?? home.grid.powerW);
      const sum = Number(metrics.get('pv.power')) + grid + Number(metrics.get('battery.power'));
      expect(Math.abs(sum - Number(metrics.get('load.power')))).toBeLessThanOrEqual(id === 'pi41' ? 90 : 45);
      const strings = [1, 2, 3].map((string) => Number(metrics.get(`pv.power.s${string}`) ?? 0));
      expect(
        Math.abs(strings.reduce((total, power) => total + power, 0) - Number(metrics.get('pv.power'))),
      ).toBeLessThanOrEqual(id === 'pi30revo' ? Infinity : 3);
      checked += 1;
    }
    expect(checked).toBe(id.startsWith('pi16') ? 0 : homes.length);
  });
});

/** Values a writer takes: every word, or some of its numbers; the one that is shown already comes last. */
function valuesFor({ value: form, request }: WriteCommand, shown: unknown): readonly (string | number)[] {
  if (form.kind === 'choice') {
    const isShownWord = (word: string): boolean => isShown(shown, word);
    return Object.keys(form.options).toSorted((left, right) => Number(isShownWord(left)) - Number(isShownWord(right)));
  }
  if (form.kind !== 'number') return [];
  const stepped = (part: number): number =>
    Math.round(Math.round((form.min + part * (form.max - form.min)) / form.step) * form.step * 100) / 100;
  return [1, 0.9, 0.75, 0.5, 0].map(stepped).filter((number) => number !== shown && request(number) !== undefined);
}

/** Whether a field shows what was sent; a word such as `50 Hz` shows as its number. */
function isShown(after: unknown, next: string | number): boolean {
  if (typeof after === 'boolean') return after === (next === 'enabled' || next === 'on');
  if (typeof after === 'number') return Math.abs(after - Number.parseFloat(String(next))) < 1e-6;
  return after === next;
}

describe('setters', () => {
  const shownOf = (id: Id, emulator: Emulator, { readBack }: WriteCommand): unknown => {
    const report = readBack === undefined ? undefined : ask(id, emulator, readBack.command);
    return report === undefined ? undefined : value(report, readBack?.field ?? '');
  };

  test.each(ids)('%s: what is accepted shows where its writer says', (id) => {
    const { writes, wire } = polled(id);
    const emulator = unit(id, homes[2]!);
    const changed: (readonly [name: string, answer: string, isAsBefore: boolean, isShown: boolean])[] = [];
    for (const write of writes.filter(({ readBack }) => readBack !== undefined)) {
      for (const next of valuesFor(write, shownOf(id, emulator, write))) {
        const before = shownOf(id, emulator, write);
        const letters = write.request(next) ?? '';
        if (before === undefined || before === null) break;
        const answer = wire.answer(send(emulator, wire.request(letters)), letters);
        if (answer.kind === 'refused') continue;
        const after = shownOf(id, emulator, write);
        changed.push([write.name, answer.kind, after === before, isShown(after, next)]);
      }
    }
    expect(changed.filter(([, answer, isAsBefore, isRight]) => answer !== 'ack' || isAsBefore || !isRight)).toEqual([]);
    expect(changed.length).toBeGreaterThan({ pi30: 4, pi30revo: -1 }[id as string] ?? 16);
  });

  test.each(ids)('%s: nonsense is refused', (id) => {
    const { wire } = polled(id);
    const emulator = unit(id, homes[2]!);
    const letters = wire.id.startsWith('pi17') || wire.id.startsWith('pi18') ? '^SXX9' : 'POP09';
    expect(wire.answer(send(emulator, wire.request(letters)), letters).kind).toBe('refused');
  });
});
