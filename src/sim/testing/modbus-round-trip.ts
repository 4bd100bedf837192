// Asks an emulated device everything its definition polls, over the bytes of the wire, and gathers what came.
import type { MetricId } from '#core/catalogue.ts';
import { inEnglish } from '#core/reason.ts';
import type { Decoded } from '#codec/table.ts';
import type { WireFormat } from '#codec/wire.ts';
import type { DiscoveryAnswer, AskedDefinition, RequestDefinition, MetricSum } from '#devices/definition.ts';
import { readings } from '#devices/readings.ts';
import type { Emulator } from '../emulator.ts';

/** The answer of an emulator to a command, through framer and checks; undefined where it stays silent. */
export function exchange(emulator: Emulator, wire: WireFormat, command: string) {
  const { request, used } = emulator.takeRequest(wire.request(command));
  if (request === undefined || used !== wire.request(command).length)
    throw new Error(`${emulator.name} does not take ${command}`);
  const reply = emulator.respond(request);
  if (reply === undefined) return undefined;
  const frames = wire.framer().push(reply);
  const good = frames.filter(({ fault }) => fault === undefined).map(({ bytes }) => wire.answer(bytes, command));
  return good.find(({ kind }) => kind !== 'foreign') ?? good[0];
}

/** The definition with what discovery finds. */
export function discoveredOn<D extends AskedDefinition>(emulator: Emulator, definition: D): D {
  const answers: DiscoveryAnswer[] = [];
  for (let round = 0; round < 100; round += 1) {
    const step = definition.discover?.(answers);
    if (step === undefined) return definition;
    if (step.kind === 'none') throw new Error(step.why.code);
    if (step.kind === 'found') return { ...definition, ...step.definition };
    const answer = exchange(emulator, definition.wire, step.command);
    answers.push({ command: step.command, ...(answer?.kind === 'payload' ? { payload: answer.payload } : {}) });
  }
  throw new Error('discovery does not end');
}

/** The wire format an emulated device behind a TCP port speaks. */
export function wireOverTcp({ wire, wireAt }: RequestDefinition): WireFormat {
  return wireAt?.('tcp', {}) ?? wire;
}

/** What one round of all reads gave. */
export interface Round {
  readonly metrics: Readonly<Record<string, number | string>>;
  readonly fields: Readonly<Record<string, number | string | boolean>>;
  /** Why something is missing: refused reads and rows that could not be read. */
  readonly troubles: readonly string[];
}

/** The sums of a round by what its answers told. */
export function sumsOf(
  sums: readonly MetricSum[],
  told: (id: MetricId) => number | string | undefined,
): readonly { readonly metric: MetricId; readonly value: number }[] {
  const numbers = (ids: readonly MetricId[]): number[] => ids.map(told).filter((value) => typeof value === 'number');
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return sums.flatMap(({ metric, of, less = [], least = -Infinity }) => {
    const addends = numbers(of);
    const isWhole = addends.length > 0 && numbers(less).length === less.length;
    return !isWhole ? [] : [{ metric, value: Math.max(least, total(addends) - total(numbers(less))) }];
  });
}

/** Asks all commands of a definition once. */
export function readAll(emulator: Emulator, plain: RequestDefinition, wire = wireOverTcp(plain)): Round {
  const definition = { ...discoveredOn(emulator, { ...plain, wire }), wire };
  const metrics: Record<string, number | string> = {};
  const fields: Record<string, number | string | boolean> = {};
  const troubles: string[] = [];
  for (const command of definition.commands) {
    const answer = exchange(emulator, definition.wire, command.name);
    if (answer?.kind !== 'payload') {
      troubles.push(
        `${command.name}: ${answer === undefined ? 'silence' : 'why' in answer ? inEnglish(answer.why) : answer.kind}`,
      );
      continue;
    }
    const decoded: Decoded = command.table.decode(answer.payload);
    const { metric, value } = readings({ rows: command.table.rows, derive: command.derive }, decoded);
    for (const [index, id] of metric.entries()) metrics[id] = value[index] ?? Number.NaN;
    for (const [index, row] of command.table.rows.entries()) {
      const found = decoded.values[index];
      if (found !== undefined) fields[row.name] = found;
    }
    troubles.push(
      ...decoded.problems.map(
        ({ row, why }) => `${command.name} ${command.table.rows[row]?.name ?? '*'}: ${inEnglish(why)}`,
      ),
    );
  }
  for (const { metric, value } of sumsOf(definition.sums ?? [], (id) => metrics[id])) metrics[metric] = value;
  return { metrics, fields, troubles };
}
