// What a browser keeps of the home, so that the app shows it while the home's server is away: who was signed in, their homes, and each
// home as it was heard last. Pure over a small store. What is kept may be old, cut off or written by somebody else: what does not
// read as it should counts as not kept. Nothing in it signs anybody in.
import type { Device, Flow, LiveValue, Session, Site } from '#api/contract.ts';
import { isMetricId } from '#core/catalogue.ts';
import { isDeviceKind } from '#core/device-kind.ts';
import { isRecord } from '#core/entries.ts';
import type { LiveState } from '../live-state.ts';

/** Who was signed in, and the homes they saw. */
export interface KeptHead {
  readonly session: Session;
  readonly sites: readonly Site[];
}

/** A home as it was heard last. */
export interface KeptState {
  readonly state: LiveState;
  /** How far the server's clock was ahead of this one, ms. */
  readonly aheadMs: number;
}

/** Texts by name: the browser's store, cut to what is needed. */
export interface TextStore {
  read(name: string): string | undefined;
  /** False if there is no room. */
  write(name: string, text: string): boolean;
  remove(name: string): void;
}

/** What is kept, read and written. */
export interface KeptHome {
  head(): KeptHead | undefined;
  state(site: string): KeptState | undefined;
  /** Keeps who is signed in and their homes; whatever another account left is forgotten. */
  keepHead(head: KeptHead): void;
  /** Keeps a home, unless nobody is signed in, or somebody else is by now. */
  keepState(account: string, kept: KeptState): void;
  forget(): void;
}

/** Changes with the shape of what is kept. */
const format = 1;
/** A larger home is not kept, characters. */
const mostText = 500_000;
const mostSites = 20;
/** Further ones, in the order of the list, are not kept. */
const mostStates = 4;
const mostDevices = 300;
/** A clock that is further off is no clock, ms. */
const mostAheadMs = 20 * 365 * 86_400_000;

const isText = (value: unknown, most = 200): value is string => typeof value === 'string' && value.length <= most;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isAbsentOr = (value: unknown, is: (value: unknown) => boolean): boolean => value === undefined || is(value);
const isList = (value: unknown, most: number): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= most;

function isTimeZone(value: unknown): boolean {
  try {
    return isText(value) && new Intl.DateTimeFormat('en', { timeZone: value }).format(0) !== '';
  } catch {
    // A zone this browser does not know.
    return false;
  }
}

const isSite = (value: unknown): value is Site =>
  isRecord(value) &&
  isText(value['id']) &&
  isText(value['name']) &&
  isTimeZone(value['timeZone']) &&
  value['demo'] === false;

const isRole = (value: unknown): boolean => ['viewer', 'operator', 'admin', 'owner'].some((one) => one === value);

function isGrant(value: unknown): boolean {
  if (!isRecord(value) || !isText(value['site'])) return false;
  const { may } = value;
  if (typeof may === 'string') return isRole(may);
  const isTexts = (list: unknown): boolean => isList(list, 200) && list.every((one) => isText(one));
  return isRecord(may) && isTexts(may['actions']) && isAbsentOr(may['devices'], isTexts);
}

function isSession(value: unknown): value is Session {
  if (!isRecord(value) || value['state'] !== 'signed-in' || !isText(value['version'])) return false;
  const { account, signedInBy } = value;
  return (
    isAbsentOr(signedInBy, (one) => one === 'home-assistant') &&
    isRecord(account) &&
    isText(account['name']) &&
    isRole(account['role']) &&
    isAbsentOr(account['everywhere'], (one) => typeof one === 'boolean') &&
    isList(account['grants'], 500) &&
    account['grants'].every(isGrant)
  );
}

const isQuality = (value: unknown): boolean => ['good', 'stale', 'estimated', 'held'].some((one) => one === value);

const isBranch = (value: unknown): boolean =>
  isRecord(value) &&
  isAbsentOr(value['powerW'], isNumber) &&
  isAbsentOr(value['atMs'], isNumber) &&
  isQuality(value['quality']) &&
  isAbsentOr(value['standIns'], (list) => isList(list, mostDevices) && list.every((one) => isText(one)));

const isCircuit = (value: unknown): boolean =>
  isRecord(value) && isBranch(value) && isText(value['device']) && isAbsentOr(value['name'], (name) => isText(name));

const isFlow = (value: unknown): value is Flow =>
  isRecord(value) &&
  isNumber(value['atMs']) &&
  ['pv', 'grid', 'battery', 'load'].every((arm) => isBranch(value[arm])) &&
  isAbsentOr(value['generator'], isBranch) &&
  isAbsentOr(value['soc'], isNumber) &&
  isAbsentOr(value['lacks'], (list) => isList(list, 3) && list.every((one) => isText(one))) &&
  isAbsentOr(value['circuits'], (list) => isList(list, mostDevices) && list.every(isCircuit));

const energies = ['pvWh', 'importWh', 'exportWh', 'chargeWh', 'dischargeWh', 'generatorWh', 'loadWh'];

const isEnergy = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value['date']) &&
  ['fromMs', 'toMs', 'measured'].every((name) => isNumber(value[name])) &&
  [...energies, 'selfSufficiency', 'selfConsumption'].every((name) => isAbsentOr(value[name], isNumber));

