// The repairs in force, each with its undo.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SavedRepair } from '#api/ledger.ts';
import { call, failureOf } from '../api.ts';
import { energy, inWords } from '../format.ts';
import { useMaySwitch, useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { forgetLedger, repairsQuery } from './ledger.ts';

const words = texts.energy.repairs;

function spanWords({ repair }: SavedRepair, timeZone: string): string {
  const moment = (atMs: number): string => momentText(atMs, timeZone);
  switch (repair.kind) {
    case 'exclude':
      return `${moment(repair.fromMs)} – ${moment(repair.toMs)}`;
    case 'replacement':
      return moment(repair.atMs);
    case 'energy': {
      const what = `${texts.energy.channel[repair.channel]} ${inWords(energy(repair.energyWh))}`;
      return `${what}, ${moment(repair.fromMs)} – ${moment(repair.toMs)}`;
    }
    case 'overrule':
      return repair.isBooked ? texts.energy.repair.book : texts.energy.repair.bookNot;
  }
}

function RepairLine({ saved }: { readonly saved: SavedRepair }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const mayRepair = useMaySwitch();
  const undo = useMutation({
    mutationFn: () => call('undoRepair', { params: { site: site.id, id: saved.id } }),
    onSuccess: () => forgetLedger(client, site.id),
  });
  return (
    <li className="event">
      <div>
        <p className="event-title">{words.kind[saved.repair.kind]}</p>
        <p>{spanWords(saved, site.timeZone)}</p>
        <p>“{saved.why}”</p>
        <p className="hint">{words.by(saved.by, momentText(saved.atMs, site.timeZone))}</p>
        {undo.isError && <FailureNote failure={failureOf(undo.error)} />}
      </div>
      {mayRepair && (
        <Button
          aria-label={words.undoOf(saved.why)}
          busy={undo.isPending ? words.undoing : undefined}
          onClick={() => undo.mutate()}
        >
          {words.undo}
        </Button>
      )}
    </li>
  );
}

/** The list of repairs. */
export function RepairsCard(): ReactNode {
  const site = useSite();
  const { data, error, isError, refetch } = useQuery(repairsQuery(site.id));
  return (
    <Card title={words.title}>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data?.repairs.length === 0 && <p className="note">{words.none}</p>}
      <ul className="events">
        {data?.repairs.map((saved) => (
          <RepairLine key={saved.id} saved={saved} />
        ))}
      </ul>
    </Card>
  );
}
