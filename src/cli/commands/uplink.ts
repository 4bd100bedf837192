// `solstead uplink`: trying an uplink, the homes that send to an installation that is not running, and how a running one is doing.
import type { FarHomes } from '#api/uplink.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { FarHomeView, MadeFarHome } from '#core/uplink.ts';
import type { CommandContext } from '../context.ts';
import type { ServeFlags } from '../flags.ts';
import type { JsonFlag } from '../own-flags.ts';
import { printDone, printJson, printTable } from '../print.ts';
import { addressAt, awayWords, type RunningHomeFlags, tokenOf } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead uplink test`. */
export interface UplinkTestFlags
  extends Pick<ServeFlags, 'uplinkClient' | 'uplinkForm' | 'uplinkCa' | 'uplinkSecretFile'>,
    JsonFlag {}

/** Where the homes are kept. */
export interface FarHomeFlags extends JsonFlag {
  readonly data: string;
  readonly records?: Secret;
}

/** Flags of `solstead uplink add-home`. */
export interface AddHomeFlags extends FarHomeFlags {
  readonly name: string;
  readonly site: string;
}

/** Flags of `solstead uplink status`. */
export interface UplinkStatusFlags extends RunningHomeFlags {
  readonly json?: boolean;
}

const patienceMs = 60_000;
const moment = (atMs: number | undefined): string =>
  atMs === undefined ? '–' : `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Connects and leaves. Errors: `input.*`, `uplink.failed`, `link.*`. */
export async function testUplink(url: string, flags: UplinkTestFlags, { uplink }: CommandContext): Promise<void> {
  const { hub = url, tookMs, aheadMs = 0 } = await uplink.tryUplink({ ...flags, uplink: url });
  if (flags.json === true) return printJson({ hub, tookMs, aheadMs });
  tell(`${hub} lets this client in; it answered in ${tookMs} ms. Nothing was sent.`);
  if (Math.abs(aheadMs) > 2000) tell(`Its clock differs from this one's by ${Math.round(aheadMs / 1000)} s.`);
}

function tellHomes(homes: readonly FarHomeView[]): void {
  if (homes.length === 0) tell('No home sends here.');
  else
    printTable(
      homes.map(({ id, name, site, devices, taken, refused, connectedMs, heardMs }) => ({
        id,
        name,
        site,
        devices,
        taken,
        refused,
        connected: moment(connectedMs),
        heard: moment(heardMs),
      })),
    );
}

function tellMade({ id, secret }: MadeFarHome, { json }: JsonFlag): void {
  printDone(
    json,
    { id, secret },
    `Client id: ${id}`,
    `Secret: ${secret}`,
    'The secret is shown only this once: enter both in the other home.',
  );
}

const placeOf = ({ data: folder, records }: FarHomeFlags) => ({ folder, records });

/** Lists them. Errors: `folder.locked`, `store.*`. */
export async function listHomes(flags: FarHomeFlags, { uplink }: CommandContext): Promise<void> {
  const homes = await uplink.withFarHomes(placeOf(flags), (desk) => desk.homes());
  if (flags.json === true) printJson(homes);
  else tellHomes(homes);
}

/** Lets one in. Errors: `input.invalid`, `site.unknown`, `folder.locked`, `store.*`. */
export async function addHome({ name, site, ...flags }: AddHomeFlags, { uplink }: CommandContext): Promise<void> {
  tellMade(await uplink.withFarHomes(placeOf(flags), (homes) => homes.add({ name, site })), flags);
}

/** Gives one a new secret. Errors: `uplink.unknown`, `folder.locked`, `store.*`. */
export async function renewHome(id: string, flags: FarHomeFlags, { uplink }: CommandContext): Promise<void> {
  tellMade(await uplink.withFarHomes(placeOf(flags), (homes) => homes.rotate(id)), flags);
}

/** Ends one. Errors: `uplink.unknown`, `folder.locked`, `store.*`. */
export async function removeHome(id: string, flags: FarHomeFlags, { uplink }: CommandContext): Promise<void> {
  const { name } = await uplink.withFarHomes(placeOf(flags), (homes) => homes.revoke(id));
  printDone(flags.json, { id, name, removed: true }, `${name} may send no more. Its devices and their history stay.`);
}

const isHomes = (found: unknown): found is FarHomes => isRecord(found) && Array.isArray(found['homes']);

/** The homes that send to one that runs. Errors: `input.usage`, `uplink.failed`. */
export async function uplinkStatus(flags: UplinkStatusFlags): Promise<void> {
  const url = addressAt(flags, 'api/v1/far-homes');
  const token = await tokenOf(flags);
  const failed = (why: ReturnType<typeof because>): SolsteadError =>
    new SolsteadError('uplink.failed', { at: url.origin, why });
  let found: unknown;
  try {
    const answer = await fetch(url, {
      // The token is for this home alone.
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(patienceMs),
    });
    found = await answer.json();
    if (!answer.ok) throw failed(because('server.answered', { status: answer.status }));
  } catch (error) {
    if (error instanceof SolsteadError) throw error;
    throw failed(because('running.away', { said: external(awayWords(error)) }));
  }
  if (!isHomes(found)) throw failed(because('uplink.not-understood'));
  if (flags.json === true) printJson(found.homes);
  else tellHomes(found.homes);
}
