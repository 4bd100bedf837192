// What devices seem to measure, by their names and by how their powers compare: two that show the same are taken for
// one thing, so that nothing is counted twice. A guess never goes against a person.
import type { MetricId } from '#core/catalogue.ts';
import { type GridBook, guessCircuits, guessSuns } from './guess-circuits.ts';
import {
  alike,
  clearSlots,
  counterProfile,
  enoughSlots,
  likeness,
  type Likeness,
  powerProfile,
  type Profile,
} from './likeness.ts';
import { seriesOf, type SeriesSet } from './columns.ts';
import { type Claim, claimsOf } from './claims.ts';
import { openChannels } from './parts.ts';
import type { MeteredDevice, PlanOptions } from './plan-options.ts';
import { type MeterRole, type MeterRoles, roleOf, type SideName } from './roles.ts';

/** The reason for a guess; `home`: it is of another home, which has it so. */
export type GuessReason =
  | 'name'
  | 'likeness'
  | 'part'
  | 'unlike'
  | 'serial'
  | 'second'
  | 'sun'
  | 'still'
  | 'twins'
  | 'shared-grid'
  | 'mirrored'
  | 'home';

/** Reasons for which a person is only told: what a device measures is not decided by them. */
const toldOnly: ReadonlySet<GuessReason> = new Set(['twins', 'shared-grid', 'mirrored']);

/** Whether a person is only told of it. */
export const isToldOnly = (why: GuessReason): boolean => toldOnly.has(why);

/** A reason for which a role is proposed: that nothing can be said is not one. */
export type KeptReason = Exclude<GuessReason, 'still'>;

/** A guess about one device. */
export interface RoleGuess {
  readonly device: string;
  readonly role: MeterRole;
  readonly why: GuessReason;
  /** The device it was compared with. */
  readonly beside?: string;
  readonly side?: SideName;
  readonly likeness?: Likeness;
}

const names: readonly (readonly [RegExp, (name: string) => MeterRole])[] = [
  [/generator|genset|notstrom|aggregat/, () => ({ kind: 'generator' })],
  [
    /heat ?pump|w(ä|ae)rmepumpe|wall ?box|\bev\b|e ?v ?charger|car charger|evse|boiler|water heater|immersion|heizstab|heater|oven|stove|cooker|kitchen|washing|washer|dryer|dish ?washer|fridge|freezer|pool|sauna|air ?con|\bac unit|hvac|workshop|garage|office|sub ?meter|circuit|socket|plug|server|flat|apartment|annex|klima|herd|k(ü|ue)che|werkstatt/,
    (name) => ({ kind: 'circuit', name }),
  ],
  [/\b(battery|batterie|speicher|akku|storage|ess)\b/, () => ({ kind: 'battery' })],
  [/\b(solar|pv|photovolta\w*|sun|roof|balcony|balkon\w*)\b/, () => ({ kind: 'pv' })],
  [/whole (house|home)|consumption meter|hausverbrauch/, () => ({ kind: 'home' })],
];

/** What a meter measures by its name; undefined if it says nothing. */
export function roleByName(name: string): MeterRole | undefined {
  const plain = name.toLowerCase().replaceAll(/[_\-.]+/g, ' ');
  const found = names.find(([pattern]) => pattern.test(plain));
  return found?.[1](name.trim());
}

/** Whether two that could be one thing are one: grid meters may differ, batteries and solar inverters are often twins. */
function isSame({ slots, equal, close, correlation }: Likeness, side: SideName): boolean {
  if (slots < enoughSlots) return false;
  if (side === 'grid') return close >= alike;
  // Twin inverters on one roof rightly show the same; a battery that never changes proves nothing about another.
  return side === 'battery' && equal >= 0.95 && correlation > 0.99;
}

