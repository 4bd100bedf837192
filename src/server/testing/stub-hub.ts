// For tests only: a home made of plain values, so that the server's own behaviour (who may, what is answered, what a slow
// socket gets) can be set up to the letter. That the real hub fits is shown by server.real.test.ts.
import { hourMs } from '#core/time.ts';
import { because } from '#core/reason.ts';
import type { Principal } from '#core/access.ts';
import { systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MonitoringNotice, MonitoringRecord } from '#core/monitoring.ts';
import { person } from '#core/testing/principals.ts';
import type { AuditRecord } from '#core/audit.ts';
import { memoryCommands } from '#core/testing/memory-commands.ts';
import { makeDoor } from '#hub/door.ts';
import { makeArms } from '#hub/arms.ts';
import { makeIssuedCommands } from '#hub/issued-commands.ts';
import type { BrokerAdmin, HubInside, Monitoring, SiteActs, Upkeep } from '#hub/inside.ts';
import { makePerformer } from '#hub/perform.ts';
import type { SiteEnergy } from '#ledger/site-energy.ts';
import type { EnergyReport } from '#api/ledger.ts';
import type { History } from '#api/contract.ts';
import type { ChartQuery } from '#hub/chart-query.ts';
import type { Hub, SiteChanges, SiteSnapshot } from '#hub/types.ts';

/** 2026-06-21T15:00:00Z: noon in São Paulo. */
export const noonMs = Date.UTC(2026, 5, 21, 15);

export const owner: Principal = person('Anna');
export const viewer: Principal = person('Ben', 'viewer');
export const password = 'correct horse';

/** A hub and the strings a test pulls on it. */
export interface StubHub extends Hub {
  /** What is behind the door. */
  readonly inside: HubInside;
  /** What was written into the audit log, in order. */
  readonly audited: readonly AuditRecord[];
  /** Tells all subscribers of the home. */
  emit(changes: Partial<SiteChanges>): void;
  subscribers(): number;
  /** Signs a person in, or changes what somebody may do, and returns the token. */
  signedIn(principal: Principal): string;
  /** Ends a session. */
  signedOut(token: string): void;
  /** What was asked of the hub that changes something, in order. */
  readonly calls: unknown[][];
}

const unknownArm = { quality: 'stale' } as const;

/** The home as a client first sees it: 4.2 kW of sun, 12 kWh today. */
export const snapshot: SiteSnapshot & Required<Pick<SiteSnapshot, 'energy'>> = {
  atMs: noonMs,
  flow: {
    atMs: noonMs,
    pv: { powerW: 4200, atMs: noonMs, quality: 'good' },
    grid: unknownArm,
    battery: unknownArm,
    load: unknownArm,
  },
  energy: {
    date: '2026-06-21',
    fromMs: noonMs - 12 * hourMs,
    toMs: noonMs,
    pvWh: 12_000,
    importWh: 0,
    exportWh: 0,
    chargeWh: 0,
    dischargeWh: 0,
    loadWh: 12_000,
    measured: 1,
  },
  devices: [],
  values: [{ device: 'inverter', metric: 'pv.power', value: 4200, atMs: noonMs, quality: 'good' }],
};

function emptyChart(query: ChartQuery): History {
  return { fromMs: query.fromMs, toMs: query.toMs, stepMs: query.stepMs ?? 60_000, aggregate: 'mean', series: [] };
}

const noFlows = {
  pvToLoadWh: 0,
  pvToBatteryWh: 0,
  pvToGridWh: 0,
  batteryToLoadWh: 0,
  batteryToGridWh: 0,
  gridToLoadWh: 0,
  gridToBatteryWh: 0,
};

/** A row of the ledger without energy, but for what the test says. */
export function rowBetween(
  startMs: number,
  endMs: number,
  own: Partial<EnergyReport['rows'][number]> = {},
): EnergyReport['rows'][number] {
  const shares = { measured: 1, estimated: 0, missing: 0, events: 0, meteringErrorWh: 0 };
  return { label: '', startMs, endMs, complete: true, flows: noFlows, ...shares, ...own };
}

const unscripted = (): never => {
  throw new TypeError('not scripted');
};

