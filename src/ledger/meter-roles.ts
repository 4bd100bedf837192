// What the devices of a home measure: what people said, what was guessed, and which one counts for each side now. A guess is kept
// like a choice and reported; a guess never overrides what a person said.
import type { MeterRole, MeterRoles, RoleChange } from '#api/meter-roles.ts';
import { SolsteadError } from '#core/errors.ts';
import { idOfPart, partOf, wholeOf } from '#core/meter-part.ts';
import { because } from '#core/reason.ts';
import { dayMs, hourMs, hourOf } from '#core/time.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Series, SeriesSet } from '#energy/metering/columns.ts';
import {
  doesSumPhases,
  guessRoles,
  isToldOnly,
  type KeptReason,
  type RoleGuess,
} from '#energy/metering/guess-roles.ts';
import type { MeteredDevice, PlanOptions } from '#energy/metering/plan-options.ts';
import { sideNames } from '#energy/metering/roles.ts';
import { openChannels, partsOf } from '#energy/metering/parts.ts';
import { doesBook, metricsOf, type Source, standIns } from '#energy/metering/plan.ts';
import { bucketMs, channels, type Channel } from '#energy/types.ts';
import { planOptionsOf, rolesAt, usualOptions } from './counting-options.ts';
import type { EnergyParts } from './energy-figures.ts';
import type { AssignedRole, CountingOptions } from './records.ts';
import type { SiteLedger } from './site-ledger.ts';

/** What a guess is based on. */
export interface RoleParts extends Pick<EnergyParts, 'site' | 'clock' | 'ledger' | 'deviceName'> {
  /** The serial number a device reports. */
  serialOf?(device: string): string | undefined;
}

/** A role to be kept. */
export interface RoleToKeep extends Pick<RoleChange, 'role' | 'fromMs'> {
  /** A device, or a part of it. */
  readonly device: string;
  readonly why?: AssignedRole['why'];
}

const sideOf: Readonly<Record<Channel, MeterRoles['sides'][number]['side']>> = {
  pv: 'pv',
  import: 'grid',
  export: 'grid',
  charge: 'battery',
  discharge: 'battery',
  load: 'load',
  generator: 'generator',
};

const savedRoles = (ledger: SiteLedger): readonly AssignedRole[] => ledger.countingOptions.saved?.choices.roles ?? [];

/** The device a source is of, or the part of it that is a meter for itself. */
const spokenBy = ({ device, part = device }: Source): string => part;

/** The devices of the running hour that were not removed in it. */
const devicesNow = ({ rules }: SiteLedger, nowMs: number): readonly MeteredDevice[] =>
  rules
    .devicesAt(hourOf(nowMs))
    .filter(({ away = [] }) => !away.some(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs));

/** What the devices of a home measure, with what they seem to measure. */
export async function rolesView(parts: RoleParts): Promise<MeterRoles> {
  const { clock, ledger, deviceName } = parts;
  const nowMs = clock.nowMs();
  const devices = devicesNow(ledger, nowMs);
  const isHere = (device: string): boolean => devices.some(({ id }) => id === device);
  const roles = savedRoles(ledger);
  const guesses = await guessesOf(parts);
  const plan = ledger.rules.planAt(hourOf(nowMs));
  const others = standIns(plan);
  const { saved } = ledger.countingOptions;
  const named = (device: string) => {
    const name = deviceName(device);
    return name === undefined ? { device } : { device, deviceName: name };
  };
  const measured = devices.flatMap((device) => [
    { id: device.id, kind: device.kind, part: {} },
    ...partsOf(device).map((part) => ({
      id: idOfPart(part),
      kind: device.kind,
      part: { part: { of: device.id, kind: part.kind, index: part.index } },
    })),
  ]);
  return {
    devices: measured.map(({ id, kind, part }) => {
      const own = roles.findLast(({ device, fromMs }) => device === id && fromMs <= nowMs);
      const guess = guesses.find(({ device }) => device === id);
      return {
        ...named(id),
        ...part,
        kind,
        role: own?.role ?? { kind: 'own' },
        isUsual: own === undefined,
        ...(own === undefined || own.fromMs === 0 ? {} : { fromMs: own.fromMs }),
        ...(own?.why === undefined ? {} : { why: own.why }),
        ...(guess === undefined
          ? {}
          : {
              guess: {
                role: guess.role,
                why: guess.why,
                ...(guess.beside === undefined ? {} : { beside: guess.beside }),
              },
            }),
      };
    }),
    sides: sideNames.flatMap((side) => {
      const sources = plan.sources.filter(
        (source) =>
          isHere(source.device) && channels.some((channel) => sideOf[channel] === side && doesBook(source, channel)),
      );
      const own = [...new Set(sources.map(spokenBy))].map((device) => ({
        device,
        standsIn: sources.filter((source) => spokenBy(source) === device).every(({ id }) => others.has(id)),
      }));
      return own.length === 0 ? [] : [{ side, speakers: own }];
    }),
    ...(saved === undefined ? {} : { changed: { by: saved.by, atMs: saved.atMs } }),
  };
}

