// The ports of the server's computer: what is connected, what uses it, why one cannot be used.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Port } from '#api/ports.ts';
import { failureOf } from '../api.ts';
import { reasonText, t } from '../words.ts';
import { FailureNote, Loading, Marked, Skeleton } from '../ui/parts.tsx';
import type { Draft } from './draft.ts';

interface PortListProps {
  readonly query: UseQueryResult<readonly Port[]>;
  readonly draft: Draft;
  readonly problem: string | undefined;
  readonly onPick: (port: Port) => void;
}

function PortChoice({
  port,
  picked,
  onPick,
}: {
  port: Port;
  picked: boolean;
  onPick: (port: Port) => void;
}): ReactNode {
  // Several devices share a line of RS-485, each by its unit address; on a HID port there is only one.
  const free = port.usable && (port.usedBy === undefined || port.kind === 'serial');
  return (
    <label className={`choice ${free ? '' : 'barred'}`}>
      <input type="radio" name="port" checked={picked} disabled={!free} onChange={() => onPick(port)} />
      <span>
        <strong>{port.title}</strong>
        {port.likelyTitle !== undefined && <small>{port.likelyTitle}</small>}
        <small>{port.rssi === undefined ? port.path : t('find.heard', { path: port.path, rssi: port.rssi })}</small>
        {port.usedBy !== undefined && (
          <small>{t(free ? 'find.shared-with' : 'find.used-by', { name: port.usedBy })}</small>
        )}
        {port.reason !== undefined && (
          <small className="port-problem">
            <Marked text={reasonText(port.reason)} />
          </small>
        )}
      </span>
    </label>
  );
}

/** The choice of a port; refreshes itself, so that a cable plugged in now appears. */
export function PortList({ query, draft, problem, onPick }: PortListProps): ReactNode {
  if (query.isPending)
    return (
      <Loading>
        <Skeleton height={84} />
      </Loading>
    );
  if (query.data === undefined)
    return <FailureNote failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  const isBluetooth = draft.way === 'bluetooth';
  const ports = query.data.filter(({ kind }) => (kind === 'ble') === isBluetooth);
  return (
    <fieldset className="choices ports">
      <legend>{t(isBluetooth ? 'find.nearby' : 'find.ports')}</legend>
      {ports.length === 0 && <p className="note">{t(isBluetooth ? 'find.none-nearby' : 'find.no-ports')}</p>}
      {ports.map((port) => (
        <PortChoice key={port.address} port={port} picked={draft.port === port.address} onPick={onPick} />
      ))}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
