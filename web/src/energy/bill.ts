// What is left to pay. Exact, as the amounts are: decimal texts are added as whole numbers.

function scaledBy(amount: string, decimals: number): bigint {
  const [whole = '0', part = ''] = amount.split('.');
  return BigInt(whole + part.padEnd(decimals, '0'));
}

/** `cost − earned` as an exact text; absent if either is, because a part is not a bill. */
export function billOf({ cost, earned }: { readonly cost?: string; readonly earned?: string }): string | undefined {
  if (cost === undefined) return undefined;
  const sold = earned ?? '0';
  const decimals = Math.max(cost.split('.')[1]?.length ?? 0, sold.split('.')[1]?.length ?? 0);
  const left = scaledBy(cost, decimals) - scaledBy(sold, decimals);
  if (decimals === 0) return String(left);
  const digits = String(left < 0n ? -left : left).padStart(decimals + 1, '0');
  return `${left < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