function profileOf({ sources }: Claim, series: SeriesSet): Profile {
  const power = sources.find((source) => source.kind === 'power');
  if (power?.kind === 'power') {
    const all = power.metrics.map((metric) =>
      powerProfile(seriesOf(series, power.device, metric), power.reversed === true ? -1 : 1),
    );
    const [first = new Map<number, number>(), ...rest] = all;
    return new Map(
      [...first].map(([slot, watts]) => [slot, rest.reduce((sum, one) => sum + (one.get(slot) ?? 0), watts)]),
    );
  }
  const sum = new Map<number, number>();
  for (const source of sources) {
    if (source.kind !== 'counter') continue;
    const sign = source.channel === 'export' || source.channel === 'charge' ? -1 : 1;
    for (const [slot, watts] of counterProfile(seriesOf(series, source.device, source.metric), sign))
      sum.set(slot, (sum.get(slot) ?? 0) + watts);
  }
  return sum;
}

/** What a better device seems to measure, compared with the inverters that have the same side. */
function besideHosts(claim: Claim, hosts: readonly Claim[], like: (one: Claim, other: Claim) => Likeness): RoleGuess[] {
  const [only, ...more] = hosts;
  const { device } = claim;
  const side = 'battery' as const;
  if (only === undefined) return [];
  if (more.length > 0) {
    const ranked = hosts
      .map((host) => ({ host, found: like(claim, host) }))
      .filter(({ found }) => found.slots >= enoughSlots && found.close >= 0.7)
      .sort((left, right) => right.found.close - left.found.close);
    const [best] = ranked;
    // If several inverters move as the battery does, they share it: it speaks for itself. Constant powers prove nothing here.
    if (best === undefined || ranked.filter(({ found }) => found.correlation > 0.9).length > 1) return [];
    const { host, found } = best;
    return [
      {
        device,
        role: { kind: 'battery', of: host.device },
        why: 'likeness',
        beside: host.device,
        side,
        likeness: found,
      },
    ];
  }
  const found = like(claim, only);
  if (found.slots < clearSlots) return [];
  const told = { device, beside: only.device, side, likeness: found };
  if (found.correlation >= 0.9 && found.ratio >= 1.5)
    return [{ ...told, role: { kind: 'copy', of: only.device }, why: 'part' }];
  const areAlternate = Math.min(...found.alone) >= 0.05 && found.alone[0] + found.alone[1] >= 0.15;
  const areStrangers = found.close < 0.2 && Math.abs(found.ratio) < 0.5;
  // Exactly 0: one of them never changes, which proves nothing.
  if (found.correlation !== 0 && Math.abs(found.correlation) < 0.5 && (areAlternate || areStrangers))
    return [{ ...told, role: { kind: 'battery', apart: true }, why: 'unlike' }];
  return [];
}

/** Two batteries that show the same unchanging power: one by two ways or two alike. That proves nothing, so both count. */
const isStill = ({ slots, equal, correlation }: Likeness): boolean =>
  slots >= enoughSlots && equal >= 0.95 && correlation === 0;

/** Two inverters, or two loads, that show the same: one by two ways or two alike. Both count, and a person is told. */
const areTwins = ({ slots, equal }: Likeness, side: SideName): boolean =>
  (side === 'pv' || side === 'load') && slots >= enoughSlots && equal >= 0.95;

/** What is looked at. */
export interface Suspects {
  readonly devices: readonly MeteredDevice[];
  readonly options: PlanOptions;
  readonly series: SeriesSet;
  nameOf(device: string): string;
}

/** Meters whose names say that they are not at the grid, while others are. */
function byName({ devices, options, nameOf }: Suspects, claims: readonly Claim[]): RoleGuess[] {
  const meters = claims.filter(({ side, rank }) => side === 'grid' && rank === 0);
  const guesses = meters.flatMap(({ device }): RoleGuess[] => {
    const isFree = roleOf(options.roles, device).kind === 'own';
    const isMeter = devices.find(({ id }) => id === device)?.kind === 'meter';
    const role = isFree && isMeter ? roleByName(nameOf(device)) : undefined;
    return role === undefined ? [] : [{ device, role, why: 'name' }];
  });
  return guesses.length < meters.length ? guesses : [];
}

