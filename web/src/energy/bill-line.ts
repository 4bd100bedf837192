// What a line of the bill counts, at which price and since when; its name and amount are in columns of their own.
import type { Reason } from '#core/reason.ts';
import { price } from '../format.ts';
import { reasonText, t } from '../words.ts';

/** A line in words: `0.332 kilowatt-hours at €0.3500 (version 1, from 2025-01-01)`. What is not known here is told whole. */
export function billLineText({ reason }: { readonly reason: Reason }, currency: string | undefined): string {
  const { counted, from, edition, ...prices } = reason.params;
  if (typeof counted !== 'object' || !('code' in counted)) return reasonText(reason);
  const plain = (param: unknown): string => (typeof param === 'string' || typeof param === 'number' ? `${param}` : '');
  const known = { counted: reasonText(counted), from: plain(from), edition: plain(edition) };
  const at = (name: string): string => price(plain(prices[name]), currency);
  switch (reason.code) {
    case 'bill.line':
      return t('energy.why.billed', known);
    case 'bill.priced-line':
      return t('energy.why.billed-at', { ...known, price: at('price') });
    case 'bill.ranged-line':
      return t('energy.why.billed-between', { ...known, lowest: at('lowest'), highest: at('highest') });
    case 'bill.fallback-line':
      return t('energy.why.billed-fallback', { ...known, price: at('price') });
    default:
      return reasonText(reason);
  }
}
