// What emulated devices with a topic for each value, or for each object, have in common: they report at a pace, and obey.
import type { ReadPlant } from './emulator.ts';
import type { PlantSnapshot } from './plant.ts';
import type { ShellyDevice, ShellyMessage } from './shelly-device.ts';
import type { RelayIndex } from './switched-loads.ts';

/** What it can see and switch. */
export interface TopicHome {
  readonly read: ReadPlant;
  readonly setRelay: (index: RelayIndex, isOn: boolean) => void;
}

/** Topics and payloads. */
export type Said = Readonly<Record<string, string>>;

/** What it is, reports, and does with what it is told: what it answers, or several answers one after the other. */
export interface Script {
  readonly id: string;
  readonly prefix: string;
  readonly presence: NonNullable<ShellyDevice['presence']>;
  readonly everyMs: number;
  readonly topics: readonly string[];
  readonly report: (home: PlantSnapshot) => Said;
  readonly obey?: (topic: string, payload: string) => Said | readonly Said[];
}

const messages = (said: Said): readonly ShellyMessage[] =>
  Object.entries(said).map(([topic, payload]) => ({ topic, payload }));

/** The device of a script. */
export function topicDevice({ read }: TopicHome, script: Script): ShellyDevice {
  let reportedMs = Number.NEGATIVE_INFINITY;
  const report = (): readonly ShellyMessage[] => {
    const home = read();
    reportedMs = home.atMs;
    return messages(script.report(home));
  };
  return {
    id: script.id,
    prefix: script.prefix,
    presence: script.presence,
    topics: script.topics,
    greet: report,
    overview: report,
    tick: () => (read().atMs - reportedMs >= script.everyMs ? report() : []),
    receive: (topic, payload) => {
      const answers = [script.obey?.(topic, payload) ?? {}].flat().flatMap(messages);
      return answers.length === 0 ? report() : answers;
    },
  };
}

/** A number with some decimals. */
export const fixed = (value: number, digits = 1): string => value.toFixed(digits);
/** Words of switches. */
export const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off');
/** The same in large letters. */
export const ONOFF = (isOn: boolean): string => (isOn ? 'ON' : 'OFF');