/** What is compared, and what came out so far. */
interface Comparison {
  readonly suspects: Suspects;
  readonly claims: readonly Claim[];
  readonly profiles: ReadonlyMap<Claim, Profile>;
  readonly guesses: readonly RoleGuess[];
  isOpen(claim: Claim): boolean;
}

const none: Profile = new Map();

const likeOf =
  ({ profiles }: Comparison) =>
  (one: Claim, other: Claim): Likeness =>
    likeness(profiles.get(one) ?? none, profiles.get(other) ?? none);

/** So many sides that show the same are no chance. */
const enoughSides = 3;

/**
 * Inverters of which all sides show what those of one before them show: one inverter by two ways, each with a name of its own, or two alike. Both
 * count, and a person is told.
 */
function twinInverters(compared: Comparison): RoleGuess[] {
  const like = likeOf(compared);
  const claims = compared.claims.filter(({ side }) => side !== 'circuit');
  const devices = [...Map.groupBy(claims, ({ device }) => device)];
  return devices.flatMap(([device, own], index): RoleGuess[] => {
    if (own.some((claim) => !compared.isOpen(claim))) return [];
    for (const [beside, others] of devices.slice(0, index)) {
      const shared = own.flatMap((claim) => {
        const other = others.find(({ side, rank }) => side === claim.side && rank === claim.rank);
        return other === undefined ? [] : [like(other, claim)];
      });
      const busy = shared.filter(({ slots }) => slots >= enoughSlots);
      const isSameSide = ({ close, correlation, ratio }: Likeness): boolean =>
        close >= 0.9 && Math.abs(ratio - 1) <= 0.03 && (correlation === 0 || correlation > 0.98);
      const moving = busy.filter(({ correlation }) => correlation > 0.98);
      const [likeness] = moving;
      if (likeness === undefined || moving.length < enoughSides || !busy.every(isSameSide)) continue;
      const [{ side } = { side: 'pv' as const }] = own;
      return [
        { device, role: { kind: 'own' }, why: 'twins', beside, ...(side === 'circuit' ? {} : { side }), likeness },
      ];
    }
    return [];
  });
}

/** Meters that only ever show one direction are told by half a day at least: some of it is night. */
const longSlots = 144;

/** A power below this has no sign, W. */
const leastMirroredW = 20;

const turnedProfile = (profile: Profile): Profile => new Map([...profile].map(([slot, watts]) => [slot, -watts]));

/**
 * Whether one meter shows what another does with the opposite sign. A meter of the sun in a home that uses little shows what another sends, too:
 * it never shows the other direction, and nothing by night.
 */
function areMirrored(one: Profile, other: Profile): boolean {
  const whole = likeness(one, turnedProfile(other));
  if (whole.slots < clearSlots || whole.close < alike || (whole.correlation !== 0 && whole.correlation < 0.9))
    return false;
  const way = (sign: number): number =>
    [...one].filter(([slot, watts]) => sign * watts > leastMirroredW && sign * (other.get(slot) ?? 0) < -leastMirroredW)
      .length;
  return whole.slots >= longSlots || Math.min(way(1), way(-1)) >= enoughSlots;
}

/**
 * A meter of the grid that shows what one before it shows with the opposite sign: one of them is the wrong way round, and added up nothing is
 * left. The one by which the home would give is proposed to be a copy of the other; a person is told.
 */
function mirroredMeters({ claims, profiles, isOpen }: Comparison, given: readonly Profile[]): RoleGuess[] {
  const profileOf = (claim: Claim): Profile => profiles.get(claim) ?? none;
  /** What the home would have to give, W. */
  const owed = (claim: Claim): number =>
    [...profileOf(claim)]
      .map(([slot, watts]) => given.reduce((sum, one) => sum + (one.get(slot) ?? 0), watts))
      .reduce((sum, used) => sum + Math.max(0, -used), 0);
  const meters = claims.filter(({ side, rank }) => side === 'grid' && rank === 0);
  return meters.flatMap((claim, index): RoleGuess[] => {
    const beside = meters
      .slice(0, index)
      .find((one) => (isOpen(one) || isOpen(claim)) && areMirrored(profileOf(one), profileOf(claim)));
    if (beside === undefined) return [];
    const isFirstWrong = isOpen(beside) && (!isOpen(claim) || owed(beside) > owed(claim));
    const [wrong, right] = isFirstWrong ? [beside, claim] : [claim, beside];
    return [
      {
        device: wrong.device,
        role: { kind: 'own' },
        why: 'mirrored',
        beside: right.device,
        side: 'grid',
        likeness: likeness(profileOf(right), turnedProfile(profileOf(wrong))),
      },
    ];
  });
}