/** Whether a person said what a device measures. */
const isSaid = (roles: readonly AssignedRole[], id: string): boolean =>
  roles.some(({ device, why }) => device === id && why === undefined);

/**
 * Keeps what a device measures; hours since it was first heard are settled again. Says whether anything changed: a guess (one with a
 * reason) gives way to what a person said, also while it was being made. Errors: `input.invalid`.
 */
export function keepRole({ ledger }: Pick<RoleParts, 'ledger'>, change: RoleToKeep, by: string): Promise<boolean> {
  const { device, role, why } = change;
  const fromMs = hourOf(change.fromMs ?? 0);
  const firstMs = ledger.rules.firstMsOf(wholeOf(device)) ?? Number.POSITIVE_INFINITY;
  const withRole = (options: CountingOptions): CountingOptions => {
    const { roles = [], sumsPhases = [], ...choices } = options;
    assertRole(ledger, { device, role, roles });
    if (why !== undefined && isSaid(roles, device)) return options;
    const kept = roles.filter((one) => one.device !== device || one.fromMs < fromMs);
    const next = [...kept, { device, fromMs, role, ...(why === undefined ? {} : { why }) }];
    // What a person says about a device replaces what was found about it.
    const left = sumsPhases.filter((one) => why !== undefined || one !== device);
    return { ...choices, roles: next, ...(left.length === 0 ? {} : { sumsPhases: left }) };
  };
  return ledger.countingOptions.choose(withRole, by, Math.max(fromMs, firstMs));
}

interface RoleToCheck {
  readonly device: string;
  readonly role: MeterRole;
  readonly roles: readonly AssignedRole[];
}

function assertRole({ rules }: SiteLedger, { device, role, roles }: RoleToCheck): void {
  const isKnown = (id: string): boolean => {
    const whole = wholeOf(id);
    if (!rules.isPresent(whole) && rules.firstMsOf(whole) === undefined) return false;
    // What a device is made of is known once it was heard.
    return whole === id || rules.firstMsOf(whole) === undefined || rules.partsOf(whole).includes(id);
  };
  if (!isKnown(device)) throw new SolsteadError('device.unknown', { at: device });
  if (!('of' in role) || role.of === undefined) return;
  const { of } = role;
  if (of === device) throw new SolsteadError('input.invalid', { at: 'role.of', why: because('role.itself') });
  if (!isKnown(of))
    throw new SolsteadError('input.invalid', { at: 'role.of', why: because('role.unknown', { device: of }) });
  // A copy of a copy is fine as long as there is an original.
  const after = new Map([...rolesAt(roles, Number.MAX_SAFE_INTEGER), [device, role] as const]);
  const seen = new Set<string>();
  const isSame = (one: MeterRole | undefined) => one?.kind === 'copy' || one?.kind === 'same-grid';
  for (let at: string | undefined = device; at !== undefined && isSame(role); ) {
    if (seen.has(at))
      throw new SolsteadError('input.invalid', { at: 'role.of', why: because('role.ring', { device: of }) });
    seen.add(at);
    const next = after.get(at);
    at = next?.kind === 'copy' || next?.kind === 'same-grid' ? next.of : undefined;
  }
}

