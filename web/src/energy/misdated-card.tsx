// Values that were written while the clock of the home was wrong: what would move, and the way to do and undo it. Nothing is shown
// if there are none.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Misdated } from '#api/misdated.ts';
import { call, failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { forgetLedger, misdatedQuery } from './ledger.ts';

function DeviceLines({ stretch }: { readonly stretch: Misdated }): ReactNode {
  const { timeZone } = useSite();
  const span = (fromMs: number, toMs: number): string =>
    `${momentText(fromMs, timeZone)} – ${momentText(toMs, timeZone)}`;
  return (
    <ul>
      {stretch.devices.map(({ device, name, moments, fromMs, toMs }) => (
        <li key={device}>
          {t('energy.misdated.device', {
            name: name ?? device,
            count: moments,
            dated: span(fromMs, toMs),
            right: span(fromMs + stretch.byMs, toMs + stretch.byMs),
          })}
        </li>
      ))}
    </ul>
  );
}

function Stretch({ stretch }: { readonly stretch: Misdated }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const mayRepair = useMay('energy.manage');
  const [isShown, setIsShown] = useState(false);
  const params = { site: site.id, id: stretch.id };
  const isMoved = stretch.state === 'moved';
  const change = useMutation({
    mutationFn: () =>
      isMoved
        ? call('undoMisdated', { params })
        : call('moveMisdated', { params, body: { why: t('energy.misdated.why') } }),
    onSuccess: () => forgetLedger(client, site.id),
  });
  const words = isMoved ? 'energy.misdated.moved' : stretch.isSure ? 'energy.misdated.sure' : 'energy.misdated.unsure';
  return (
    <li className="event">
      <div>
        <p className="event-title">
          {t(words, {
            from: momentText(stretch.fromMs, site.timeZone),
            to: momentText(stretch.toMs, site.timeZone),
          })}
        </p>
        {isShown && <DeviceLines stretch={stretch} />}
        {change.isError && <FailureNote failure={failureOf(change.error)} />}
      </div>
      {mayRepair && !isShown && <Button onClick={() => setIsShown(true)}>{t('energy.misdated.show')}</Button>}
      {mayRepair && isShown && (
        <Button busy={change.isPending ? t('energy.misdated.moving') : undefined} onClick={() => change.mutate()}>
          {t(isMoved ? 'energy.misdated.undo' : 'energy.misdated.move')}
        </Button>
      )}
    </li>
  );
}

/** The list of such stretches. */
export function MisdatedCard(): ReactNode {
  const site = useSite();
  const { data } = useQuery(misdatedQuery(site.id));
  if (data === undefined || data.stretches.length === 0) return null;
  return (
    <Card title={t('energy.misdated.title')}>
      <ul className="events">
        {data.stretches.map((stretch) => (
          <Stretch key={stretch.id} stretch={stretch} />
        ))}
      </ul>
    </Card>
  );
}
