const USUAL = 20_251_128;

/**
 * The seed that a test draws its cases from.
 * @param spoken `SOLSTEAD_SEED`: a whole number, `random`, or nothing for the usual one
 * @throws {TypeError} when it is neither
 */
export function seedOf(spoken: string | undefined): number {
  if (spoken === undefined || spoken === '') return USUAL;
  if (spoken === 'random') return Math.floor(Math.random() * 0x7fff_ffff);
  const seed = Number(spoken);
  if (!Number.isInteger(seed)) throw new TypeError(`SOLSTEAD_SEED=${spoken} is neither a whole number nor "random"`);
  return seed;
}