const states = ['starting', 'online', 'stale', 'offline', 'misconfigured'];
const counts = ['requests', 'answers', 'timeouts', 'badFrames', 'refused', 'reconnects', 'rejectedValues'];

function isDevice(value: unknown): value is Device {
  if (!isRecord(value)) return false;
  const { kind, state, health, identity } = value;
  return (
    ['id', 'name', 'definition', 'title'].every((name) => isText(value[name])) &&
    isText(value['address'], 2000) &&
    isDeviceKind(kind) &&
    states.some((one) => one === state) &&
    isNumber(value['intervalMs']) &&
    isAbsentOr(value['lastSeenMs'], isNumber) &&
    isRecord(identity) &&
    Object.values(identity).every((one) => isText(one, 500)) &&
    isRecord(health) &&
    counts.every((name) => isNumber(health[name]))
  );
}

const isValue = (value: unknown): value is LiveValue =>
  isRecord(value) &&
  isText(value['device']) &&
  isText(value['metric']) &&
  isMetricId(value['metric']) &&
  (isNumber(value['value']) || isText(value['value'], 5000)) &&
  isNumber(value['atMs']) &&
  isQuality(value['quality']);

const isValues = (value: unknown): value is LiveState['values'] =>
  isRecord(value) &&
  Object.entries(value).every(
    ([device, of]) =>
      isRecord(of) &&
      Object.entries(of).every(([metric, one]) => isValue(one) && one.device === device && one.metric === metric),
  );

/** Without its failure, which has words of another time, and without what pages of settings ask for anew. */
function plainDevice({ settings: _, measures: __, health: { failure: ___, ...health }, ...device }: Device): Device {
  return { ...device, health };
}

/** Without what only a server that answers can make good. */
function plainSession({ grafana: _, needsCode: __, ...session }: Session): Session {
  return session;
}

function stateIn(kept: unknown, site: string): KeptState | undefined {
  if (!isRecord(kept) || kept['format'] !== format || !isNumber(kept['aheadMs']) || !isRecord(kept['state']))
    return undefined;
  const { aheadMs, state } = kept;
  const { atMs, flow, devices, values, energy } = state;
  if (Math.abs(aheadMs) > mostAheadMs || !isNumber(atMs) || !isSite(state['site']) || state['site'].id !== site)
    return undefined;
  if (!isFlow(flow) || !isValues(values) || !isAbsentOr(energy, isEnergy)) return undefined;
  if (!isList(devices, mostDevices) || !devices.every(isDevice)) return undefined;
  const plain = devices.map(plainDevice);
  const known = { site: state['site'], flow, devices: plain, values, steps: {}, trail: [], atMs };
  return {
    aheadMs,
    state: energy === undefined ? known : { ...known, energy: energy as NonNullable<LiveState['energy']> },
  };
}

function headIn(kept: unknown): KeptHead | undefined {
  if (!isRecord(kept) || kept['format'] !== format || !isSession(kept['session'])) return undefined;
  const { session, sites } = kept;
  return isList(sites, mostSites) && sites.length > 0 && sites.every(isSite)
    ? { session: plainSession(session), sites }
    : undefined;
}

function parsed(text: string | undefined): unknown {
  if (text === undefined || text.length > mostText) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Cut off, or of somebody else.
    return undefined;
  }
}

/** Who somebody is; with other rights it is somebody else. */
export const whoIs = ({ account }: Session): string => JSON.stringify([account?.name, account?.grants]);

/** Makes it over a store. */
export function createKeptHome(store: TextStore): KeptHome {
  const head = (): KeptHead | undefined => headIn(parsed(store.read('head')));
  const forget = (): void => {
    for (let index = 0; index < mostStates; index += 1) store.remove(`home-${index}`);
    store.remove('head');
    // What this person wanted done while the server was away.
    store.remove('commands');
  };
  const placeOf = (site: string, { sites }: KeptHead): string | undefined => {
    const index = sites.findIndex(({ id }) => id === site);
    return index >= 0 && index < mostStates ? `home-${index}` : undefined;
  };
  return {
    head,
    forget,
    state(site) {
      const known = head();
      const place = known && placeOf(site, known);
      return place === undefined ? undefined : stateIn(parsed(store.read(place)), site);
    },
    keepHead({ session, sites }) {
      const before = head();
      if (before !== undefined && whoIs(before.session) !== whoIs(session)) forget();
      const next = { session: plainSession(session), sites: sites.filter(isSite).slice(0, mostSites) };
      const text = JSON.stringify({ format, ...next });
      if (!isSession(session) || next.sites.length === 0 || text.length > mostText) return forget();
      if (!store.write('head', text)) forget();
    },
    keepState(account, { state, aheadMs }) {
      const known = head();
      if (known?.session.account?.name !== account) return;
      const place = placeOf(state.site.id, known);
      if (place === undefined) return;
      const { site, flow, energy, devices, values, atMs } = state;
      const text = JSON.stringify({ format, aheadMs, state: { site, flow, energy, devices, values, atMs } });
      if (text.length > mostText || !store.write(place, text)) store.remove(place);
    },
  };
}
