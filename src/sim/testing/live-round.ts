// For tests: one live round of any emulated device of bytes, over the wire it speaks, asked or listened to.
import type { WireFormat } from '#codec/wire.ts';
import type { PushDefinition, RequestDefinition } from '#devices/definition.ts';
import { findCommand } from '#devices/find-command.ts';
import { readings, type FieldSource } from '#devices/readings.ts';
import { definitionOf } from '#devices/registry.ts';
import type { Decoded } from '#codec/table.ts';
import type { Emulator, ReadPlant } from '../emulator.ts';
import { createDatagramEmulator, createEmulator } from '../emulators.ts';
import { discoveredOn, exchange, sumsOf, wireOverTcp } from './modbus-round-trip.ts';

/** An emulated device and how it is read. */
export interface Unit {
  readonly id: string;
  readonly emulator: Emulator;
  readonly definition: RequestDefinition | PushDefinition;
  /** How it is asked; absent where it speaks by itself. */
  readonly wire?: WireFormat;
}

/** The emulated device of a definition. */
export function unitOf(id: string, read: ReadPlant): Unit {
  const definition = definitionOf(id);
  const stream = createEmulator(id, read);
  const emulator = stream ?? createDatagramEmulator(id, read);
  if (emulator === undefined || definition.mode === 'mqtt' || definition.mode === 'http')
    throw new TypeError(`no emulator of ${id}`);
  if (definition.mode === 'push') return { id, emulator, definition };
  const wire = stream === undefined ? (definition.wireAt?.('udp', {}) ?? definition.wire) : wireOverTcp(definition);
  return { id, emulator, definition: { ...discoveredOn(emulator, { ...definition, wire }), wire }, wire };
}

/** Metrics of one live round, by id. */
export type Metrics = Map<string, number | string>;

function take(metrics: Metrics, source: FieldSource, decoded: Decoded): void {
  const { metric, value } = readings(source, decoded);
  for (const [index, at] of metric.entries()) metrics.set(at, value[index] ?? Number.NaN);
}

function askedRound(emulator: Emulator, { commands, live, sums = [], wire }: RequestDefinition): Metrics {
  const metrics: Metrics = new Map();
  for (const name of live.commands) {
    const command = findCommand(commands, name);
    const answer = exchange(emulator, wire, name);
    if (command === undefined || answer?.kind !== 'payload')
      throw new Error(`${emulator.name} ${name}: ${answer?.kind ?? 'silence'}`);
    take(metrics, { rows: command.table.rows, derive: command.derive }, command.table.decode(answer.payload));
  }
  for (const { metric, value } of sumsOf(sums, (id) => metrics.get(id))) metrics.set(metric, value);
  return metrics;
}

/** One live round of a device; of one that speaks by itself what it says in a few turns. */
export function liveRound({ emulator, definition }: Unit): Metrics {
  if (definition.mode === 'request') return askedRound(emulator, definition);
  const metrics: Metrics = new Map();
  const framer = definition.wire.framer();
  for (let turn = 0; turn < 6; turn += 1) {
    for (const { bytes, fault } of framer.push(emulator.speak?.bytes() ?? new Uint8Array())) {
      const spoken = fault === undefined ? definition.wire.read(bytes) : undefined;
      const report = definition.reports.find(({ name }) => name === spoken?.report);
      if (spoken === undefined || report === undefined) throw new Error(`${emulator.name} is not understood`);
      take(metrics, { rows: report.table.rows, derive: report.derive }, report.table.decode(spoken.payload));
    }
  }
  return metrics;
}
