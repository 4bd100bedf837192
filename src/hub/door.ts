// The one door to a hub: whoever wants to see or do something identifies itself first, and gets what it may see and do. Without a principal
// there is no object to ask; what it asks for is permitted here, and every act is logged (perform.ts).
import {
  everySite,
  grantText,
  installationActions,
  isPermitted,
  mayKnow,
  type Permission,
  type Principal,
  reaches,
  reachOf,
} from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { permit, permitSome, permitSomewhere } from '#core/permit.ts';
import type { IssuedCommand } from '#core/issued-command.ts';
import type { SiteRecord } from '#core/records.ts';
import { bulkCommand } from './bulk-commands.ts';
import { deviceQuestions } from './device-door.ts';
import { energyDoor } from './energy-door.ts';
import { alertDoor } from './alert-door.ts';
import { automationDoor } from './automation-door.ts';
import { chargerDoor, renewChargerKey } from './charger-door.ts';
import { auditDoor } from './audit-door.ts';
import { historyDoor } from './history-door.ts';
import { examinationDoor } from './examination-door.ts';
import { predecessorDoor } from './predecessor-door.ts';
import { plugInDoor } from './plug-in-door.ts';
import { backupDoor } from './backup-door.ts';
import { fleetDoor } from './fleet.ts';
import type { HubInside } from './inside.ts';
import { outcomeOf } from './issued-commands.ts';
import { limitedChanges, limitedHistory, limitedSeen, limitedSnapshot } from './limited.ts';
import { kioskDoor } from './kiosk-door.ts';
import { monitoringDoor } from './monitoring-door.ts';
import type { Performer } from './perform.ts';
import { outputDoor } from './output-door.ts';
import { farHomesDoor, uplinkDoor } from './uplink-door.ts';
import { audienceOf, commandSubject } from './seen.ts';
import type {
  ArmedCommand,
  CommandOutcome,
  DevicesDoor,
  HubDoor,
  Issued,
  CommandRequest,
  IssueRequest,
  PeopleDoor,
  SetupDoor,
  SiteDoor,
} from './types.ts';

/** What a door opens to. */
export interface DoorParts {
  readonly inside: HubInside;
  readonly performer: Performer;
}

interface Visit extends DoorParts {
  readonly principal: Principal;
}

interface SiteVisit extends Visit {
  readonly record: SiteRecord;
}

/** Gives a command: it is permitted, logged, kept, and carried out. */
async function issue(
  { inside, performer, principal, record: { id: site } }: SiteVisit,
  { expiryMs, key, ...request }: IssueRequest,
): Promise<ArmedCommand | Issued> {
  const { device, target } = request;
  const permission: Permission = {
    action: 'setPoint' in target ? 'device.command' : 'device.configure',
    site,
    device,
  };
  // What became of an earlier one is told to nobody who may not give it any more.
  if (key !== undefined) permit(principal, permission);
  const act = {
    permission,
    name: 'set',
    subject: commandSubject(request, undefined),
    done: ({ outcome }: CommandOutcome) => ({ outcome }),
  };
  return inside.commands.issue({ site, by: principal, request, expiryMs, key }, ({ begun, sending }) =>
    performer.perform(principal, act, (log) =>
      inside.set(site, request, {
        ...log,
        sending,
        async begin() {
          await log.begin();
          await begun();
        },
      }),
    ),
  );
}

/** Lets a timer begin anew: what changes nothing stands in no log. */
function renew(
  { inside, performer, principal, record: { id: site } }: SiteVisit,
  request: CommandRequest,
): Promise<CommandOutcome> {
  const act = {
    permission: { action: 'device.command', site, device: request.device },
    name: 'set',
    subject: commandSubject(request, undefined),
    done: () => undefined,
  } as const;
  const quiet = { by: principal, isQuiet: true, subject: () => undefined, begin: async () => undefined } as const;
  return performer.perform(principal, act, () => inside.set(site, request, { ...quiet, sending: () => undefined }));
}

