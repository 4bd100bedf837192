// What speaks for a side of the home, minute by minute: several sources are added up, or the first that is known is used.
import { minuteMs, type TimeRange } from '#core/time.ts';
import type { Booking } from '../types.ts';

/** The sources of one device for a side, taken together. */
export interface Speaker {
  readonly sources: readonly string[];
  /** Whether what it counts both ways within a minute is netted: counters of single phases. */
  readonly isNetted?: boolean;
  /** When its device is not part of the home: before it came, and after it was removed. */
  readonly away?: readonly TimeRange[];
}

/** What speaks: one, several added up, or the first that is known. */
export type Voice = Speaker | { readonly sum: readonly Voice[] } | { readonly first: readonly Voice[] };

/** A side of the home with what speaks for it. */
export interface SideVoice {
  readonly side: string;
  readonly channels: readonly Booking[];
  readonly voice: Voice;
  /** Both ways are netted within windows of this width, ms, aligned to the epoch. */
  readonly netMs?: number;
}

/** The side of a circuit, by its device. */
export const circuitSide = (device: string): string => `circuit ${device}`;

/** What one speaker is used for in a minute. */
export interface Spoken {
  readonly speaker: Speaker;
  /** The share of what it booked, 0 to 1. */
  readonly share: number;
  /** Whether it stands in for a better one that was silent. */
  readonly isStandIn: boolean;
}

/** How much of a minute the device of a speaker is part of the home, ms. */
export function presentMs({ away = [] }: Speaker, startMs: number): number {
  const endMs = startMs + minuteMs;
  const gone = away.reduce(
    (sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs)),
    0,
  );
  return Math.max(0, minuteMs - gone);
}

/** What is left of a voice without the speakers that are absent; undefined if none is present. */
export function voiceOfThose(voice: Voice, isThere: (speaker: Speaker) => boolean): Voice | undefined {
  if ('sources' in voice) return isThere(voice) ? voice : undefined;
  const all = 'sum' in voice ? voice.sum : voice.first;
  const left = all.map((one) => voiceOfThose(one, isThere)).filter((one) => one !== undefined);
  if (left.length < 2) return left[0];
  return 'sum' in voice ? { sum: left } : { first: left };
}

/** Every speaker of a voice, best first. */
export function speakersOf(voice: Voice): readonly Speaker[] {
  if ('sources' in voice) return [voice];
  return ('sum' in voice ? voice.sum : voice.first).flatMap(speakersOf);
}

/** Those that speak as long as none is silent. */
export function bestSpeakers(voice: Voice): readonly Speaker[] {
  if ('sources' in voice) return [voice];
  return ('sum' in voice ? voice.sum : voice.first.slice(0, 1)).flatMap(bestSpeakers);
}

/** How long all that a voice needs is known in a minute, ms. */
export function knownOf(voice: Voice, knownMs: (speaker: Speaker) => number): number {
  if ('sources' in voice) return knownMs(voice);
  const all = ('sum' in voice ? voice.sum : voice.first).map((one) => knownOf(one, knownMs));
  return 'sum' in voice ? Math.min(...all) : Math.max(...all);
}

/**
 * What speaks in a minute: all of the first that is known, and for the rest the next that is known for longer. `ms` is how much
 * is wanted; absent: all there is.
 */
export function spokenBy(voice: Voice, knownMs: (speaker: Speaker) => number, ms?: number): readonly Spoken[] {
  if ('sources' in voice) {
    const known = knownMs(voice);
    const share = ms === undefined || known === 0 ? 1 : Math.min(1, ms / known);
    return [{ speaker: voice, share, isStandIn: false }];
  }
  if ('sum' in voice) return voice.sum.flatMap((one) => spokenBy(one, knownMs, ms));
  const [best] = voice.first;
  const all = voice.first.map((one) => ({ one, known: knownOf(one, knownMs) }));
  const most = Math.max(...all.map(({ known }) => known));
  if (best === undefined || most === 0 || all[0]?.known === most)
    return best === undefined ? [] : spokenBy(best, knownMs, ms);
  const spoken: Spoken[] = [];
  let taken = 0;
  for (const { one, known } of all) {
    if (known <= taken) continue;
    const part = ((known - taken) * (ms ?? most)) / most;
    spoken.push(
      ...spokenBy(one, knownMs, part).map((said) => ({ ...said, isStandIn: said.isStandIn || one !== best })),
    );
    taken = known;
  }
  return spoken;
}
