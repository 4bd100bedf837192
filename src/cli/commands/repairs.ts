// `solstead repairs`: what a person corrects in the ledger of a home that is not running; shown first, saved on request.
import { hourOf } from '#core/time.ts';
import { because, type Reason } from '#core/reason.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { metricOf } from '#core/catalogue.ts';
import type { Channel } from '#energy/types.ts';
import { nearName } from '#exchange/near-name.ts';
import { timeText } from '#exchange/time-text.ts';
import type { EnergyRow } from '#energy/report.ts';
import type { EnergyCorrection, CorrectionOutcome, SavedCorrection } from '#api/corrections.ts';
import type { Misdated } from '#api/misdated.ts';
import type { SiteLedger } from '#ledger/site-ledger.ts';
import type { CommandContext } from '../context.ts';
import type { OfflineLedger } from '../offline.ts';
import { momentFrom } from '../energy/energy-span.ts';
import { formatTable } from '../print.ts';
import { progressLine } from '../tell-progress.ts';
import type { Streams } from './energy.ts';

/** Flags of every `solstead repairs`. */
export interface HomeFlags {
  readonly data: string;
  readonly site?: string;
  readonly json?: boolean;
}

/** Flags of `solstead repairs preview` and `apply`. */
export interface RepairFlags extends HomeFlags {
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  /** Of the old meter at its end, and of the new one at its start. */
  readonly oldEnd?: number;
  readonly newStart?: number;
  readonly channel?: Channel;
  readonly energy?: number;
  readonly event?: string;
  /** How a decision is overruled: what it left out is booked, or what it booked is left out. */
  readonly book?: 'yes' | 'no';
  readonly why?: string;
}

/** What can be corrected. */
export type RepairKind = EnergyCorrection['kind'];

/** Where output goes, and what opens homes. */
export interface Frame extends Pick<Streams, 'out' | 'err'> {
  readonly context: Pick<CommandContext, 'openOffline' | 'openLedger'>;
}

const { unit: wattHour } = metricOf('pv.energy');
const usage = (at: string, why: Reason): SolsteadError => new SolsteadError('input.usage', { at, why });

function given<T>(value: T | undefined, flag: string): T {
  if (value === undefined) throw usage(flag, because('flag.needed'));
  return value;
}

/** The repair that flags describe. Errors: `input.usage`. */
function repairOf(kind: RepairKind, flags: RepairFlags, timeZone: string): EnergyCorrection {
  const moment = (text: string | undefined, flag: string): number => momentFrom(given(text, flag), { flag, timeZone });
  const span = () => ({ fromMs: moment(flags.from, '--from'), toMs: moment(flags.to, '--to') });
  switch (kind) {
    case 'exclude':
      return { kind, source: given(flags.source, '--source'), ...span() };
    case 'replacement': {
      const { oldEnd, newStart } = flags;
      return {
        kind,
        source: given(flags.source, '--source'),
        atMs: moment(flags.at, '--at'),
        ...(oldEnd === undefined ? {} : { oldEndWh: oldEnd }),
        newStartWh: given(newStart, '--new-start'),
      };
    }
    case 'energy':
      return {
        kind,
        channel: given(flags.channel, '--channel'),
        ...span(),
        energyWh: given(flags.energy, '--energy'),
      };
    case 'overrule':
      return { kind, event: given(flags.event, '--event'), isBooked: given(flags.book, '--book') === 'yes' };
  }
}

/** The sources of the time a repair is about. */
function sourcesAt(ledger: SiteLedger, repair: EnergyCorrection): string[] {
  const atMs = 'atMs' in repair ? repair.atMs : 'fromMs' in repair ? repair.fromMs : 0;
  return ledger.rules.planAt(hourOf(atMs)).sources.map(({ id }) => id);
}

function checkSource(ledger: SiteLedger, repair: EnergyCorrection): void {
  if (!('source' in repair)) return;
  const known = sourcesAt(ledger, repair);
  const { source } = repair;
  if (known.includes(source)) return;
  const near = nearName(source, known);
  if (known.length === 0) throw usage('--source', because('repair.no-sources'));
  const reason = because('repair.source', { source });
  const why = near === undefined ? because('word.known', { reason, known }) : because('word.near', { reason, near });
  throw usage('--source', why);
}

