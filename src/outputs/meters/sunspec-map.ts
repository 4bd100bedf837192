// The registers of a SunSpec meter: the mark, model 1, one meter model, the end.
// Source: SunSpec Information Model Reference, models 1, 201, 203, 211, 213 (github.com/sunspec/models); not implemented: 0x8000 in signed
// registers and scale factors, NaN in single precision, 0 in counters and texts. Power is + from the grid, or to it where that was chosen;
// the counters of import and export follow the direction and not the sign.
import type { SunSpecMeterOutput } from '#api/outputs/sunspec-meter.ts';
import type { MeterPhase, MeterReading } from './meter-reading.ts';

/** Where the mark is: the first of the addresses that a client tries. */
export const sunSpecBase = 40_000;
const mark = [0x5375, 0x6e53] as const;
const notThere = 0x8000;
const commonLength = 65;

/** How the meter shows itself. */
export type MeterShape = Pick<SunSpecMeterOutput, 'form' | 'phases' | 'positive' | 'maker' | 'product'> & {
  readonly serial: string;
};

/** Registers of a text, two characters each, with zeros behind it. */
function text(value: string, registers: number): readonly number[] {
  const bytes = Buffer.alloc(2 * registers);
  bytes.write(value.slice(0, 2 * registers), 'latin1');
  return Array.from({ length: registers }, (_, index) => bytes.readUInt16BE(2 * index));
}

const i16 = (value: number): number =>
  Number.isFinite(value) ? Math.min(32_767, Math.max(-32_767, Math.round(value))) & 0xffff : notThere;

/** A counter of 32 bits, which begins again at 0. */
const acc32 = (wh: number | undefined): readonly number[] => {
  const whole = Math.floor(wh ?? 0) % 0x1_0000_0000;
  return [Math.floor(whole / 0x1_0000), whole % 0x1_0000];
};

function f32(value: number | undefined): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  // No −0: some read its sign alone.
  view.setFloat32(0, (value ?? Number.NaN) + 0);
  return value === undefined ? [0x7fc0, 0] : [view.getUint16(0), view.getUint16(2)];
}

/** A model: its registers by offset from that of its id. */
class Model {
  readonly registers: number[];

  constructor(id: number, { length, empty }: { readonly length: number; readonly empty: number }) {
    this.registers = [id, length, ...Array.from({ length }, () => empty)];
  }

  put(at: number, words: readonly number[]): this {
    for (const [index, word] of words.entries()) this.registers[at + index] = word;
    return this;
  }
}

function common({ maker, product, serial }: MeterShape): Model {
  return new Model(1, { length: commonLength, empty: 0 })
    .put(2, text(maker, 16))
    .put(18, text(product, 16))
    .put(42, text('1.0', 8))
    .put(50, text(serial, 16));
}

/** Total, then each phase. */
interface Columns {
  readonly ampere: readonly (number | undefined)[];
  readonly volt: readonly (number | undefined)[];
  readonly watt: readonly (number | undefined)[];
  readonly va: readonly (number | undefined)[];
  readonly vars: readonly (number | undefined)[];
  readonly factor: readonly (number | undefined)[];
  readonly exported: readonly (number | undefined)[];
  readonly imported: readonly (number | undefined)[];
  readonly hertz: number;
}

const sumOf = (phases: readonly MeterPhase[], of: (phase: MeterPhase) => number): number =>
  phases.reduce((sum, phase) => sum + of(phase), 0);

function columnsOf({ phases, powerW, importWh, exportWh, frequencyHz }: MeterReading, shape: MeterShape): Columns {
  const sign = shape.positive === 'import' ? 1 : -1;
  const vars = sumOf(phases, ({ reactiveVar }) => reactiveVar);
  const va = Math.hypot(powerW, vars);
  const isOne = shape.phases === 'one';
  // One phase carries all of it; the others are not there.
  const each = (of: (phase: MeterPhase) => number | undefined, whole: number | undefined): (number | undefined)[] =>
    isOne ? [whole, undefined, undefined] : phases.map(of);
  const [{ voltageV }] = phases;
  const ampere = isOne ? va / Math.max(1, voltageV) : sumOf(phases, ({ currentA }) => currentA);
  const factor = va === 0 ? 1 : (sign * powerW) / va;
  return {
    ampere: [ampere, ...each(({ currentA }) => currentA, ampere)],
    volt: [voltageV, ...each((phase) => phase.voltageV, voltageV)],
    watt: [sign * powerW, ...each((phase) => sign * phase.powerW, sign * powerW)],
    va: [va, ...each(({ apparentVA }) => apparentVA, va)],
    vars: [vars, ...each(({ reactiveVar }) => reactiveVar, vars)],
    factor: [factor, ...each((phase) => (phase.powerW * sign < 0 ? -phase.factor : phase.factor), factor)],
    exported: [exportWh, ...each((phase) => phase.exportWh, exportWh)],
    imported: [importWh, ...each((phase) => phase.importWh, importWh)],
    hertz: frequencyHz,
  };
}