/** Devices that report the same serial number, the later ones as copies of the first. */
function bySerial({ serialOf }: RoleParts, devices: readonly MeteredDevice[], given: ReadonlySet<string>): KeptGuess[] {
  const first = new Map<string, string>();
  return devices.flatMap(({ id }): KeptGuess[] => {
    const serial = serialOf?.(id)?.trim();
    // Factories leave serial numbers empty, or all zeros.
    if (serial === undefined || !/[1-9a-z]/i.test(serial) || serial.length < 4) return [];
    const twin = first.get(serial);
    if (twin === undefined) {
      first.set(serial, id);
      return [];
    }
    return given.has(id) ? [] : [{ device: id, role: { kind: 'copy', of: twin }, why: 'serial', beside: twin }];
  });
}

type KeptGuess = RoleGuess & { readonly why: KeptReason };

const isKept = (guess: RoleGuess): guess is KeptGuess => guess.why !== 'still';

/** Of twins, and of meters with opposite signs, it is proposed that they are one, of inverters with one grid that it is; only a person knows. */
function proposed(guess: KeptGuess): KeptGuess {
  const { why, beside: of } = guess;
  if (of === undefined) return guess;
  switch (why) {
    case 'twins':
      return { ...guess, role: { kind: 'copy', of } };
    case 'shared-grid':
      return { ...guess, role: { kind: 'same-grid', of } };
    case 'mirrored':
      return { ...guess, role: { kind: 'copy', of, reversed: true } };
    default:
      return guess;
  }
}

/** How far back powers are compared. */
const lookBackMs = dayMs;

interface Wanted {
  readonly device: string;
  readonly metric: MetricId;
}

function seriesOfPlan(
  { ledger, clock }: RoleParts,
  devices: readonly MeteredDevice[],
  { roles }: Pick<PlanOptions, 'roles'>,
): Wanted[] {
  const ids = new Set(devices.map(({ id }) => id));
  const planned = ledger.rules
    .planAt(hourOf(clock.nowMs()))
    .sources.filter(({ device }) => ids.has(device))
    .flatMap((source) => metricsOf(source).map((metric) => ({ device: source.device, metric })));
  const open = openChannels(devices, roles).flatMap(({ partOf: part }) =>
    part === undefined ? [] : [...part.metrics.values()].map((metric) => ({ device: part.device, metric })),
  );
  return [...planned, ...open];
}

async function seriesOfDay({ site, ledger, clock }: RoleParts, wanted: readonly Wanted[]): Promise<SeriesSet> {
  const toMs = clock.nowMs();
  const series = wanted.map((one) => ({ site, ...one }));
  const span = { fromMs: toMs - lookBackMs, toMs, stepMs: bucketMs };
  const [powers, counters] = await Promise.all([
    ledger.history.range({
      ...span,
      series: series.filter(({ metric }) => metric.includes('power')),
      aggregate: 'mean',
    }),
    ledger.history.range({
      ...span,
      series: series.filter(({ metric }) => metric.includes('energy')),
      aggregate: 'last',
    }),
  ]);
  return new Map(
    [...powers, ...counters].map(({ key, atMs, value }): [string, Series] => [
      `${key.device} ${key.metric}`,
      { atMs: Float64Array.from(atMs), value: Float64Array.from(value) },
    ]),
  );
}

