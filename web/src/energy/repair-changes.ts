// What a repair changes, figure by figure, in words. Pure.
import type { EnergyRow } from '#api/ledger.ts';
import type { CorrectionOutcome } from '#api/corrections.ts';
import { energy, inWords, money } from '../format.ts';
import { t } from '../words.ts';
import { billOf } from './bill.ts';

/** A figure of a period that differs. */
interface Change {
  readonly row: string;
  readonly figure: string;
  readonly before: string;
  readonly after: string;
}

const keys = [
  ['pvWh', 'pv'],
  ['loadWh', 'load'],
  ['importWh', 'import'],
  ['exportWh', 'export'],
  ['chargeWh', 'charge'],
  ['dischargeWh', 'discharge'],
  ['generatorWh', 'generator'],
] as const;

/** Every figure that differs. */
export function changesOf(
  { before, after }: Pick<CorrectionOutcome, 'before' | 'after'>,
  currency: string | undefined,
): readonly Change[] {
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  return labels.flatMap((row) => {
    const was: Partial<EnergyRow> = before.find(({ label }) => label === row) ?? {};
    const is: Partial<EnergyRow> = after.find(({ label }) => label === row) ?? {};
    const energies = keys
      .filter(([key]) => was[key] !== is[key])
      .map(
        ([key, channel]): Change => ({
          row,
          figure: t(`energy.channel.${channel}`),
          before: inWords(energy(was[key])),
          after: inWords(energy(is[key])),
        }),
      );
    const of = ({ circuits = [] }: Partial<EnergyRow>, device: string): number | undefined =>
      circuits.find((one) => one.device === device)?.energyWh;
    const devices = new Set([was, is].flatMap(({ circuits = [] }) => circuits.map(({ device }) => device)));
    for (const device of devices)
      if (of(was, device) !== of(is, device))
        energies.push({
          row,
          figure: t('energy.circuits.one', { device }),
          before: inWords(energy(of(was, device))),
          after: inWords(energy(of(is, device))),
        });
    const bills = [billOf(was), billOf(is)] as const;
    if (bills[0] === bills[1]) return energies;
    const bill: Change = {
      row,
      figure: t('energy.figures.bill'),
      before: inWords(money(bills[0], currency)),
      after: inWords(money(bills[1], currency)),
    };
    return [...energies, bill];
  });
}
