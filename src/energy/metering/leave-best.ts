// Which source is booked in each minute of an hour: the best live one of each side, and no other.
import { minuteMs } from '#core/time.ts';
import type { Booking } from '../types.ts';
import type { Correction } from './correction.ts';
import { emptyKnowing, type HourSheet, type Knowing, type Line, minutesAnHour } from './hour-sheet.ts';
import { netted } from './netting.ts';
import { doesBook, type MeterPlan, type Source } from './plan.ts';
import {
  bestSpeakers,
  knownOf,
  presentMs,
  type SideVoice,
  type Speaker,
  speakersOf,
  spokenBy,
  voiceOfThose,
} from './voices.ts';

/**
 * Keeps what the best live speaker says about each minute; what others say is not booked. In the last minutes of the open
 * time a counter that will be read again soon does not count as silent yet.
 */
export function leaveBest(
  sheet: HourSheet,
  plan: MeterPlan,
  { side, voice, channels: booked, netMs, refused }: SideVoice & { readonly refused: ReadonlySet<string> },
): void {
  const sources = new Set(speakersOf(voice).flatMap((speaker) => speaker.sources));
  const lines = [...sheet.lines.values()].filter((line) => sources.has(line.source) && booked.includes(line.channel));
  for (const channel of booked) {
    const own = plan.sources.filter((source) => sources.has(source.id) && doesBook(source, channel));
    const knowing = emptyKnowing();
    for (let at = 0; at < minutesAnHour; at += 1)
      leaveBestOf(sheet, { voice, own, knowing, channel, lines, refused }, at);
    if (channel === 'circuit') sheet.circuits.set(side, knowing);
    else sheet.channels.set(channel, knowing);
  }
  for (const speaker of speakersOf(voice))
    if (speaker.isNetted === true)
      for (let at = 0; at < minutesAnHour; at += 1) netted(linesOf(lines, speaker), at, at + 1);
  const width = netMs === undefined ? 0 : netMs / minuteMs;
  if (width > 0) for (let at = 0; at < minutesAnHour; at += width) netted(lines, at, at + width);
}

interface ChannelVoice extends Pick<SideVoice, 'voice'> {
  readonly own: readonly Source[];
  readonly knowing: Knowing;
  readonly channel: Booking;
  readonly lines: readonly Line[];
  /** Sources for which a person wants no stand-in booked. */
  readonly refused: ReadonlySet<string>;
}

/** One channel in one minute: each line keeps the share its speaker is used for. */
function leaveBestOf(
  sheet: HourSheet,
  { voice, own, knowing, channel, lines, refused }: ChannelVoice,
  at: number,
): void {
  const of = ({ sources }: Speaker): Source[] => own.filter(({ id }) => sources.includes(id));
  const startMs = sheet.fromMs + at * minuteMs;
  const covered = (speaker: Speaker): number => leastOf(of(speaker).map((source) => coveredIn(sheet, source, at)));
  // What a power said last is held no longer than its device is there; a counter that is read again says what was in between.
  const isCounted = (speaker: Speaker): boolean => of(speaker).some(({ kind }) => kind === 'counter');
  const known = (speaker: Speaker): number =>
    isCounted(speaker) ? covered(speaker) : Math.min(covered(speaker), presentMs(speaker, startMs));
  const isThere = (speaker: Speaker): boolean =>
    presentMs(speaker, startMs) > 0 ||
    (isCounted(speaker) && of(speaker).every(({ id }) => knownIn(sheet.known.get(id), at) > 0));
  const there = voiceOfThose(voice, isThere);
  const all = there === undefined ? [] : spokenBy(there, known);
  const isRefused = bestSpeakers(voice).some(({ sources }) => sources.some((id) => refused.has(id)));
  const spoken = isRefused ? all.filter(({ isStandIn }) => !isStandIn) : all;
  for (const line of lines) {
    if (line.channel !== channel) continue;
    const said = spoken.find(({ speaker }) => speaker.sources.includes(line.source));
    const held = said === undefined ? 0 : covered(said.speaker);
    const share = said === undefined ? 0 : said.share * (held === 0 ? 1 : known(said.speaker) / held);
    line.energy[at] = Math.floor((line.energy[at] ?? 0) * share);
  }
  const least = leastOf(spoken.map(({ speaker }) => known(speaker)));
  const whole = isRefused || there === undefined ? least : knownOf(there, known);
  const best = spoken.filter(({ isStandIn }) => !isStandIn).flatMap(({ speaker }) => of(speaker));
  const isPart = spoken.every(({ isStandIn }) => isStandIn);
  const measured = isPart ? 0 : leastOf(best.map(({ id }) => sheet.known.get(id)?.measuredMs[at] ?? 0));
  knowing.measuredMs[at] = Math.min(measured, minuteMs, whole);
  knowing.estimatedMs[at] = Math.min(minuteMs, whole) - (knowing.measuredMs[at] ?? 0);
}

const leastOf = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(minuteMs, ...values));

const linesOf = (lines: readonly Line[], { sources }: Speaker): Line[] =>
  lines.filter(({ source }) => sources.includes(source));

const knownIn = (own: Knowing | undefined, minute: number): number =>
  (own?.measuredMs[minute] ?? 0) + (own?.estimatedMs[minute] ?? 0);

/** ms of a minute for which a source is known; a counter that will be read again soon also speaks for the time since. */
function coveredIn(sheet: HourSheet, { id, kind, gapLimitMs }: Source, minute: number): number {
  const known = Math.min(minuteMs, knownIn(sheet.known.get(id), minute));
  const readMs = kind === 'power' ? undefined : sheet.open?.readMs(id);
  if (sheet.open === undefined || readMs === undefined || sheet.open.atMs - readMs > gapLimitMs) return known;
  const startMs = sheet.fromMs + minute * minuteMs;
  const sinceMs = Math.min(startMs + minuteMs, sheet.open.atMs) - Math.max(startMs, readMs);
  return Math.min(minuteMs, known + Math.max(0, sinceMs));
}

/** Sources for which a person ruled out a stand-in in an hour. */
export function refusedIn(corrections: readonly Correction[], hour: number): Set<string> {
  const ends = `/${hour}`;
  return new Set(
    corrections.flatMap((one) => {
      if (one.kind !== 'overrule' || one.isBooked || !one.event.endsWith(ends)) return [];
      const [source, place] = one.event.split('/stand-in');
      return source === undefined || place !== ends ? [] : [source];
    }),
  );
}
