// What is measured in a circuit in short words, and how full it is. Pure.

/** `grid.current.l1` is L1; anything else is called as it is written. */
export function phaseName(what: string): string {
  const [, digit] = /\.l([123])(?: of [\w.-]+)?$/.exec(what) ?? [];
  return digit === undefined ? what : `L${digit}`;
}

/** From here on it is nearly full. */
const nearShare = 0.85;

/** How full, 0 to 1, and how that stands; what goes out of the home fills nothing. */
export function fillOf(
  value: number | undefined,
  limit: number,
): { readonly share: number; readonly level: 'unknown' | 'fine' | 'near' | 'over' } {
  if (value === undefined) return { share: 0, level: 'unknown' };
  if (value > limit) return { share: 1, level: 'over' };
  const share = limit > 0 ? Math.max(0, value / limit) : 1;
  return { share, level: share >= nearShare ? 'near' : 'fine' };
}
