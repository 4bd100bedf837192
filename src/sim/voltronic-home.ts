// The simulated home as a Voltronic inverter measures it. The inverter's input is the home's grid connection and its output the
// home, so that sun + grid + battery = load holds at its terminals.
import { digits } from './pi30-frame.ts';
import type { PlantSnapshot } from './plant.ts';

/** Below this a power counts as none, W. */
export const seenW = 20;

/** How the sun is split between two trackers. */
const firstShare = 0.6;

/** A tracker. */
export interface Tracker {
  readonly powerW: number;
  readonly voltageV: number;
  readonly currentA: number;
}

/** The sun on two trackers. */
export function trackers({ pv }: PlantSnapshot): readonly [Tracker, Tracker] {
  const part = (share: number, voltageV: number): Tracker => {
    const powerW = pv.powerW * share;
    return { powerW, voltageV, currentA: voltageV > 0 ? powerW / voltageV : 0 };
  };
  return [part(firstShare, pv.voltageV), part(1 - firstShare, pv.voltageV * 0.8)];
}

/** Apparent power of the home, VA. */
export const apparentVA = ({ load }: PlantSnapshot): number => Math.hypot(load.powerW, 0.2 * load.powerW + 60);

/** Load in percent of the inverter. */
export const levelPercent = (home: PlantSnapshot): number => (100 * apparentVA(home)) / home.inverter.limitW;

/** 0 idle, 1 into it, 2 out of it; for the battery (charging, discharging) and the line (taking, feeding). */
export function direction(powerW: number, positive: 1 | 2): '0' | '1' | '2' {
  if (Math.abs(powerW) <= seenW) return '0';
  return powerW > 0 === (positive === 1) ? '1' : '2';
}

/** A number with its sign, as the maker prints it: `+00012`. */
export const signed = (value: number, width: number): string =>
  `${value < 0 ? '-' : '+'}${digits(Math.abs(value), width)}`;

/** `yyyymmddhhmmss` of a moment, UTC. */
export const stamp = (atMs: number): string => new Date(atMs).toISOString().replaceAll(/\D/g, '').slice(0, 14);

/** What of a counter belongs to a span of time that is asked for; the same for the same question. */
export function shareOf(totalWh: number, question: string): number {
  const length = question.replaceAll(/\D/g, '').length;
  const parts = length >= 10 ? 8760 : length >= 8 ? 365 : length >= 6 ? 12 : 1;
  return Math.round(totalWh / 2 / parts);
}

/** Settings a client changes, by place in the answer that shows them. */
export interface Shown {
  set(place: number, text: string): true;
  at(place: number): string;
  text(separator?: string): string;
  /** Back to what it was made with. */
  reset(): void;
}

/** Makes an answer whose fields can be set. */
export function createShown(initial: readonly string[]): Shown {
  const fields = [...initial];
  return {
    set(place, text) {
      fields[place] = text;
      return true;
    },
    at: (place) => fields[place] ?? '',
    text: (separator = ' ') => fields.join(separator),
    reset: () => void fields.splice(0, fields.length, ...initial),
  };
}

/** A setter of an emulator: what it looks like, and what it does with its parts; false where it refuses them. */
export type Setter = readonly [form: RegExp, apply: (...parts: string[]) => boolean];

/** Applies the first setter of that form. */
export function applySetter(setters: readonly Setter[], letters: string): boolean {
  for (const [form, apply] of setters) {
    const match = form.exec(letters);
    if (match !== null) return apply(...match.slice(1));
  }
  return false;
}

/** Switches by letter, printed as `E…D…`. */
export interface Switches {
  set(letter: string, isOn: boolean): true;
  has(letter: string): boolean;
  text(): string;
  /** Back to what it was made with. */
  reset(): void;
}

/** Makes switches: every letter there is, and those that are on. */
export function createSwitches(all: string, on: string): Switches {
  const active = new Set(on);
  const letters = (isOn: boolean): string =>
    Array.from(all, (letter) => (active.has(letter) === isOn ? letter : '')).join('');
  return {
    set(letter, isOn) {
      if (isOn) active.add(letter);
      else active.delete(letter);
      return true;
    },
    has: (letter) => active.has(letter),
    text: () => `E${letters(true)}D${letters(false)}`,
    reset() {
      active.clear();
      for (const letter of on) active.add(letter);
    },
  };
}
