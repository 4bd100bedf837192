// Columns of numbers: as whole numbers of a decimal scale if that restores every bit, else as planes of their bits.
import { Malformed, unpacked, WireReader, type WireWriter } from './wire.ts';

/** Most decimals tried; measured values come as registers of few. */
const mostDecimals = 9;
/** Scaled values stay below this, so that differences of two are exact. */
export const mostScaled = 2 ** 51;

/** Powers of ten by decimals. */
export const scales: readonly number[] = Array.from({ length: mostDecimals + 1 }, (_, decimals) => 10 ** decimals);

/** Fewest decimals, at least `from`, with which a value is a whole number and comes back exactly; −1 if there are none. */
export function decimalsOf(value: number, from: number): number {
  for (let decimals = from; decimals <= mostDecimals; decimals += 1) {
    const scale = scales[decimals] ?? 1;
    const whole = Math.round(value * scale);
    if (whole / scale !== value) continue;
    // More decimals only make it larger.
    return whole < mostScaled && whole > -mostScaled && !Object.is(value, -0) ? decimals : -1;
  }
  return -1;
}

/** How a column is written. */
export interface NumberColumn {
  readonly body: Uint8Array;
  /** Bits 0–3: decimals, 15 for planes; bit 4: deflated on its own; bit 5: all values are the same. */
  readonly form: number;
}

const planesForm = 15;
const packedBit = 16;
const sameBit = 32;

/** Writes values as whole numbers of the fewest decimals that restore them; −1 and nothing written if there are none. */
function writeScaled(writer: WireWriter, values: Float64Array): number {
  let decimals = 0;
  for (;;) {
    const written = writer.steps(values, { scale: scales[decimals] ?? 1, bound: mostScaled });
    if (written === values.length) return decimals;
    const needed = decimalsOf(values[written] ?? 0, decimals);
    if (needed <= decimals) return -1;
    decimals = needed;
  }
}

function writePlanes(values: Float64Array): Uint8Array {
  const count = values.length;
  const words = new Uint32Array(values.slice().buffer);
  const planes = new Uint8Array(8 * count);
  let [lastLow, lastHigh] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const [low, high] = [words[2 * index] ?? 0, words[2 * index + 1] ?? 0];
    const [lowXor, highXor] = [low ^ lastLow, high ^ lastHigh];
    for (let plane = 0; plane < 4; plane += 1) {
      planes[plane * count + index] = highXor >>> (24 - 8 * plane);
      planes[(plane + 4) * count + index] = lowXor >>> (24 - 8 * plane);
    }
    [lastLow, lastHigh] = [low, high];
  }
  return planes;
}

/** Writes a column of one or more values; returns its form. */
export function writeNumbers(writer: WireWriter, values: Float64Array): number {
  const first = values[0] ?? 0;
  let same = 1;
  while (same < values.length && Object.is(values[same], first)) same += 1;
  const isSame = same === values.length;
  const stored = isSame ? values.subarray(0, 1) : values;
  const decimals = writeScaled(writer, stored);
  if (decimals === -1) writer.bytes(writePlanes(stored));
  return (decimals === -1 ? planesForm : decimals) | (isSame ? sameBit : 0);
}

function readScaled(bytes: Uint8Array, count: number, scale: number): Float64Array {
  const reader = new WireReader(bytes);
  const values = new Float64Array(count);
  let whole = 0;
  for (let index = 0; index < count; index += 1) {
    whole += reader.signed();
    values[index] = whole / scale;
  }
  if (reader.left > 0) throw new Malformed('a column is too long');
  return values;
}

function readPlanes(planes: Uint8Array, count: number): Float64Array {
  if (planes.length !== 8 * count) throw new Malformed('a column has another length');
  const words = new Uint32Array(2 * count);
  let [low, high] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    for (let plane = 0; plane < 4; plane += 1) {
      high ^= (planes[plane * count + index] ?? 0) << (24 - 8 * plane);
      low ^= (planes[(plane + 4) * count + index] ?? 0) << (24 - 8 * plane);
    }
    words[2 * index] = low;
    words[2 * index + 1] = high;
  }
  return new Float64Array(words.buffer);
}

/** Decodes a column. Throws {@link Malformed}. */
export function readNumbers({ body, form }: NumberColumn, count: number): Float64Array {
  const stored = (form & sameBit) === 0 ? count : 1;
  const plain = (form & packedBit) === 0 ? body : unpacked(body, 8 * stored);
  const decimals = form & planesForm;
  const scale = scales[decimals];
  if (decimals !== planesForm && scale === undefined) throw new Malformed('a column of unknown form');
  const values = scale === undefined ? readPlanes(plain, stored) : readScaled(plain, stored, scale);
  return stored === count ? values : new Float64Array(count).fill(values[0] ?? 0);
}