/** No topics, and no devices made of them. */
const stubOwnDevices = {
  unknownTopics: async () => ({ address: '', topics: [], left: 0 }),
  ownDevices: async () => [],
  previewOwnDevice: unscripted,
  saveOwnDevice: unscripted,
  removeOwnDevice: unscripted,
};

/** The ledger of a home without figures. */
export const stubEnergy: SiteEnergy = {
  report: async ({ fromMs, toMs, by }) => ({
    timeZone: 'America/Sao_Paulo',
    by,
    rows: [],
    total: rowBetween(fromMs, toMs),
  }),
  prices: async () => undefined,
  tariff: async () => ({
    origin: 'preset',
    revision: 0,
    name: '',
    currency: 'BRL',
    text: '',
    versions: [],
    revisions: [],
    carbon: {
      kgPerKwh: 0.4,
      kgPerTree: 10,
    },
  }),
  events: async () => [],
  series: async () => [],
  budgets: async () => ({ budgets: [] }),
  bills: async () => ({ bills: [] }),
  plant: async () => ({}),
  corrections: () => [],
  roles: async () => ({ devices: [], sides: [] }),
  saveRole: unscripted,
  circuitCount: () => ({ isRunning: false }),
  countCircuits: async () => ({ isRunning: true }),
  keepRole: unscripted,
  lookAround: async () => undefined,
  countingOptions: () => ({ phases: 'net', load: 'derived', daily: [], counters: [] }),
  settled: async () => undefined,
  why: unscripted,
  changeTariff: unscripted,
  importSeries: unscripted,
  saveBudgets: unscripted,
  saveBills: unscripted,
  savePlant: unscripted,
  saveCountingOptions: unscripted,
  previewCorrection: unscripted,
  applyCorrection: unscripted,
  undoCorrection: unscripted,
  misdated: async () => [],
  previewMisdated: unscripted,
  moveMisdated: unscripted,
  undoMisdated: unscripted,
};

const noCredentials = { totp: false, pin: false, recoveryCodes: 0, passkeys: [], provenUntilMs: 0 };

const stubOwn: Hub['access']['own'] = {
  view: async () => noCredentials,
  confirm: async () => noCredentials,
  beginTotp: async () => ({ secret: 'ABC', address: 'otpauth://totp/Solstead:Anna?secret=ABC' }),
  turnOnTotp: async () => noCredentials,
  turnOffTotp: async () => noCredentials,
  newRecoveryCodes: async () => [],
  setPin: async () => noCredentials,
  passkeyOptions: async () => ({ challenge: 'abc' }),
  addPasskey: async () => noCredentials,
  removePasskey: async () => noCredentials,
  tokens: async () => [],
  addToken: unscripted,
  removeToken: async () => undefined,
};

/** Accounts of the stub: Anna and Ben with one password. */
function stubAccess(
  tokens: Map<string, Principal>,
  changes: Set<() => void>,
  isClaimedAtFirst: boolean,
): Hub['access'] {
  let isClaimed = isClaimedAtFirst;
  const enter = (principal: Principal) => {
    const token = `token-${tokens.size}-${principal.id}`;
    tokens.set(token, principal);
    return { principal, token };
  };
  return {
    isClaimed: async () => isClaimed,
    claim: async ({ name }) => {
      if (isClaimed) throw new SolsteadError('access.owned', { at: name });
      isClaimed = true;
      return enter(owner);
    },
    enterFrom: async () => undefined,
    claimRefused: async () => undefined,
    signIn: async (request) => {
      const found = [owner, viewer].find(({ name }) => name === request.name);
      if (request.from === '') throw new TypeError('the address of the client is missing');
      if (found === undefined || request.password !== password)
        throw new SolsteadError('access.credentials', { at: 'sign-in' });
      return enter(found);
    },
    principal: async (token) => tokens.get(token),
    async signOut(token) {
      tokens.delete(token);
      for (const changed of changes) changed();
    },
    invitation: unscripted,
    accept: unscripted,
    openKiosk: unscripted,
    changePassword: unscripted,
    sessions: async () => [],
    endSession: async () => undefined,
    endOtherSessions: async () => undefined,
    passkeyRequest: unscripted,
    signInByPasskey: unscripted,
    signInClient: unscripted,
    refresh: unscripted,
    revoke: async () => undefined,
    recover: unscripted,
    own: stubOwn,
    onChange: (listener) => {
      changes.add(listener);
      return () => void changes.delete(listener);
    },
  };
}

