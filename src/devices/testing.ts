// What the tests of definitions share: the meaning of recorded bytes by field and by metric.
import { inEnglish } from '#core/reason.ts';
import { fromHex } from '#core/bytes.ts';
import { answerShapes } from './by-mode.ts';
import { decodeFrame, type FrameReport } from './decode-frame.ts';
import type { Definition, DiscoveryAnswer, AskedDefinition } from './definition.ts';
import { fields, readings } from './readings.ts';

/** Recorded bytes as the answer to a command or as a report. */
export function reportOf(definition: Definition, command: string, bytes: string | Uint8Array): FrameReport {
  return decodeFrame(definition, command, typeof bytes === 'string' ? fromHex(bytes) : bytes);
}

/** The fields that have a value, by name. */
export function fieldsOf(report: FrameReport): Record<string, number | string | boolean> {
  return Object.fromEntries(report.fields.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
}

function flipped(definition: Definition, name: string): boolean {
  return answerShapes(definition).some(({ rows }) => rows.some((row) => row.name === name && row.flip === true));
}

/** The metrics that have a value, by id, in the catalogue's sign. */
export function metricsOf(definition: Definition, report: FrameReport): Record<string, number | string | boolean> {
  return Object.fromEntries(
    report.fields.flatMap(({ name, metric, value }) => {
      if (metric === undefined || value === null) return [];
      return [[metric, typeof value === 'number' && value !== 0 && flipped(definition, name) ? -value : value]];
    }),
  );
}

/** Registers by address; those that are not given hold 0. */
export type RegisterImage = Readonly<Record<number, number>>;

/** What a register device answers to a read; an address in `refused` makes it refuse. */
function answerFrom(command: string, image: RegisterImage, refused: readonly number[]): Uint8Array | undefined {
  const [, first = 0, count = 0] = command.split(' ').map(Number);
  if (refused.some((register) => register >= first && register < first + count)) return undefined;
  const words = Array.from({ length: count }, (_, index) => image[first + index] ?? 0);
  return Uint8Array.from(words.flatMap((word) => [(word >> 8) & 0xff, word & 0xff]));
}

/** The definition as discovery on these registers leaves it. */
function discoveredFrom(
  definition: AskedDefinition,
  image: RegisterImage,
  refused: readonly number[] = [],
): AskedDefinition {
  const answers: DiscoveryAnswer[] = [];
  for (let round = 0; round < 100; round += 1) {
    const step = definition.discover?.(answers);
    if (step === undefined) return definition;
    if (step.kind === 'none') throw new TypeError(inEnglish(step.why));
    if (step.kind === 'found') return step.definition;
    const payload = answerFrom(step.command, image, refused);
    answers.push({ command: step.command, ...(payload === undefined ? {} : { payload }) });
  }
  throw new TypeError('assertion: discovery ends');
}

/** What a register device shows: fields in the maker's sign, metrics in the catalogue's, and what could not be read. */
export interface Shown {
  readonly fields: Readonly<Record<string, number | string | boolean>>;
  readonly metrics: Readonly<Record<string, number | string>>;
  readonly problems: readonly string[];
  /** As discovery left it. */
  readonly definition: AskedDefinition;
}

/** All reads of a register device at once, after discovery. */
export function shownBy(plain: AskedDefinition, image: RegisterImage, refused: readonly number[] = []): Shown {
  const definition = discoveredFrom(plain, image, refused);
  const shown = { fields: {}, metrics: {}, problems: [], definition } as {
    definition: AskedDefinition;
    fields: Record<string, number | string | boolean>;
    metrics: Record<string, number | string>;
    problems: string[];
  };
  for (const { name, table, derive } of definition.commands) {
    const payload = answerFrom(name, image, refused);
    if (payload === undefined) continue;
    const decoded = table.decode(payload);
    const source = { rows: table.rows, derive };
    for (const field of fields(source, decoded)) if (field.value !== null) shown.fields[field.name] = field.value;
    const { metric, value } = readings(source, decoded);
    for (const [index, id] of metric.entries()) shown.metrics[id] = value[index] ?? Number.NaN;
    for (const { row, why } of decoded.problems)
      shown.problems.push(`${table.rows[row]?.name ?? name}: ${inEnglish(why)}`);
  }
  return shown;
}

/**
 * One setting as the maker's document has it: its name, what a person says with its unit, and the request in letters of the wire
 * format; for frames of bytes also what stands on the wire.
 */
export type LiteralWrite = readonly [name: string, said: string, request: string, wire?: string];

/** Literal writes of definitions that write alike. */
export interface LiteralWrites {
  readonly of: readonly string[];
  readonly writes: readonly LiteralWrite[];
}

/** How the bits of a printed register are read; `low` is the low word (or byte) first, `high` the upper byte. */
export type PrintedType =
  | 'u16'
  | 'i16'
  | 'u32'
  | 'i32'
  | 'u32 low'
  | 'i32 low'
  | 'u64'
  | 'f32'
  | `${'u8' | 'm8'} ${'low' | 'high'}`;

/** What a printed row says besides. */
export interface PrintedMore {
  /** −1 where the maker's sign is the other one. */
  readonly sign?: -1;
  /** The maker's number that means zero. */
  readonly zero?: number;
  /** Where the high word stands, if not beside the low one. */
  readonly highAt?: number;
  /** What other registers hold, where they say how this one is read; and the maker's numbers that are tried then. */
  readonly beside?: RegisterImage;
  readonly raw?: readonly number[];
}

/** A register as a maker prints it: what one count is, in which unit, and what it is here – a metric, or a field without one. */
export type PrintedRow = readonly [
  register: number,
  type: PrintedType,
  count: number,
  unit: string,
  name: string,
  more?: PrintedMore,
];

/** Printed rows of one kind of register. */
export interface PrintedRegisters {
  readonly of: readonly string[];
  /** Of the device as discovery finds it on these registers. */
  readonly found?: RegisterImage;
  readonly kind: 'input' | 'holding';
  readonly rows: readonly PrintedRow[];
}

/** Points of a SunSpec model, read by a definition in a chain of models behind the common one. */
export interface PrintedModel {
  readonly by: string;
  readonly models: readonly (readonly [id: number, length: number])[];
  readonly model: number;
  readonly points: readonly (readonly [
    offset: number,
    type: PrintedType,
    factorAt: number | undefined,
    unit: string,
    name: string,
    sign?: -1,
  ])[];
}