const flagOf: Readonly<Record<string, string>> = {
  'repair.source': '--source',
  'repair.toMs': '--to',
  'repair.fromMs': '--from',
  'repair.channel': '--channel',
  'repair.event': '--event',
};

/** The ledger's refusals in the words of the command line. */
async function inFlags<T>(asked: () => Promise<T>): Promise<T> {
  try {
    return await asked();
  } catch (error) {
    if (!isSolsteadError(error, 'input.invalid')) throw error;
    const { at, reason } = error;
    const why = reason === undefined ? {} : { why: reason };
    throw new SolsteadError('input.usage', { at: flagOf[at] ?? at, ...why, cause: error });
  }
}

/** Opens the ledger of a home for one question. */
export async function withLedger<T>(
  { data, site: id }: HomeFlags,
  { err, context }: Frame,
  ask: (closed: OfflineLedger) => Promise<T>,
): Promise<T> {
  const line = 'isTTY' in err ? progressLine(clock, err) : { show: () => undefined, clear: () => undefined };
  await using opened = new AsyncDisposableStack();
  const house = await context.openOffline({ folder: data, instead: 'Make the correction at its web address.' });
  opened.defer(() => house.close());
  const closed = await context.openLedger(house, {
    site: house.site(id),
    clock,
    onProgress: (text) => line.show(text),
  });
  opened.defer(() => closed.close());
  line.clear();
  // Awaited here, because the ledger it asks is closed afterwards.
  return await ask(closed);
}

const figures = ['pvWh', 'loadWh', 'importWh', 'exportWh', 'chargeWh', 'dischargeWh', 'generatorWh'] as const;
const energyText = (own: number | undefined): string => (own === undefined ? '–' : (own / 1000).toFixed(3));

/** Days that differ: each figure as it was and as it is; what stays the same is printed once. */
export function changesText({ before, after }: Pick<CorrectionOutcome, 'before' | 'after'>): string {
  const later = new Map(after.map((row) => [row.startMs, row]));
  const all = [...before, ...after];
  const circuits = new Set(all.flatMap((row) => (row.circuits ?? []).map(({ device }) => device)));
  const has: readonly (readonly [string, (row: EnergyRow | undefined) => number | undefined])[] = [
    ...figures
      .filter((name) => all.some((row) => row[name] !== undefined))
      .map((name) => [name.slice(0, -wattHour.length), (row?: EnergyRow) => row?.[name]] as const),
    ...[...circuits].map(
      (device) =>
        [
          `circuit ${device}`,
          (row?: EnergyRow) => row?.circuits?.find((one) => one.device === device)?.energyWh,
        ] as const,
    ),
  ];
  const rows = before.map((row) => {
    const then: EnergyRow | undefined = later.get(row.startMs);
    const cells = has.map(([name, of]) => {
      const [was, is] = [energyText(of(row)), energyText(of(then))];
      return [name, was === is ? was : `${was} → ${is}`] as const;
    });
    return { [`in k${wattHour}`]: row.label, ...Object.fromEntries(cells) };
  });
  return rows.length === 0 ? 'No figure changes.' : formatTable(rows);
}