function devicesDoor(visit: SiteVisit): DevicesDoor {
  const { inside, performer, principal, record } = visit;
  const site = record.id;
  return {
    add: (device) =>
      performer.perform(
        principal,
        {
          permission: { action: 'device.manage', site },
          name: 'add device',
          subject: device.name,
          done: ({ id }) => ({ subject: id }),
        },
        async () => {
          await inside.assertOwnLink(principal, device.address);
          return inside.addDevice(site, device, inside.linkSites(principal));
        },
      ),
    remove: (device) =>
      performer.perform(
        principal,
        { permission: { action: 'device.manage', site, device }, name: 'remove device', subject: device },
        () => inside.removeDevice(site, device),
      ),
    change: (device, change) =>
      performer.perform(
        principal,
        {
          permission: { action: 'device.manage', site, device },
          name: 'change device',
          subject: device,
          done: ({ name, address }) => ({ subject: `${device}: ${name}, ${address}` }),
        },
        async () => {
          if (change.address !== undefined) await inside.assertOwnLink(principal, change.address);
          return inside.changeDevice(site, device, { ...change, linkSites: inside.linkSites(principal) });
        },
      ),
    ...deviceQuestions(visit),
    renewChargerKey: (device) => renewChargerKey(visit, site, device),
    async set(command) {
      const given = await issue(visit, command);
      if (given.outcome === 'armed') return given;
      return given.result ?? outcomeOf(await given.ended);
    },
    issue: (command) => issue(visit, command),
    renew: (command) => renew(visit, command),
    bulk: (request) => {
      permitSome(principal, { action: 'device.command', site });
      return bulkCommand(
        {
          site,
          principal,
          arms: inside.bulkArms,
          seen: () => inside.seen(site),
          capabilities: (device) => inside.capabilities(site, device),
          issue: (command) => issue(visit, command),
        },
        request,
      );
    },
  };
}

function siteDoor(visit: SiteVisit): SiteDoor {
  const { inside, performer, principal, record } = visit;
  const site = record.id;
  const reach = permitSome(principal, { action: 'site.read', site });
  return {
    record,
    audience: audienceOf(reach),
    devices: devicesDoor(visit),
    snapshot: () => (reach === 'all' ? inside.snapshot(site) : limitedSnapshot(inside.seen(site), reach)),
    seen: () => limitedSeen(inside.seen(site), reach),
    subscribe: (onChanges) =>
      inside.subscribe(site, (changes) => {
        const seen = limitedChanges(changes, reach, () => inside.seen(site));
        if (seen !== undefined) onChanges(seen);
      }),
    chart: (query) => inside.chart(site, query, reach),
    history: async () => limitedHistory(await inside.history(), site, reach),
    energy: () => energyDoor({ site, energy: inside.ledger(site), principal, performer }),
    monitoring: () => monitoringDoor({ site, inside, principal, performer }),
    uplink: () => uplinkDoor(visit, site),
    outputs: () => outputDoor(visit, record),
    automation: () => automationDoor(visit, site),
    alerts: () => alertDoor(visit, site),
    chargers: () => chargerDoor(visit, site),
    refresh() {
      const { devices } = limitedSeen(inside.seen(site), reach);
      return devices.flatMap(({ id }) => (inside.refresh(site, id) ? [id] : []));
    },
    async anomalies(query) {
      const all = await inside.anomalies(site, query);
      return reach === 'all' ? all : all.filter(({ device }) => reach.has(device));
    },
    async commands({ device, ...query }) {
      const reached = reach === 'all' ? undefined : [...reach];
      const devices = device === undefined ? reached : [device].filter((one) => reaches(reach, one));
      return inside.commands.newest({ ...query, site, ...(devices === undefined ? {} : { devices }) });
    },
    change: (change) =>
      performer.perform(
        principal,
        { permission: { action: 'site.manage', site }, name: 'change site', subject: JSON.stringify(change) },
        () => inside.changeSite(site, change),
      ),
    dismissAnomaly: (id) =>
      performer.perform(
        principal,
        { permission: { action: 'anomaly.dismiss', site }, name: 'dismiss', subject: id },
        () => inside.dismissAnomaly(site, id, principal.name),
      ),
  };
}

/** Making an account of the broker: it hands out a password. */
const brokerAccount = {
  permission: { action: 'broker.manage', site: everySite },
  name: 'add broker account',
  isSensitive: true,
} as const;