/** The power of ten by which values are scaled so that the largest fits 16 bits, 0 or more. */
function scaleOf(values: readonly (number | undefined)[]): number {
  const most = Math.max(...values.map((value) => Math.abs(value ?? 0)));
  return most <= 32_767 ? 0 : Math.ceil(Math.log10(most / 32_767));
}

/** Models 201 and 203: integers with scale factors. */
function integerModel(reading: MeterReading, shape: MeterShape): Model {
  const of = columnsOf(reading, shape);
  const scaled = (values: readonly (number | undefined)[], power: number): readonly number[] => [
    ...values.map((value) => (value === undefined ? notThere : i16(value / 10 ** power))),
    power & 0xffff,
  ];
  const [wattScale, vaScale, varScale] = [scaleOf(of.watt), scaleOf(of.va), scaleOf(of.vars)];
  const [voltsOfLine, ...voltsOfPhase] = of.volt;
  return (
    new Model(shape.phases === 'one' ? 201 : 203, { length: 105, empty: notThere })
      .put(2, scaled(of.ampere, -2))
      .put(7, scaled([voltsOfLine, ...voltsOfPhase], -1).slice(0, 4))
      .put(15, [-1 & 0xffff])
      .put(16, scaled([of.hertz], -2))
      .put(18, scaled(of.watt, wattScale))
      .put(23, scaled(of.va, vaScale))
      .put(28, scaled(of.vars, varScale))
      // In percent.
      .put(
        33,
        scaled(
          of.factor.map((factor) => (factor === undefined ? undefined : factor * 100)),
          -2,
        ),
      )
      .put(38, of.exported.flatMap(acc32))
      .put(46, of.imported.flatMap(acc32))
      .put(54, [0])
      // Apparent and reactive energy are not counted.
      .put(
        55,
        Array.from({ length: 16 }, () => 0),
      )
      .put(
        72,
        Array.from({ length: 32 }, () => 0),
      )
      .put(105, [0, 0])
  );
}

/** Models 211 and 213: single precision. */
function floatModel(reading: MeterReading, shape: MeterShape): Model {
  const of = columnsOf(reading, shape);
  const none = Array.from({ length: 4 }, () => undefined);
  const values = [
    ...of.ampere,
    ...of.volt,
    ...none,
    of.hertz,
    ...of.watt,
    ...of.va,
    ...of.vars,
    ...of.factor,
    ...of.exported,
    ...of.imported,
  ];
  return new Model(shape.phases === 'one' ? 211 : 213, { length: 124, empty: 0 })
    .put(2, values.flatMap(f32))
    .put(76, Array.from({ length: 24 }, () => f32(undefined)).flat())
    .put(124, [0, 0]);
}

/** Reads registers. */
export interface SunSpecMap {
  /** Words from an address; `undefined`: there are none; `silent`: they are measured, and there is no fresh reading. */
  words(first: number, count: number): readonly number[] | 'silent' | undefined;
}

/** The registers of a meter; who it is can be read at any time, what it measures only while that is fresh. */
export function sunSpecMap(shape: MeterShape, read: () => MeterReading | undefined): SunSpecMap {
  const head = [...mark, ...common(shape).registers];
  const [id, length] =
    shape.form === 'float' ? [shape.phases === 'one' ? 211 : 213, 124] : [shape.phases === 'one' ? 201 : 203, 105];
  const measuredFrom = head.length + 2;
  const measuredTo = measuredFrom + length;
  const size = measuredTo + 2;
  return {
    words(first, count) {
      const [from, to] = [first - sunSpecBase, first - sunSpecBase + count];
      if (from < 0 || to > size) return undefined;
      const needsReading = to > measuredFrom && from < measuredTo;
      const reading = needsReading ? read() : undefined;
      if (needsReading && reading === undefined) return 'silent';
      const model =
        reading === undefined
          ? new Model(id, { length, empty: 0 })
          : shape.form === 'float'
            ? floatModel(reading, shape)
            : integerModel(reading, shape);
      return [...head, ...model.registers, 0xffff, 0].slice(from, to);
    },
  };
}