/** What the sources of a home give, each as it is shown. */
function givenBy({ claims, profiles }: Pick<Comparison, 'claims' | 'profiles'>): Profile[] {
  return claims
    .filter(({ side }) => side === 'pv' || side === 'battery' || side === 'generator')
    .map((claim) => {
      const profile = profiles.get(claim) ?? none;
      const isCharge = claim.sources.some((one) => one.kind === 'power' && one.positive === 'charge');
      return isCharge ? turnedProfile(profile) : profile;
    });
}

/** Devices that show what one before them shows: copies, and batteries of which that cannot be said. */
function twinsOf(compared: Comparison, side: SideName): RoleGuess[] {
  const { claims, isOpen } = compared;
  const like = likeOf(compared);
  // A copy reports nothing of its own at all: one battery on two inverters does not make either of them a copy of the other.
  const hasMore = ({ device, side: own }: Claim): boolean =>
    claims.some((one) => one.device === device && one.side !== own && one.side !== 'grid');
  const own = claims.filter((claim) => claim.side === side);
  return own.flatMap((claim, index): RoleGuess[] => {
    if (!isOpen(claim) || claim.apart === true) return [];
    const before = own.slice(0, index).filter((one) => one.rank === claim.rank);
    // Inverters in parallel show the same input: taken for a copy, one would lose its sun and battery.
    const isMeter = side === 'grid' && claim.rank === 0;
    const mayBe = (twin: Claim): boolean => isMeter || !hasMore(claim) || !hasMore(twin);
    const twin = before.find((one) => isSame(like(one, claim), side));
    const still = side === 'battery' ? before.find((one) => isStill(like(one, claim))) : undefined;
    const beside = twin ?? still ?? before.find((one) => areTwins(like(one, claim), side));
    if (beside === undefined) return [];
    if (!mayBe(beside)) return side === 'grid' ? sharedGrid(compared, claim, beside) : [];
    const found = { device: claim.device, beside: beside.device, side, likeness: like(beside, claim) };
    return twin === undefined
      ? [{ ...found, role: { kind: 'own' }, why: side === 'battery' ? 'still' : 'twins' }]
      : [{ ...found, role: { kind: 'copy', of: twin.device }, why: 'likeness' }];
  });
}

/**
 * An inverter that shows the grid of one before it, while its home is another: both read one meter, and its power would count twice.
 * Inverters in parallel that each take a half show the same as well, but of the home too. Both count, and a person is told.
 */
function sharedGrid(compared: Comparison, claim: Claim, beside: Claim): RoleGuess[] {
  const like = likeOf(compared);
  const loadOf = ({ device }: Claim) => compared.claims.find((one) => one.device === device && one.side === 'load');
  const [own, other] = [loadOf(claim), loadOf(beside)];
  if (own === undefined || other === undefined) return [];
  const loads = like(other, own);
  if (loads.slots < enoughSlots || loads.close >= 0.5) return [];
  return [
    {
      device: claim.device,
      role: { kind: 'own' },
      why: 'shared-grid',
      beside: beside.device,
      side: 'grid',
      likeness: like(beside, claim),
    },
  ];
}

