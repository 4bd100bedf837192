// The repairs in force, each with its undo.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SavedCorrection } from '#api/corrections.ts';
import { call, failureOf } from '../api.ts';
import { energy, inWords } from '../format.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { forgetLedger, repairsQuery } from './ledger.ts';

function spanWords({ repair }: SavedCorrection, timeZone: string): string {
  const moment = (atMs: number): string => momentText(atMs, timeZone);
  switch (repair.kind) {
    case 'exclude':
      return `${moment(repair.fromMs)} – ${moment(repair.toMs)}`;
    case 'replacement':
      return moment(repair.atMs);
    case 'energy': {
      const what = `${t(`energy.channel.${repair.channel}`)} ${inWords(energy(repair.energyWh))}`;
      return `${what}, ${moment(repair.fromMs)} – ${moment(repair.toMs)}`;
    }
    case 'overrule':
      return repair.isBooked ? t('energy.repair.book') : t('energy.repair.book-not');
  }
}

function RepairLine({ saved }: { readonly saved: SavedCorrection }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const mayRepair = useMay('energy.manage');
  const undo = useMutation({
    mutationFn: () => call('undoCorrection', { params: { site: site.id, id: saved.id } }),
    onSuccess: () => forgetLedger(client, site.id),
  });
  return (
    <li className="event">
      <div>
        <p className="event-title">{t(`energy.repairs.kind.${saved.repair.kind}`)}</p>
        <p>{spanWords(saved, site.timeZone)}</p>
        <p>“{saved.why}”</p>
        <p className="hint">
          {t('energy.repairs.by', { name: saved.by, when: momentText(saved.atMs, site.timeZone) })}
        </p>
        {undo.isError && <FailureNote failure={failureOf(undo.error)} />}
      </div>
      {mayRepair && (
        <Button
          aria-label={t('energy.repairs.undo-of', { words: saved.why })}
          busy={undo.isPending ? t('energy.repairs.undoing') : undefined}
          onClick={() => undo.mutate()}
        >
          {t('energy.repairs.undo')}
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
    <Card title={t('energy.repairs.title')}>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data?.repairs.length === 0 && <p className="note">{t('energy.repairs.none')}</p>}
      <ul className="events">
        {data?.repairs.map((saved) => (
          <RepairLine key={saved.id} saved={saved} />
        ))}
      </ul>
    </Card>
  );
}
