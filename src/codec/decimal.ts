// Decimal numbers in text answers, read from the bytes without making a string: the inner loop of every text protocol.

const minus = 0x2d;
const plus = 0x2b;
const zero = 0x30;
/** `.` counted from `0`. */
const point = -2;
/** More digits would not fit a double exactly. */
const maxDigits = 15;
const powers = Float64Array.from({ length: maxDigits + 1 }, (_, exponent) => 10 ** exponent);

/**
 * The number written at `start` up to before `end`; NaN where it is not a plain decimal number (`12`, `-3`, `+4.50`): no
 * spaces, exponents, hex, `.5` or `5.`, at most 15 digits. The same double as `Number` gives.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  let at = first === minus || first === plus ? start + 1 : start;
  let mantissa = 0;
  let digits = 0;
  let whole = -1;
  for (; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits += 1;
    } else if (digit === point && whole < 0 && digits > 0) whole = digits;
    else return Number.NaN;
  }
  const decimals = whole < 0 ? 0 : digits - whole;
  if (digits === 0 || digits > maxDigits || (whole >= 0 && decimals === 0)) return Number.NaN;
  const value = decimals === 0 ? mantissa : mantissa / (powers[decimals] ?? 1);
  return first === minus && value !== 0 ? -value : value;
}

/** Whether the text at `start` up to before `end` only holds the place of a value: `-`, `---`, `---.-`. */
export function isPlaceholder(bytes: Uint8Array, start: number, end: number): boolean {
  let dashes = 0;
  for (let at = start; at < end; at += 1) {
    if (bytes[at] === minus) dashes += 1;
    else if (bytes[at] !== zero + point) return false;
  }
  return dashes > 0;
}
