// Exact sums of amounts: decimal texts are added as whole numbers.

function scaledBy(amount: string, decimals: number): bigint {
  const [whole = '0', part = ''] = amount.split('.');
  return BigInt(whole + part.padEnd(decimals, '0'));
}

const decimalsOf = (amount: string): number => amount.split('.')[1]?.length ?? 0;

/** The sum of decimal texts, with the decimals of the longest. */
export function decimalSum(amounts: readonly string[]): string {
  const decimals = Math.max(0, ...amounts.map(decimalsOf));
  const sum = amounts.reduce((all, amount) => all + scaledBy(amount, decimals), 0n);
  if (decimals === 0) return String(sum);
  const digits = String(sum < 0n ? -sum : sum).padStart(decimals + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The same below 0, or above it again. */
export const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