/** What devices without an assigned role seem to measure. Errors: `store.*`. */
async function guessesOf(parts: RoleParts): Promise<readonly KeptGuess[]> {
  const { ledger, clock, deviceName } = parts;
  const nowMs = clock.nowMs();
  const devices = devicesNow(ledger, nowMs);
  const isAlone = devices.length < 2 && devices.every((device) => openChannels([device], undefined).length === 0);
  if (isAlone) return [];
  const options = planOptionsOf(ledger.rules.options, ledger.timeZone, nowMs);
  const said = new Set(savedRoles(ledger).map(({ device }) => device));
  const twins = bySerial(parts, devices, said);
  const roles = new Map([...(options.roles ?? []), ...twins.map(({ device, role }) => [device, role] as const)]);
  const series = await seriesOfDay(parts, seriesOfPlan(parts, devices, { ...options, roles }));
  const nameOf = (device: string): string => deviceName(device) ?? device;
  const guesses = guessRoles({ devices, options: { ...options, roles }, series, nameOf });
  return [
    ...twins,
    ...guesses
      .filter(isKept)
      .map(proposed)
      .filter(({ device }) => !said.has(device)),
  ];
}

const ofPhases = /^grid\.(power\.l[123]|energy\.(import|export))$/;

/** Finds meters whose counters add up what each phase counts; they count net by their powers from now on and for all time. */
async function findSummedPhases(parts: RoleParts): Promise<void> {
  const { ledger, clock, deviceName } = parts;
  const nowMs = clock.nowMs();
  const isOpen = (id: string, { roles = [], sumsPhases = [] }: CountingOptions): boolean =>
    !sumsPhases.includes(id) && !isSaid(roles, id);
  const { choices: before = usualOptions } = ledger.countingOptions.saved ?? {};
  const phased = devicesNow(ledger, nowMs).filter(
    ({ id, metrics }) => isOpen(id, before) && metrics.filter((metric) => metric.startsWith('grid.power.l')).length > 1,
  );
  const wanted = phased.flatMap(({ id, metrics }) =>
    metrics.filter((metric) => ofPhases.test(metric)).map((metric) => ({ device: id, metric })),
  );
  if (wanted.length === 0) return;
  const series = await seriesOfDay(parts, wanted);
  let found = phased.filter(({ id, metrics }) => doesSumPhases(series, id, metrics) === true).map(({ id }) => id);
  if (found.length === 0) return;
  const firstMs = Math.min(...found.map((device) => ledger.rules.firstMsOf(device) ?? nowMs));
  const withFound = (choices: CountingOptions): CountingOptions => {
    // While history was read a person may have said what the meter measures.
    found = found.filter((id) => isOpen(id, choices));
    return found.length === 0 ? choices : { ...choices, sumsPhases: [...(choices.sumsPhases ?? []), ...found] };
  };
  await ledger.countingOptions.choose(withFound, 'Solstead', firstMs);
  for (const device of found)
    ledger.note({
      id: `${device}/role/${nowMs}`,
      atMs: nowMs,
      source: device,
      kind: 'role',
      energy: 0,
      reason: because('role.sums-phases', { device: deviceName(device) ?? device }),
      count: 1,
    });
}

/**
 * Checks whether two devices measure the same, and counts what does once from now on and for all time; and whether counters add up
 * phases. Both are reported as decisions.
 * Errors: `store.*`.
 */
export async function lookAround(parts: RoleParts): Promise<void> {
  await findSummedPhases(parts);
  for (const { device, role, why, beside } of await guessesOf(parts)) {
    if (role.kind !== 'copy' && !(role.kind === 'battery' && role.of !== undefined)) continue;
    // A channel counts for nothing until a person says what it measures, and twins are two until a person says they are one.
    if (partOf(device) !== undefined || isToldOnly(why)) continue;
    if (!(await keepRole(parts, { device, role, why }, 'Solstead'))) continue;
    const atMs = parts.clock.nowMs();
    parts.ledger.note({
      id: `${device}/role/${atMs}`,
      atMs,
      source: device,
      kind: 'role',
      energy: 0,
      reason: because(why === 'serial' ? 'role.same-serial' : 'role.alike', {
        device: parts.deviceName(device) ?? device,
        other: parts.deviceName(beside ?? '') ?? beside ?? '',
      }),
      count: 1,
    });
  }
}

/** How long after one search the next is worthwhile, ms. */
export const lookAroundMs = hourMs;
