// The registers of an emulated Modbus device, filled anew for every request from the simulated home.

/** Registers of one kind; what is neither set nor inside an area that was opened does not exist. */
export interface Registers {
  /** Sets registers in a row, each to the low 16 bits of a whole number. */
  set(register: number, ...words: readonly number[]): void;
  /** Lets registers that nothing was written to read as `value`. */
  open(register: number, count: number, value?: number): void;
  /** undefined: there is no such register. */
  get(register: number): number | undefined;
}

/** Both kinds of registers. */
export interface RegisterImage {
  readonly input: Registers;
  readonly holding: Registers;
}

/** No registers as yet. */
export function createRegisters(): Registers {
  const words = new Map<number, number>();
  const areas: { readonly first: number; readonly end: number; readonly value: number }[] = [];
  return {
    set(register, ...values) {
      for (const [index, value] of values.entries()) words.set(register + index, Math.round(value) & 0xffff);
    },
    open(register, count, value = 0) {
      areas.push({ first: register, end: register + count, value });
    },
    get(register) {
      return words.get(register) ?? areas.find(({ first, end }) => register >= first && register < end)?.value;
    },
  };
}

/** A whole number as two words, high word first; negative ones in two's complement. */
export function wide(value: number): readonly [high: number, low: number] {
  const whole = Math.round(value);
  return [Math.floor(whole / 0x1_0000) & 0xffff, whole & 0xffff];
}

/** As two words, low word first. */
export function wideLow(value: number): readonly [low: number, high: number] {
  const [high, low] = wide(value);
  return [low, high];
}

/** As four words, high word first. */
export function wide64(value: number): readonly number[] {
  const whole = Math.round(value);
  return [...wide(Math.floor(whole / 0x1_0000_0000)), ...wide(whole % 0x1_0000_0000)];
}

/** A number in single precision, high word first. */
export function floatWords(value: number): readonly number[] {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setFloat32(0, value);
  return [bytes.getUint16(0), bytes.getUint16(2)];
}

/** A text in so many registers, two letters each, filled up with zeros. */
export function textWords(text: string, registers: number): readonly number[] {
  const letter = (index: number): number => (index < text.length ? text.charCodeAt(index) : 0);
  return Array.from({ length: registers }, (_, index) => (letter(2 * index) << 8) | letter(2 * index + 1));
}