/** Devices that people put together from topics: they concern the broker of all homes. */
function ownDevicesDoor({
  inside,
  performer,
  principal,
}: Visit): Pick<SetupDoor, 'unknownTopics' | 'ownDevices' | 'previewOwnDevice' | 'saveOwnDevice' | 'removeOwnDevice'> {
  const permission = { action: 'broker.manage', site: everySite } as const;
  const trying = { action: 'device.draft', site: everySite } as const;
  return {
    async unknownTopics(asked) {
      permit(principal, trying);
      return inside.unknownTopics(asked);
    },
    async ownDevices() {
      permit(principal, trying);
      return inside.ownDevices();
    },
    async previewOwnDevice(draft) {
      permit(principal, trying);
      return inside.previewOwnDevice(draft);
    },
    saveOwnDevice: (draft, id) =>
      performer.perform(
        principal,
        {
          permission,
          name: 'save own device',
          subject: id ?? draft.title,
          done: (saved) => ({ subject: saved.id }),
        },
        () => inside.saveOwnDevice(draft, id),
      ),
    removeOwnDevice: (id) =>
      performer.perform(principal, { permission, name: 'remove own device', subject: id }, () =>
        inside.removeOwnDevice(id),
      ),
  };
}

function setupDoor(visit: Visit): SetupDoor {
  const { inside, performer, principal } = visit;
  return {
    async ports() {
      permitSomewhere(principal, 'device.manage');
      return inside.ports((site) => mayKnow(principal, site));
    },
    protocols() {
      permitSomewhere(principal, 'site.read');
      return inside.protocols();
    },
    found() {
      permitSomewhere(principal, 'site.read');
      return inside.found();
    },
    foundPrograms() {
      permitSomewhere(principal, 'site.manage');
      return inside.foundPrograms();
    },
    ...ownDevicesDoor(visit),
    assertMayTest() {
      permitSomewhere(principal, 'device.manage');
    },
    async testDevice(address, protocol, watch) {
      permitSomewhere(principal, 'device.manage');
      await inside.assertOwnLink(principal, address);
      return inside.testDevice(principal, address, { protocol, watch });
    },
    addBrokerAccount: (username, only, proof) =>
      performer.perform(principal, { ...brokerAccount, subject: username }, () =>
        inside.addBrokerAccount(username, only, proof),
      ),
    assertMayAddBrokerAccount: () =>
      performer.perform(principal, { ...brokerAccount, subject: '', done: () => undefined }, async () => undefined),
    async brokerAccounts() {
      permit(principal, { action: 'broker.manage', site: everySite });
      return inside.brokerAccounts();
    },
    removeBrokerAccount: (username) =>
      performer.perform(
        principal,
        {
          permission: { action: 'broker.manage', site: everySite },
          name: 'remove broker account',
          subject: username,
        },
        () => inside.removeBrokerAccount(username),
      ),
  };
}

function peopleDoor({ inside: { people }, performer, principal }: Visit): PeopleDoor {
  const manages = (site: string): Permission => ({ action: 'people.manage', site });
  return {
    async list() {
      permitSomewhere(principal, 'people.manage');
      return people.list(principal);
    },
    invite: (site, may) =>
      performer.perform(
        principal,
        { permission: manages(site), name: 'invite', subject: `${site} ${grantText(may)}`, isSensitive: true },
        () => people.invite(principal, site, may),
      ),
    async invitations() {
      permitSomewhere(principal, 'people.manage');
      return people.invitations(principal);
    },
    async withdraw(invitation) {
      permitSomewhere(principal, 'people.manage');
      const site = await people.invitedTo(principal, invitation);
      const act = { permission: manages(site), name: 'withdraw invitation', subject: invitation };
      await performer.perform(principal, act, () => people.withdraw(invitation));
    },
    grant: (change) =>
      performer.perform(
        principal,
        {
          permission: manages(change.site),
          name: 'grant',
          isSensitive: true,
          subject: `${change.account} ${change.site} ${change.may === undefined ? 'nothing' : grantText(change.may)}`,
        },
        () => people.grant(principal, change),
      ),
    // Wants no proof: it only takes access away.
    endSessions: (account) =>
      performer.perform(principal, { permission: manages(everySite), name: 'end sessions', subject: account }, () =>
        people.endSessions(account),
      ),
    remove: (account) =>
      performer.perform(
        principal,
        { permission: manages(everySite), name: 'remove account', subject: account, isSensitive: true },
        () => people.remove(account),
      ),
  };
}

