// An emulated Modbus device from a list: which value of the home stands in which register, as the maker's document says.
// A new meter needs no more than that list. Write it from the document, never from the decoder's table.
import { entriesOf } from '#core/entries.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Emulator, ReadPlant } from './emulator.ts';
import { homeValues } from './home-values.ts';
import { floatWords, type RegisterImage, type Registers, wide, wide64, wideLow } from './modbus-registers.ts';
import { createModbusSlave, type ModbusSlaveOptions } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';

const encoders = {
  u16: (value: number) => [value],
  i16: (value: number) => [value],
  u32: wide,
  i32: wide,
  'u32 low first': wideLow,
  'i32 low first': wideLow,
  u64: wide64,
  f32: floatWords,
} satisfies Readonly<Record<string, (value: number) => readonly number[]>>;

/**
 * Where a value stands: its (first) register, how it is written, and what one count is in the metric's unit – 1 where it is not
 * given, negative where the maker's sign is the other one.
 */
export type Place = readonly [register: number, as: keyof typeof encoders, step?: number];

/** Registers of one kind. */
export interface RegisterList {
  /** Values of the home by metric. */
  readonly shows?: Readonly<Partial<Record<MetricId, Place>>>;
  /** What never changes, by first register: a serial number, a setting. */
  readonly fixed?: Readonly<Record<number, readonly number[]>>;
  /** What no metric tells, by first register. */
  readonly also?: (plant: PlantSnapshot) => Readonly<Record<number, readonly number[]>>;
  /** Registers that read as zero where nothing stands: first register and count. */
  readonly open?: readonly (readonly [first: number, count: number])[];
}

/** A Modbus device as a list. */
export interface RegisterDevice extends Omit<ModbusSlaveOptions, 'read' | 'show' | 'steps'> {
  readonly input?: RegisterList;
  readonly holding?: RegisterList;
}

function fill(
  registers: Registers,
  { shows = {}, fixed = {}, also, open = [] }: RegisterList,
  plant: PlantSnapshot,
): void {
  const values = homeValues(plant);
  for (const [first, count] of open) registers.open(first, count);
  for (const [first, words] of Object.entries({ ...fixed, ...also?.(plant) })) registers.set(Number(first), ...words);
  for (const [metric, [register, as, step = 1]] of entriesOf(shows)) {
    const value = values[metric];
    if (value === undefined) throw new TypeError(`assertion: the simulated home has no ${metric}`);
    registers.set(register, ...encoders[as](value / step));
  }
}

/** What one count of each value is; a float has no count of its own. */
function stepsOf(lists: readonly RegisterList[]): Readonly<Partial<Record<MetricId, number>>> {
  const places = lists.flatMap(({ shows = {} }) => entriesOf(shows));
  return Object.fromEntries(
    places.flatMap(([metric, [, as, step = 1]]) => (as === 'f32' ? [] : [[metric, Math.abs(step)]])),
  );
}

/** A maker of emulators of a device from its list. */
export function registerDevice({ input = {}, holding = {}, ...rest }: RegisterDevice): (read: ReadPlant) => Emulator {
  const steps = stepsOf([input, holding]);
  return (read) =>
    createModbusSlave({
      ...rest,
      steps,
      read,
      show(image: RegisterImage, plant) {
        fill(image.input, input, plant);
        fill(image.holding, holding, plant);
      },
    });
}
