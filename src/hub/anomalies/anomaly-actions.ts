// Findings of a home: listing and dismissing them.
import type { HubInside } from '../inside.ts';
import type { SiteRegistry } from '../site-registry.ts';

/** The hub's words for findings. */
export function anomalyActions(registry: Pick<SiteRegistry, 'site'>): Pick<HubInside, 'anomalies' | 'dismissAnomaly'> {
  return {
    anomalies: async (site, query) => registry.site(site).monitor.list(query),
    dismissAnomaly: async (site, id, by) => registry.site(site).monitor.dismiss(id, by),
  };
}