function saidOf({ repair }: SavedCorrection, time: (atMs: number) => string): string {
  switch (repair.kind) {
    case 'exclude':
      return `${repair.source} from ${time(repair.fromMs)} to ${time(repair.toMs)}`;
    case 'replacement':
      return `${repair.source} at ${time(repair.atMs)}, new start ${repair.newStartWh} ${wattHour}`;
    case 'energy':
      return `${repair.channel} from ${time(repair.fromMs)} to ${time(repair.toMs)}: ${repair.energyWh} ${wattHour}`;
    case 'overrule':
      return `${repair.event}: ${repair.isBooked ? 'booked' : 'not booked'}`;
  }
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** Prints the corrections, newest first. Errors: `input.usage`, `site.unknown`, `folder.locked`, `store.*`. */
export async function listCorrections(flags: HomeFlags, frame: Frame): Promise<void> {
  await withLedger(flags, frame, async ({ energy, ledger }) => {
    const repairs = energy.corrections();
    const time = timeText(ledger.timeZone);
    const rows = repairs.map((view) => ({
      id: view.id,
      kind: view.repair.kind,
      what: saidOf(view, time),
      why: view.why,
      by: view.by,
      on: time(view.atMs),
    }));
    const text = rows.length === 0 ? 'Nothing has been corrected.' : formatTable(rows);
    frame.out.write(`${flags.json === true ? json({ repairs }) : text}\n`);
  });
}

/** Prints the days a correction would change, or changed. Errors as {@link listCorrections}. */
export async function repair(
  { kind, isApplied }: { readonly kind: RepairKind; readonly isApplied: boolean },
  flags: RepairFlags,
  frame: Frame,
): Promise<void> {
  const { why } = flags;
  if (isApplied && (why === undefined || why.trim() === '')) throw usage('--why', because('flag.why'));
  await withLedger(flags, frame, async ({ energy, ledger }) => {
    const wanted = repairOf(kind, flags, ledger.timeZone);
    checkSource(ledger, wanted);
    const outcome = await inFlags(() =>
      isApplied ? energy.applyCorrection(wanted, why ?? '') : energy.previewCorrection(wanted),
    );
    const said = isApplied
      ? `Saved as ${outcome.repair?.id}; \`solstead repairs undo ${outcome.repair?.id}\` undoes it.`
      : 'Nothing was changed. Use apply instead of preview to do it.';
    frame.out.write(flags.json === true ? `${json(outcome)}\n` : `${changesText(outcome)}\n${said}\n`);
  });
}

/** Undoes a correction: the figures are what they were. Errors as {@link listCorrections}. */
export async function undoCorrection(id: string, flags: HomeFlags, frame: Frame): Promise<void> {
  await withLedger(flags, frame, async ({ energy }) => {
    const known = energy.corrections().map((view) => view.id);
    if (!known.includes(id))
      throw usage(
        id,
        known.length === 0
          ? because('repair.none')
          : because('word.known', { reason: because('repair.unknown', { id }), known }),
      );
    const outcome = await energy.undoCorrection(id);
    frame.out.write(flags.json === true ? `${json(outcome)}\n` : `${changesText(outcome)}\nUndone: ${id}.\n`);
  });
}

/** Prints values with a wrong date, and what would correct them. Errors as {@link listCorrections}. */
export async function listMisdated(flags: HomeFlags, frame: Frame): Promise<void> {
  await withLedger(flags, frame, async ({ energy, ledger }) => {
    const stretches = await energy.misdated();
    const time = timeText(ledger.timeZone);
    const text = stretches.length === 0 ? 'No values with a wrong date are known.' : misdatedText(stretches, time);
    frame.out.write(`${flags.json === true ? json({ stretches }) : text}\n`);
  });
}

function misdatedText(stretches: readonly Misdated[], time: (atMs: number) => string): string {
  return formatTable(
    stretches.flatMap(({ id, byMs, state, isSure, devices }) =>
      devices.map(({ device, name, moments, fromMs, toMs }) => ({
        id,
        device: name ?? device,
        readings: moments,
        dated: `${time(fromMs)} – ${time(toMs)}`,
        right: `${time(fromMs + byMs)} – ${time(toMs + byMs)}`,
        state: state === 'moved' ? 'moved' : isSure ? 'wrong' : 'wrong if the clock is right now',
      })),
    ),
  );
}

/** What to do with values with a wrong date. */
export type MisdatedStep = 'preview' | 'move' | 'undo';

/** Shows, moves or moves back values with a wrong date. Errors as {@link listCorrections}. */
export async function misdated(
  { step, id }: { readonly step: MisdatedStep; readonly id: string },
  flags: RepairFlags,
  frame: Frame,
): Promise<void> {
  await withLedger(flags, frame, async ({ energy, ledger }) => {
    const outcome = await inFlags(() =>
      step === 'preview'
        ? energy.previewMisdated(id)
        : step === 'move'
          ? energy.moveMisdated(id, flags.why ?? '')
          : energy.undoMisdated(id),
    );
    if (flags.json === true) {
      frame.out.write(`${json(outcome)}\n`);
      return;
    }
    const left = outcome.left === 0 ? '' : `${outcome.left} readings stay, because others stand at their right time.\n`;
    const said = {
      preview: 'Nothing was changed. Use move instead of preview to do it.',
      move: `Moved; \`solstead repairs misdated undo ${id}\` moves them back.`,
      undo: `Moved back: ${id}.`,
    }[step];
    const days = outcome.saved ? `${changesText(outcome)}\n` : '';
    frame.out.write(`${misdatedText([outcome.stretch], timeText(ledger.timeZone))}\n${days}${left}${said}\n`);
  });
}