/** What people do, noted in `calls`. */
function stubActs(calls: unknown[][]): SiteActs & BrokerAdmin & Pick<Upkeep, 'setRetention'> {
  return {
    set: async (site, command, { by }) => {
      calls.push(['set', site, command, by.name]);
      return { outcome: 'confirmed', atMs: noonMs };
    },
    dismissAnomaly: async (...call) => {
      calls.push(['dismissAnomaly', ...call]);
      throw new SolsteadError('anomaly.unknown', { at: call[1] });
    },
    async setRetention(rules) {
      calls.push(['setRetention', rules]);
      return { points: 3, series: 2, bytes: 4096, retention: rules };
    },
    addDevice: async (...call) => {
      calls.push(['addDevice', ...call]);
      throw new SolsteadError('device.exists', {
        at: 'tcp://10.0.0.9:502',
        why: because('device.twin', { name: 'Roof' }),
      });
    },
    removeDevice: async (...call) => void calls.push(['removeDevice', ...call]),
    changeDevice: async (...call) => {
      calls.push(['changeDevice', ...call]);
      throw new SolsteadError('device.unknown', { at: call[1] });
    },
    previewChange: async (...call) => {
      calls.push(['previewChange', ...call]);
      return { device: 'relays', from: 'pi30', to: 'pi30', address: 'tcp://a:1', keeps: [], begins: [], ends: [] };
    },
    removedDevices: async () => [],
    renewChargerKey: async (_, device) => ({ path: '/ocpp/CP-1', username: device, password: 'shown-once' }),
    addBrokerAccount: async (username) => ({ username, password: 'shown-once' }),
    brokerAccounts: async () => [{ username: 'meter', topics: ['meter/#'] }],
    removeBrokerAccount: async (...call) => void calls.push(['removeBrokerAccount', ...call]),
  };
}

function stubPeople(calls: unknown[][]): HubInside['people'] {
  return {
    endSessions: async (...call) => void calls.push(['endSessions', ...call]),
    list: async () => [],
    invite: async (by, ...call) => {
      calls.push(['invite', by.name, ...call]);
      throw new SolsteadError('site.unknown', { at: call[0] });
    },
    invitations: async () => [],
    kiosks: { list: async () => [], add: unscripted, remove: unscripted },
    invitedTo: async () => '*',
    withdraw: async (...call) => void calls.push(['withdraw', ...call]),
    grant: async (by, change) => {
      calls.push(['grant', by.name, change]);
      return { id: change.account, name: '', grants: [] };
    },
    remove: async (...call) => void calls.push(['removeAccount', ...call]),
  };
}