/** Whether somebody may do something at all: with a site or a device of it, or anywhere if the request names neither. */
function check({ principal, inside }: Visit, { action, site, device }: Permission): void {
  if (site === everySite && !installationActions.includes(action)) {
    const isSomewhere = inside.sites().some(({ id }) => reaches(reachOf(principal, { action, site: id })));
    if (!isSomewhere) permitSomewhere(principal, action);
  } else if (device === undefined) permitSome(principal, { action, site });
  else permit(principal, { action, site, device });
}

/** What is found without the name of a home, and making one. */
function homesDoor(visit: Visit): Pick<HubDoor, 'siteOf' | 'command' | 'addSite'> {
  const { inside, performer, principal } = visit;
  return {
    siteOf(device) {
      const record = inside.sites().find(({ id }) => id === inside.siteOf(device));
      const isSeen = (site: string): boolean => reaches(reachOf(principal, { action: 'site.read', site }), device);
      if (record === undefined || !mayKnow(principal, record.id) || !isSeen(record.id))
        throw new SolsteadError('device.unknown', { at: device });
      return siteDoor({ ...visit, record });
    },
    async command(id) {
      const found = await inside.commands.byId(id);
      const isSeen = ({ site, device }: IssuedCommand): boolean =>
        mayKnow(principal, site) && reaches(reachOf(principal, { action: 'site.read', site }), device);
      if (found === undefined || !isSeen(found)) throw new SolsteadError('command.gone', { at: id });
      return found;
    },
    addSite: (site) =>
      performer.perform(
        principal,
        {
          permission: { action: 'site.manage', site: everySite },
          name: 'add site',
          subject: site.name,
          done: ({ id }) => ({ subject: id }),
        },
        () => inside.addSite(site),
      ),
  };
}

function hubDoor(visit: Visit): HubDoor {
  const { inside, performer, principal } = visit;
  const sites = (): readonly SiteRecord[] => inside.sites().filter(({ id }) => mayKnow(principal, id));
  return {
    principal,
    sites,
    ...fleetDoor(inside, principal, sites),
    site(id) {
      const record = inside.sites().find((site) => site.id === id);
      // The home of somebody else answers as one that does not exist.
      if (record === undefined || !mayKnow(principal, id)) throw new SolsteadError('site.unknown', { at: id });
      return siteDoor({ ...visit, record });
    },
    ...homesDoor(visit),
    setup: setupDoor(visit),
    people: peopleDoor(visit),
    kiosks: kioskDoor(visit),
    async clock() {
      permitSomewhere(principal, 'site.read');
      return inside.clockState();
    },
    sayClock: (isRight) =>
      performer.perform(
        principal,
        {
          permission: { action: 'history.manage', site: everySite },
          name: 'say clock',
          subject: isRight ? 'right' : 'wrong',
        },
        () => inside.sayClock(isRight),
      ),
    history: historyDoor(visit),
    async figures() {
      permitSomewhere(principal, 'site.read');
      const mayRead = (site: string): boolean => isPermitted(principal, { action: 'site.read', site });
      const sites = inside.sites().flatMap(({ id }) => (mayRead(id) ? [inside.siteFigures(id)] : []));
      return mayRead(everySite) ? { sites, whole: await inside.wholeFigures() } : { sites };
    },
    backups: backupDoor(visit),
    plugIns: plugInDoor(visit),
    examinations: examinationDoor(visit),
    predecessor: predecessorDoor(visit),
    farHomes: farHomesDoor(visit),
    announce: (notice) =>
      performer.perform(
        principal,
        {
          permission: { action: 'monitoring.manage', site: everySite },
          name: 'announce',
          subject: notice.message,
        },
        async () => {
          for (const { id } of inside.sites()) inside.announce(id, notice);
        },
      ),
    ...auditDoor(inside, principal),
    async admit(permission) {
      try {
        check(visit, permission);
      } catch (error) {
        if (!permission.action.endsWith('.read')) await performer.refused(principal, permission, error);
        throw error;
      }
    },
  };
}

/** Makes the door: it opens to whoever identifies itself. */
export function makeDoor(parts: DoorParts): (principal: Principal) => HubDoor {
  return (principal) => hubDoor({ ...parts, principal });
}
