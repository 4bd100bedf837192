// How energy was spread over a gap that was not measured: solar energy by the other inverters and a clear sky, never in the
// dark; a battery by its charge; what the home used by its own day before.
import { minuteMs, type TimeRange } from '#core/time.ts';
import { clearSkyShare, sunAt } from '../anomalies/sun.ts';
import type { Booking, MilliWh } from '../types.ts';
import type { ShapePart } from './allocation.ts';

/** Degrees; north and east are positive. */
export interface SitePlace {
  readonly latitude: number;
  readonly longitude: number;
}

/** The place of a home, if it is fully known. */
export const placeOf = ({ latitude, longitude }: Partial<SitePlace>): SitePlace | undefined =>
  latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };

/** What a source brought in every half-hour of the day before, by half-hours of a UTC day. */
export interface DayProfile {
  /** Whole Wh; {@link unknown} if nothing was known yet. A time without data keeps what was known before. */
  readonly slots: readonly number[];
  /** The half-hour that is filled now, counted from the epoch. */
  readonly slot: number;
  readonly energy: MilliWh;
  /** Whether a part of that half-hour was not seen. */
  readonly isPart?: true;
}

const unknown = -1;

/** What the shape of a gap may be taken from. */
export interface GapContext {
  readonly channel: Booking;
  /** What others on the same side did in that time, or a battery's charge. */
  readonly neighbours: readonly ShapePart[];
  readonly profile: DayProfile | undefined;
  readonly place: SitePlace | undefined;
  readonly timeZone: string;
}

const slotMs = 30 * minuteMs;
const slotsADay = 48;
const stepMs = 15 * minuteMs;
const mostSteps = 1200;
/** Without a place and a past, a gap that certainly contains a night is shaped by the sun of its zone. */
const leastOfZoneMs = 12 * 60 * minuteMs;
/** How many half-hours of a day have to be known to be usable. */
const leastSlots = { pv: 12, others: 24 } as const;
/** Any unit will do: a shape only says how one time compares with another. */
const scale = 1e9;

/** A profile with one more step of its counter, spread evenly over its time. */
export function profiled(profile: DayProfile | undefined, energy: MilliWh, { fromMs, toMs }: TimeRange): DayProfile {
  const slot = Math.floor((toMs - 1) / slotMs);
  if (profile === undefined) {
    const slots = Array.from({ length: slotsADay }, () => unknown);
    return { slots, slot, energy, isPart: true };
  }
  if (slot <= profile.slot) return { ...profile, energy: profile.energy + energy };
  const upTo = (atMs: number): MilliWh =>
    Math.round((energy * Math.max(0, Math.min(toMs, atMs) - fromMs)) / Math.max(1, toMs - fromMs));
  const within = (at: number): MilliWh => upTo((at + 1) * slotMs) - upTo(at * slotMs);
  const slots = [...profile.slots];
  const keep = (at: number, own: MilliWh): void => void (slots[at % slotsADay] = Math.round(own / 1000));
  if (profile.isPart !== true) keep(profile.slot, profile.energy + upTo((profile.slot + 1) * slotMs));
  for (let at = Math.max(profile.slot + 1, slot - slotsADay); at < slot; at += 1) keep(at, within(at));
  return { slots, slot, energy: energy - upTo(slot * slotMs) };
}

/** A profile after a time without data: that time stays as it was known before. */
export const unseenUntil = ({ slots }: DayProfile, atMs: number): DayProfile => ({
  slots,
  slot: Math.floor((atMs - 1) / slotMs),
  energy: 0,
  isPart: true,
});

/** A place on the equator where noon is about when the zone says; it has no season, but a night. */
function placeOfZone(timeZone: string): SitePlace {
  const hours = [0, 6].map((month) => {
    const instant = Temporal.Instant.fromEpochMilliseconds(Date.UTC(2026, month, 1));
    return instant.toZonedDateTimeISO(timeZone).offsetNanoseconds / 3.6e12;
  });
  return { latitude: 0, longitude: Math.max(-180, Math.min(180, 15 * Math.min(...hours))) };
}

