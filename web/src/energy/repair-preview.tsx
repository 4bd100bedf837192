// What a repair changes, figure by figure.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { EnergyRow, RepairOutcome } from '#api/ledger.ts';
import { energy, inWords, money } from '../format.ts';
import { useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { TableScroll } from '../ui/table-scroll.tsx';
import { billOf } from './bill.ts';
import { tariffQuery } from './ledger.ts';

const words = texts.energy.repair;

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
] as const;

/** Every figure that differs. */
export function changesOf(
  { before, after }: Pick<RepairOutcome, 'before' | 'after'>,
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
          figure: texts.energy.channel[channel],
          before: inWords(energy(was[key])),
          after: inWords(energy(is[key])),
        }),
      );
    const bills = [billOf(was), billOf(is)] as const;
    if (bills[0] === bills[1]) return energies;
    const bill: Change = {
      row,
      figure: texts.energy.figures.bill,
      before: inWords(money(bills[0], currency)),
      after: inWords(money(bills[1], currency)),
    };
    return [...energies, bill];
  });
}

/** The table of changes. */
export function RepairPreview({ outcome }: { readonly outcome: RepairOutcome }): ReactNode {
  const site = useSite();
  const { data: tariff } = useQuery(tariffQuery(site.id));
  const changes = changesOf(outcome, tariff?.currency);
  if (changes.length === 0) return <p className="note">{words.noChange}</p>;
  return (
    <TableScroll label={words.changes}>
      <thead>
        <tr>
          <th scope="col">{words.day}</th>
          <th scope="col">{words.figure}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ row, figure, before, after }) => (
          <tr key={`${row} ${figure}`}>
            <th scope="row">{row}</th>
            <td>{figure}</td>
            <td className="muted">{before}</td>
            <td>
              <strong>{after}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}
