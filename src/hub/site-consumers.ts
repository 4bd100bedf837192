// The first three consumers of every site: its history, its ledger and the anomaly monitor.
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import type { SiteLedger } from '#ledger/site-ledger.ts';
import type { AnomalyMonitor } from './anomalies/monitor.ts';
import type { HistoryWriter } from './history-writer.ts';

/** What they are made of. */
export interface SiteConsumerParts {
  readonly facts: Pick<SiteFacts, 'device'>;
  readonly writer: HistoryWriter;
  readonly ledger: SiteLedger;
  readonly monitor: AnomalyMonitor;
  /** The ledger took readings: the energy of today may have changed. */
  onCounted(): void;
}

/** History first, as the ledger reads it; they are closed by their site, in the order that keeps most. */
export function siteConsumers({ facts, writer, ledger, monitor, onCounted }: SiteConsumerParts): readonly Consumer[] {
  const history: Consumer = {
    name: 'history',
    take: (batch) => writer.add(batch),
    flush: () => writer.flush(),
    close: () => writer.close(),
  };
  const energy: Consumer = {
    name: 'ledger',
    wants: { events: ['device-placed', 'device-removed'] },
    take(batch) {
      ledger.took(batch);
      onCounted();
    },
    event({ kind, device }) {
      const placed = facts.device(device);
      if (kind === 'device-removed') ledger.remove(device);
      else if (placed !== undefined) {
        const { kind, intervalMs, counterWidths: widths } = placed;
        ledger.place({ id: device, kind, intervalMs, widths });
      }
      onCounted();
    },
    flush: () => ledger.settlement.saveDirty(),
    close: () => ledger.close(),
  };
  const anomalies: Consumer = {
    name: 'anomalies',
    wants: { events: ['device-removed'] },
    take: (batch) => monitor.take(batch),
    event: ({ device }) => monitor.forget(device),
    flush: async () => undefined,
    close: async () => monitor.close(),
  };
  return [history, energy, anomalies];
}