function* stepsOf({ fromMs, toMs }: TimeRange): Generator<TimeRange> {
  const width = Math.max(1, Math.ceil((toMs - fromMs) / stepMs / mostSteps)) * stepMs;
  for (let at = fromMs; at < toMs; ) {
    const edge = Math.min(toMs, (Math.floor(at / width) + 1) * width);
    yield { fromMs: at, toMs: edge };
    at = edge;
  }
}

const lightAt = (atMs: number, place: SitePlace): number =>
  clearSkyShare(sunAt(atMs, { ...place, timeZone: 'UTC' }).altitude);

/** Light of a clear sky over a place; none for a time that begins or ends in the dark. */
function lightIn({ fromMs, toMs }: TimeRange, place: SitePlace): number {
  const [start, end] = [lightAt(fromMs, place), lightAt(toMs, place)];
  return start === 0 || end === 0 ? 0 : (start + end) / 2;
}

const partOf = (time: TimeRange, work: number): ShapePart => ({
  ...time,
  work: Math.round(work),
  knownMs: time.toMs - time.fromMs,
});

function weighted(range: TimeRange, weight: (time: TimeRange) => number): ShapePart[] {
  return [...stepsOf(range)].map((time) => partOf(time, scale * weight(time) * ((time.toMs - time.fromMs) / stepMs)));
}

/** The shape of a gap from the day before; without parts if too little of that day is known. */
function byProfile(range: TimeRange, profile: DayProfile | undefined, leastSlots: number): ShapePart[] {
  const known = (profile?.slots ?? []).filter((wh) => wh !== unknown);
  if (profile === undefined || known.length < leastSlots) return [];
  const usual = known.reduce((sum, wh) => sum + wh, 0) / known.length;
  return weighted(range, ({ fromMs }) => {
    const wh = profile.slots[Math.floor(fromMs / slotMs) % slotsADay] ?? unknown;
    return (wh === unknown ? usual : wh) / 1000;
  });
}

const workOf = (shape: readonly ShapePart[]): number => shape.reduce((sum, { work }) => sum + work, 0);

/** A part of the neighbours' shape, shaped by the light within it. */
function lit(part: ShapePart, place: SitePlace | undefined): ShapePart[] {
  if (place === undefined || part.work === 0) return [part];
  const steps = [...stepsOf(part)].map((time) => ({
    time,
    light: (lightAt(time.fromMs, place) + lightAt(time.toMs, place)) * (time.toMs - time.fromMs),
  }));
  const whole = steps.reduce((sum, { light }) => sum + light, 0);
  return whole === 0 ? [part] : steps.map(({ time, light }) => partOf(time, (part.work * light) / whole));
}

function sunShape(range: TimeRange, { neighbours, profile, place, timeZone }: GapContext): ShapePart[] {
  const knownMs = neighbours.reduce((sum, one) => sum + one.knownMs, 0);
  if (knownMs >= (range.toMs - range.fromMs) / 2 && workOf(neighbours) > 0)
    return neighbours.flatMap((part) => lit({ ...part, knownMs: part.toMs - part.fromMs }, place));
  if (place !== undefined) return weighted(range, (time) => lightIn(time, place));
  const learned = byProfile(range, profile, leastSlots.pv);
  if (workOf(learned) > 0 || range.toMs - range.fromMs < leastOfZoneMs) return learned;
  const zone = placeOfZone(timeZone);
  return weighted(range, (time) => lightIn(time, zone));
}

/** The shape of a gap; without work if nothing is known about it. */
export function gapShape(range: TimeRange, context: GapContext): readonly ShapePart[] {
  const { channel, profile } = context;
  // Nothing is placed where the others were not heard either.
  const neighbours = context.neighbours.map((part) => ({ ...part, knownMs: part.toMs - part.fromMs }));
  switch (channel) {
    // Export comes from the sun: spread evenly it would fall in the night, and the home would seem to use what it did not.
    case 'pv':
    case 'export':
      return sunShape(range, context);
    case 'charge':
    case 'discharge':
      return workOf(neighbours) > 0 ? neighbours : byProfile(range, profile, leastSlots.others);
    case 'load':
    case 'import':
    case 'generator':
    case 'circuit':
      return byProfile(range, profile, leastSlots.others);
  }
}

/** Whether a source of a channel remembers its day: it need not if the sky says more. */
export const hasProfile = (channel: Booking, place: SitePlace | undefined): boolean =>
  channel === 'pv' ? place === undefined : channel !== 'export';