/** Meters without a role that are parts of the home, or the sun's. */
function innerMeters(compared: Comparison): RoleGuess[] {
  const { suspects, claims, profiles, guesses, isOpen } = compared;
  const isGuessed = ({ device }: Claim): boolean => guesses.some((guess) => guess.device === device);
  const isMirrored = ({ device }: Claim): boolean =>
    guesses.some((guess) => guess.device === device && guess.why === 'mirrored');
  const book: GridBook = {
    grid: claims.filter((claim) => claim.side === 'grid' && !isGuessed(claim)),
    profileOf: (claim) => profiles.get(claim) ?? none,
    sources: givenBy(compared),
    isOpen: (claim) =>
      isOpen(claim) && !isMirrored(claim) && !claims.some((one) => one.device === claim.device && one !== claim),
    nameOf: suspects.nameOf,
  };
  const suns = guessSuns(book);
  const isSun = (claim: Claim): boolean => suns.some(({ device }) => device === claim.device);
  return [...suns, ...guessCircuits({ ...book, isOpen: (claim) => book.isOpen(claim) && !isSun(claim) })];
}

/** What devices without an assigned role seem to measure; each device once, and beside it once for each side of which it may be a twin. */
export function guessRoles(suspects: Suspects): RoleGuess[] {
  const { options, series } = suspects;
  // Behind all whole devices: none of these is a copy of a channel that counts for nothing.
  const devices = [...suspects.devices, ...openChannels(suspects.devices, options.roles)];
  const given = new Set([...(options.roles ?? [])].filter(([, { kind }]) => kind !== 'own').map(([device]) => device));
  const named = byName(suspects, claimsOf(devices, options));
  const roles: MeterRoles = new Map([
    ...(options.roles ?? []),
    ...named.map(({ device, role }) => [device, role] as const),
  ]);
  const claims = claimsOf(devices, { ...options, roles }).filter(({ copyOf }) => copyOf === undefined);
  const profiles = new Map(claims.map((claim) => [claim, profileOf(claim, series)]));
  const guesses = [...named];
  const isGuessed = (device: string): boolean => guesses.some((one) => one.device === device && !toldOnly.has(one.why));
  const isOpen = ({ device }: Claim): boolean => !given.has(device) && !isGuessed(device);
  const compared = { suspects, claims, profiles, guesses, isOpen };
  guesses.push(...twinInverters(compared));
  for (const side of ['grid', 'pv', 'battery', 'load'] as const) {
    guesses.push(...twinsOf(compared, side));
    if (side === 'grid') {
      guesses.push(...mirroredMeters(compared, givenBy(compared)));
      guesses.push(...innerMeters(compared));
    }
    if (side !== 'battery') continue;
    const like = likeOf(compared);
    const own = claims.filter((claim) => claim.side === side);
    const hosts = own.filter(({ rank, device }) => rank === 1 && !isGuessed(device));
    for (const claim of own) if (claim.rank === 0 && isOpen(claim)) guesses.push(...besideHosts(claim, hosts, like));
  }
  return guesses;
}

/** Whether a meter's counters add up what each phase counts, judged by its powers; undefined if they do not show it. */
export function doesSumPhases(series: SeriesSet, device: string, metrics: readonly MetricId[]): boolean | undefined {
  const phases = [1, 2, 3]
    .map((phase): MetricId => `grid.power.l${phase}`)
    .filter((metric) => metrics.includes(metric));
  const counters = (['grid.energy.import', 'grid.energy.export'] as const).filter((metric) => metrics.includes(metric));
  if (phases.length < 2 || counters.length === 0) return undefined;
  const profiles = phases.map((metric) => powerProfile(seriesOf(series, device, metric)));
  let [net, each, counted] = [0, 0, 0];
  for (const metric of counters) {
    const way = metric === 'grid.energy.import' ? 1 : -1;
    const count = counterProfile(seriesOf(series, device, metric));
    for (const [slot, watts] of count) {
      const parts = profiles.map((one) => one.get(slot));
      if (parts.some((one) => one === undefined)) continue;
      const values = parts.map((one) => way * (one ?? 0));
      net += Math.max(
        0,
        values.reduce((sum, one) => sum + one, 0),
      );
      each += values.reduce((sum, one) => sum + Math.max(0, one), 0);
      counted += watts;
    }
  }
  if (counted === 0 || Math.abs(each - net) <= 0.02 * each) return undefined;
  return Math.abs(counted - each) < Math.abs(counted - net);
}
