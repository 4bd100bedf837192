// Findings of a home: looking at them and putting them away, which the audit log remembers.
import type { Principal } from '#core/access.ts';
import type { AuditRecord } from '#core/records.ts';
import type { SiteRegistry } from '../site-registry.ts';
import type { Hub } from '../types.ts';

/** What findings need of the hub. */
export interface AnomalyParts {
  readonly registry: Pick<SiteRegistry, 'site'>;
  audit(by: Principal, act: Pick<AuditRecord, 'site' | 'action' | 'subject' | 'outcome'>): Promise<void>;
}

/** The hub's words for findings. */
export function anomalyActs({ registry, audit }: AnomalyParts): Pick<Hub, 'anomalies' | 'dismissAnomaly'> {
  return {
    anomalies: async (site, query) => registry.site(site).watch.list(query),
    async dismissAnomaly(site, id, by) {
      const view = await registry.site(site).watch.dismiss(id, by.name);
      await audit(by, { site, action: 'dismiss', subject: id, outcome: 'done' });
      return view;
    },
  };
}
