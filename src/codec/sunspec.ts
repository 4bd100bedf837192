// SunSpec over Modbus: finding the models of a device. A chain of headers (model id, length) begins behind the letters
// "SunS" at one of three addresses. The walk is pure: from all answers so far to the next question or the models.
// Source: SunSpec Device Information Model Specification V1.2, §6.
import { because, type Reason } from '#core/reason.ts';
import type { MetricId } from '#core/catalogue.ts';
import { type RegisterRow, type RegisterType, type RowWords, rowWriter, usualAbsent } from './register-rows.ts';

/** One model in the chain. */
export interface SunspecModel {
  readonly id: number;
  /** Register of its id. */
  readonly address: number;
  /** Registers after id and length. */
  readonly length: number;
}

/** A question that was asked; without payload it was refused. */
export interface WalkAnswer {
  readonly command: string;
  readonly payload?: Uint8Array;
}

/** Where the walk stands. */
export type WalkStep =
  | { readonly kind: 'ask'; readonly command: string }
  | { readonly kind: 'found'; readonly models: readonly SunspecModel[] }
  | { readonly kind: 'none'; readonly why: Reason };

/** Addresses where a map may begin, in the order of the specification's examples. */
const bases = [40_000, 0, 50_000] as const;
const endMarker = 0xffff;
/** More models than any device has; a chain in circles ends here. */
const mostModels = 60;

const words = (payload: Uint8Array): readonly number[] =>
  Array.from(
    { length: payload.length >> 1 },
    (_, index) => ((payload[2 * index] ?? 0) << 8) | (payload[2 * index + 1] ?? 0),
  );

/** Whether two registers hold the letters that begin a map. */
export function isMarker(payload: Uint8Array): boolean {
  const [first, second] = words(payload);
  return first === 0x5375 && second === 0x6e53;
}

/** The next question, or the outcome. */
export function walkModels(answers: readonly WalkAnswer[]): WalkStep {
  const known = new Map(answers.map(({ command, payload }) => [command, payload]));
  for (const base of bases) {
    const marker = `holding ${base} 2`;
    if (!known.has(marker)) return { kind: 'ask', command: marker };
    const payload = known.get(marker);
    if (payload !== undefined && isMarker(payload)) return walkChain(base + 2, known);
  }
  return { kind: 'none', why: because('sunspec.no-marker') };
}

function walkChain(from: number, known: ReadonlyMap<string, Uint8Array | undefined>): WalkStep {
  const models: SunspecModel[] = [];
  let address = from;
  while (models.length < mostModels && address + 2 <= 0x1_0000) {
    const header = `holding ${address} 2`;
    if (!known.has(header)) return { kind: 'ask', command: header };
    const payload = known.get(header);
    // Some devices refuse to be read behind their last model.
    if (payload === undefined) break;
    const [id = endMarker, length = 0] = words(payload);
    if (id === endMarker || id === 0) break;
    models.push({ id, address, length });
    address += 2 + length;
  }
  if (models.length === 0) return { kind: 'none', why: because('sunspec.no-model') };
  return { kind: 'found', models };
}

/** Types of points; `acc` count up and are 0 where they do not count (all ones on some devices). */
export type PointType = 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'f32' | 'acc32' | 'acc64' | 'string' | 'bits';

/** What a point says beside offset and type. */
export type PointWords = Omit<RowWords, 'scaleFactor'> & {
  /** Offset of its scale factor in the model. */
  readonly sf?: number;
};

/** Writes the points of a model whose id stands at a register. */
export type PointWriter = (offset: number, type: PointType, words: PointWords) => RegisterRow;

const registerType = (type: PointType): RegisterType => (type === 'acc32' ? 'u32' : type === 'acc64' ? 'u64' : type);

/** A writer of points for the model at `address`; offsets count from the register of the model's id. */
export function pointWriter(address: number, group: RegisterRow['group'] = 'live'): PointWriter {
  const write = rowWriter({ kind: 'holding', group, absentByType: usualAbsent });
  return (offset, type, { sf, ...words }) => {
    const absentBits = words.length === 2 ? [0xffff_ffff] : [0xffff];
    const absentOf: Readonly<Partial<Record<PointType, readonly number[]>>> = {
      acc32: [0, 0xffff_ffff],
      acc64: [0, 2 ** 64],
      bits: absentBits,
    };
    const absent = absentOf[type];
    return write(address + offset, registerType(type), {
      ...(absent === undefined ? {} : { absent }),
      ...words,
      ...(sf === undefined ? {} : { scaleFactor: address + sf }),
    });
  };
}

/** Leaves each metric with the first row that gives it: models overlap (an inverter's and a meter's voltage). */
export function firstOfEach(rows: readonly RegisterRow[], taken: Set<MetricId> = new Set()): RegisterRow[] {
  return rows.map((row) => {
    if (row.metric === undefined) return row;
    if (!taken.has(row.metric)) {
      taken.add(row.metric);
      return row;
    }
    const { metric: _, flip: _flip, ...rest } = row;
    return rest;
  });
}
