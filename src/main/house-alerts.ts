// The alerts of a house, wired to its stores, its hub, its broker, and what messages go to.
import type { Logger } from 'pino';
import { type AlertDeskParts, type OpenAlertDesk, openAlertDesk } from '#alerts/desk.ts';
import type { WatchedHome } from '#alerts/observer.ts';
import type { NewAlert } from '#api/contract.ts';
import { everySite, isPermitted, type Principal } from '#core/access.ts';
import type { AlertRecord } from '#core/alert.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MessageLink } from '#core/message-link.ts';
import { inEnglish } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';
import type { SecretStore } from '#core/secrets.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import type { SiteDoor } from '#hub/types.ts';
import { openHttpClient } from '#transport/http-client.ts';
import { sendMail } from '#transport/smtp.ts';
import type { HeardTopics } from './heard-topics.ts';
import type { HouseBroker } from './house-broker.ts';

/** What they are made of. */
export interface HouseAlertsParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: Pick<RecordStore, 'alerts' | 'grants' | 'accounts'>;
  readonly secrets: SecretStore;
  readonly broker: Pick<HouseBroker, 'counts'> & { readonly link: Pick<MessageLink, 'publish'> };
  /** Where rules of homes are called. */
  readonly heard: HeardTopics;
  /** The hub, once it is open. */
  readonly running: { readonly hub?: OpenHub };
}

const severityOf = { info: 'notice', warning: 'warning', critical: 'alarm' } as const;

/** Push services of the browsers that there are: Chrome and Edge, Firefox, Safari. */
export const isPushService = ({ protocol, host }: URL): boolean =>
  protocol === 'https:' &&
  /^(?:fcm\.googleapis\.com|(?:[\w-]+\.)+push\.services\.mozilla\.com|(?:[\w-]+\.)+push\.apple\.com|(?:[\w-]+\.)+notify\.windows\.com)$/i.test(
    host,
  );

/** Sees a home, and does nothing. */
const watcher = (site: string): Principal => ({
  id: 'alerts',
  name: 'Solstead',
  kind: 'home',
  grants: [{ site, may: 'viewer' }],
});

/** Less of a day than this is not known of a day that counts. */
const mostMissing = 0.05;

type Running = HouseAlertsParts['running'];

/** A home as it is seen; undefined while it is opened or closed. */
function doorTo({ hub }: Running, site: string): SiteDoor | undefined {
  const entry = hub?.as(watcher(site));
  return entry?.sites().some(({ id }) => id === site) === true ? entry.site(site) : undefined;
}

/** Errors: `site.unknown`. */
function openDoor(running: Running, site: string): SiteDoor {
  const door = doorTo(running, site);
  if (door === undefined) throw new SolsteadError('site.unknown', { at: site });
  return door;
}

const homesOf = ({ hub }: Running): readonly string[] =>
  hub
    ?.as(watcher(everySite))
    .sites()
    .map(({ id }) => id)
    .toSorted() ?? [];

/** A home as its alerts see it. What is of the installation is told by its first home. */
function watchedHome(facts: SiteFacts, { running, broker }: HouseAlertsParts): WatchedHome {
  const { id } = facts.site;
  const isFirst = (): boolean => homesOf(running)[0] === id;
  return {
    facts,
    snapshot: () => doorTo(running, id)?.snapshot(),
    budgets: () => openDoor(running, id).energy().budgets(),
    async sunDays(fromMs, toMs) {
      const { rows } = await openDoor(running, id).energy().report({ fromMs, toMs, by: 'day' });
      return rows.flatMap(({ startMs, endMs, pvWh, complete, missing }) =>
        complete && pvWh !== undefined && missing <= mostMissing ? [{ startMs, endMs, pvWh }] : [],
      );
    },
    anomalies: () => openDoor(running, id).anomalies({ isOpen: true }),
    issues: async () => (isFirst() ? running.hub?.healthIssues() : undefined),
    refusals: () => (isFirst() ? broker.counts().refused.connection : undefined),
  };
}

/** Who of these accounts still sees a home, and the installation. */
async function hearersOf(
  { records, running }: Pick<HouseAlertsParts, 'records' | 'running'>,
  site: string,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, { readonly installation: boolean }>> {
  const found = new Map<string, { readonly installation: boolean }>();
  for (const id of accounts) {
    const account = await records.accounts.byId(id);
    if (account === undefined) continue;
    const principal: Principal = { id, name: account.name, kind: 'person', grants: await records.grants.of(id) };
    if (!isPermitted(principal, { action: 'site.read', site })) continue;
    const isAlone = homesOf(running).length <= 1;
    found.set(id, { installation: isAlone || isPermitted(principal, { action: 'site.read', site: everySite }) });
  }
  return found;
}

/** An alert as those who watch see it at once; what is of the installation is for those who ask for it. */
function newAlert(facts: (id: string) => boolean, alert: AlertRecord): readonly NewAlert[] {
  const newest = alert.subjects.at(-1);
  if (newest === undefined || alert.isOfInstallation === true) return [];
  const { id, kind, severity, state, changedMs: atMs } = alert;
  return [
    {
      ...(facts(newest.id) ? { device: newest.id } : {}),
      kind,
      severity: severityOf[severity],
      reason: newest.reason,
      message: inEnglish(newest.reason),
      atMs,
      alert: id,
      state,
    },
  ];
}

/** Opens them. */
export function openHouseAlerts(parts: HouseAlertsParts): OpenAlertDesk {
  const { clock, log, records, secrets, broker, heard, running } = parts;
  const show: AlertDeskParts['show'] = (site, alerts) => {
    const devices = new Set(
      doorTo(running, site)
        ?.seen()
        .devices.map(({ id }) => id),
    );
    running.hub?.tellAlerts(
      site,
      alerts.flatMap((alert) => newAlert((id) => devices.has(id), alert)),
    );
  };
  return openAlertDesk({
    clock,
    log,
    store: records.alerts,
    secrets,
    openers: {
      openHttp: (server) => openHttpClient(server, clock),
      sendMail,
      async say(site, { topic, payload, retain = false }) {
        // The link of the house may publish everywhere: what another home hears is no affair of this one.
        running.hub?.assertMaySay(site, topic);
        heard.assertMaySay(site, topic);
        await broker.link.publish(topic, payload, { qos: 1, retain });
      },
      isPushService,
    },
    homeOf: (facts) => watchedHome(facts, parts),
    energyOf: (site) => (fromMs, toMs) => openDoor(running, site).energy().report({ fromMs, toMs, by: 'day' }),
    hearers: (site, accounts) => hearersOf(parts, site, accounts),
    isAlone: () => homesOf(running).length <= 1,
    show,
  });
}
