// `solstead chargers …`: chargers and charges of a home that runs, asked of it with the token of a program.
import type { Chargers, Charges } from '#api/charging.ts';
import { chargesCsv } from '#core/charge-csv.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { printDone, printJson, printTable } from '../print.ts';
import { askHome, type RunningHomeFlags } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of all of them. */
export interface ChargerFlags extends RunningHomeFlags {
  /** Id of the home; absent: the only one. */
  readonly site?: string;
  readonly json?: boolean;
}

/** Flags of `solstead chargers charges`. */
export interface ChargesFlags extends ChargerFlags {
  readonly days: number;
  readonly csv?: boolean;
}

/** Flags of `solstead chargers mode`. */
export interface ModeFlags extends ChargerFlags {
  /** kWh. */
  readonly energy?: number;
  readonly soc?: number;
  /** Hours from now. */
  readonly hours?: number;
}

const isChargers = (value: unknown): value is Chargers => isRecord(value) && Array.isArray(value['chargers']);
const isCharges = (value: unknown): value is Charges => isRecord(value) && Array.isArray(value['charges']);

/** Errors: `input.usage` where there is more than one. */
async function pathOf(flags: ChargerFlags): Promise<string> {
  if (flags.site !== undefined) return `api/v1/sites/${encodeURIComponent(flags.site)}`;
  const sites = await askHome(flags, { method: 'GET', path: 'api/v1/sites' });
  const list: readonly unknown[] = Array.isArray(sites) ? sites : [];
  const ids = list.flatMap((site) => (isRecord(site) && typeof site['id'] === 'string' ? [site['id']] : []));
  const [only, another] = ids;
  if (only === undefined || another !== undefined)
    throw new SolsteadError('input.usage', { at: '--site', why: because('charger.which-home', { known: ids }) });
  return `api/v1/sites/${encodeURIComponent(only)}`;
}

const kilo = (value: number | undefined, digits = 2): string =>
  value === undefined ? '' : (value / 1000).toFixed(digits);
const moment = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function wrongAnswer(flags: ChargerFlags): never {
  throw new SolsteadError('command.refused', { at: flags.url, why: because('server.answered', { status: 200 }) });
}

/** Lists the chargers that are steered. Errors: `input.usage`, `command.refused`, `link.unavailable`. */
export async function listChargers(flags: ChargerFlags): Promise<void> {
  const found = await askHome(flags, { method: 'GET', path: `${await pathOf(flags)}/chargers` });
  if (!isChargers(found)) return wrongAnswer(flags);
  if (flags.json === true) return printJson(found);
  if (found.chargers.length === 0) return tell('No charger is steered: name it under chargers in the automation.');
  printTable(
    found.chargers.map(({ id, name, mode, state, takesW, currentA, phases, doneWh }) => ({
      id,
      name,
      mode,
      state,
      kW: kilo(takesW),
      A: currentA === undefined ? '' : `${currentA}x${phases ?? ''}`,
      'kWh since the car came': kilo(doneWh),
    })),
  );
}

/** Lists charges, or writes them as CSV. Errors: as {@link listChargers}. */
export async function listCharges(flags: ChargesFlags): Promise<void> {
  const from = Math.max(0, Math.round(clock.nowMs() - flags.days * dayMs));
  const found = await askHome(flags, { method: 'GET', path: `${await pathOf(flags)}/charges?from=${from}&limit=500` });
  if (!isCharges(found)) return wrongAnswer(flags);
  const { charges, currency } = found;
  if (flags.json === true) return printJson(found);
  if (flags.csv === true) return void process.stdout.write(chargesCsv(charges, currency));
  if (charges.length === 0) return tell(`No car was charged in the last ${flags.days} days.`);
  printTable(
    charges.map(({ device, startMs, endMs, energyWh, sunWh, batteryWh, cost, who, tag }) => ({
      begin: moment(startMs),
      end: endMs === undefined ? 'under way' : moment(endMs),
      charger: device,
      who: who ?? tag ?? '',
      kWh: kilo(energyWh),
      'sun and battery': sunWh === undefined || batteryWh === undefined ? '' : kilo(sunWh + batteryWh),
      cost: cost === undefined ? '' : `${cost.toFixed(2)} ${currency ?? ''}`.trim(),
    })),
  );
}

/** Chooses how a car is charged. Errors: as {@link listChargers}. */
export async function chooseMode(charger: string, mode: string, flags: ModeFlags): Promise<void> {
  const { energy, soc, hours } = flags;
  const byMs = hours === undefined ? undefined : Math.round(clock.nowMs() + hours * 3_600_000);
  const amount = {
    ...(energy === undefined ? {} : { energyWh: energy * 1000 }),
    ...(soc === undefined ? {} : { soc }),
  };
  await askHome(flags, {
    method: 'POST',
    path: `${await pathOf(flags)}/chargers/${encodeURIComponent(charger)}/mode`,
    body: {
      ...(mode === 'written' ? {} : { mode }),
      ...(byMs === undefined ? {} : { goal: { ...amount, byMs } }),
    },
  });
  printDone(
    flags.json,
    { charger, mode, ...(byMs === undefined ? {} : { goal: { ...amount, byMs } }) },
    `${charger}: ${mode}`,
  );
}