/** Monitoring kept in memory. */
function stubMonitoring(calls: unknown[][]): Monitoring {
  const records = new Map<string, MonitoringRecord>();
  const listeners = new Set<(notice: MonitoringNotice) => void>();
  return {
    monitored: async (site) => records.get(site) ?? { site },
    async changeMonitored(site, change) {
      const record = change(records.get(site) ?? { site });
      calls.push(['changeMonitored', record]);
      records.set(site, record);
      return record;
    },
    announce(site, notice) {
      calls.push(['announce', site, notice]);
      for (const listener of listeners) listener(notice);
    },
    onNotice(_site, listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const sites = [{ id: 'home', name: 'Casa', timeZone: 'America/Sao_Paulo', latitude: -23.5, longitude: -46.6 }];

/** What there is to count in it. */
const stubFigures: Pick<HubInside, 'siteFigures' | 'wholeFigures'> = {
  siteFigures: (site) => ({
    site,
    devices: [],
    batches: 7,
    values: 21,
    rejected: new Map([['range', 2]]),
    writer: { waiting: 3, lost: 0, commits: 5, commitMs: 40, failures: 1 },
    outputs: [{ id: '4f', kind: 'mqtt', state: 'failing', sent: 7, waiting: 3, bytes: 900, dropped: 2, refused: 5 }],
    consumers: [
      { name: 'mqtt', taken: 7, failed: 0, slow: 0, missed: 0, spool: { batches: 12, bytes: 3400, dropped: 1 } },
    ],
  }),
  wholeFigures: async () => ({
    history: { points: 3, series: 2, bytes: 4096 },
    lines: [{ link: 'tcp://10.0.0.5:502', waiting: 4 }],
    audit: [{ chain: 'entries', last: 9, hash: '' }],
    issues: [],
  }),
};

/** What is behind the door of the stub: what a test says, and else an empty home. */
function stubInside(calls: unknown[][], listeners: Set<(changes: SiteChanges) => void>): HubInside {
  return {
    sites: () => sites,
    siteOf: (device) => (snapshot.devices.some(({ id }) => id === device) ? 'home' : undefined),
    importPlace: unscripted,
    bulkArms: makeArms(systemClock),
    commands: makeIssuedCommands({
      store: memoryCommands(),
      clock: { ...systemClock, nowMs: () => noonMs },
      log: { warn: () => undefined },
    }),
    addSite: async (site) => {
      calls.push(['addSite', site]);
      return { ...site, id: 'cabin' };
    },
    changeSite: async (id, change) => {
      calls.push(['changeSite', id, change]);
      return { id, name: change.name ?? 'Casa', timeZone: change.timeZone ?? 'America/Sao_Paulo' };
    },
    snapshot: () => snapshot,
    seen: () => snapshot,
    subscribe: (_site, onChanges) => {
      listeners.add(onChanges);
      return () => void listeners.delete(onChanges);
    },
    chart: async (_site, query) => emptyChart(query),
    history: async () => ({ pages: async function* () {}, range: async () => [], series: async () => [] }),
    ledger: () => stubEnergy,
    anomalies: async () => [],
    capabilities: async () => [],
    settings: async () => [],
    shown: () => [{ name: 'pv_power', label: 'PV power', value: 4200, unit: 'W', metric: 'pv.power', atMs: 0 }],
    ask: unscripted,
    auditLines: async () => [],
    auditHeads: async () => [],
    auditChecks: async () => [],
    clockState: () => ({ atMs: noonMs, isConfirmed: true }),
    sayClock: async (isRight) => ({ atMs: noonMs, isConfirmed: isRight }),
    historyStatus: async () => ({ points: 3, series: 2, bytes: 4096, retention: [] }),
    assertOwnLink: async () => undefined,
    ports: async () => [],
    protocols: () => [],
    found: () => [],
    foundPrograms: () => [],
    ...stubOwnDevices,
    linkSites: () => ['*'],
    testDevice: async (_by, address) => {
      throw new SolsteadError('link.timeout', { at: address });
    },
    people: stubPeople(calls),
    refresh: () => true,
    ...stubMonitoring(calls),
    ...stubFigures,
    ...stubActs(calls),
  };
}

/** What a test may replace: what is behind the door, and what needs none. */
export type StubParts = Partial<HubInside & Pick<Hub, 'access' | 'healthIssues'>> & { readonly isClaimed?: boolean };

/** Makes a home with one site `home` behind the real door; `overrides` replace what the test is about. */
export function stubHub({ isClaimed = true, access, healthIssues, ...overrides }: StubParts = {}): StubHub {
  const tokens = new Map<string, Principal>();
  const listeners = new Set<(changes: SiteChanges) => void>();
  const changes = new Set<() => void>();
  const calls: unknown[][] = [];
  const audited: AuditRecord[] = [];
  const usual = stubInside(calls, listeners);
  // What is seen is that of the snapshot, whichever it is.
  const inside = { ...usual, seen: overrides.snapshot ?? usual.seen, ...overrides };
  const performer = makePerformer({
    audit: { append: async (line) => void audited.push(line) },
    clock: { ...systemClock, nowMs: () => noonMs },
    isSite: (id) => inside.sites().some((site) => site.id === id),
  });
  return {
    access: access ?? stubAccess(tokens, changes, isClaimed),
    as: makeDoor({ inside, performer }),
    inside,
    calls,
    audited,
    healthIssues: healthIssues ?? (async () => []),
    close: async () => {},
    emit: (changes) => {
      for (const listener of listeners) listener({ atMs: noonMs, ...changes });
    },
    subscribers: () => listeners.size,
    signedIn: (principal) => {
      const token = `token-of-${principal.id}`;
      tokens.set(token, principal);
      for (const changed of changes) changed();
      return token;
    },
    signedOut: (token) => {
      tokens.delete(token);
      for (const changed of changes) changed();
    },
  };
}
