// A single bit that memory or a disk flipped is found by trying each: a checksum of 32 bits fits no other one in a page of a few KB.

/**
 * Turns the one bit of bytes over that makes them fit; returns its number from the start. Undefined: none does. `unclear`: more than one
 * would, as with a checksum that is weak. In both cases nothing is changed.
 */
export function putBitRight(bytes: Buffer, fits: () => boolean): number | 'unclear' | undefined {
  const turn = (bit: number): void => {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  };
  let found: number | undefined;
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    turn(bit);
    const isFound = fits();
    turn(bit);
    if (isFound && found !== undefined) return 'unclear';
    if (isFound) found = bit;
  }
  if (found !== undefined) turn(found);
  return found;
}
