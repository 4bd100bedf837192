// Who lets go and who takes over agree on one command, or none: nothing goes off for a cycle in between and on again.
import { expect, test } from 'vitest';
import { readSimulated } from '../file/read.ts';
import { simulate, type SimulatedEvent } from '../simulate/simulate.ts';
import type { Plant } from '../simulate/plant.ts';

const startMs = Date.UTC(2026, 5, 12, 10);

/** The holder lets go so long behind the beginning, ms; a minute before it took over. */
const handMs = 120_000;

/** What the surplus control steers, with the set-points that count and what the plant says each second. */
interface Steered {
  readonly text: string;
  readonly device: string;
  readonly kind: string;
  readonly point: string;
  /** What it takes now, W, by what is set. */
  takes(plant: Plant): number;
  /** What a holder sets, and what it holds while the sun would do otherwise. */
  readonly on: string;
  readonly off: string;
}

const shown = (plant: Plant, device: string, point: string): number => Number(plant.shows(device, point as never) ?? 0);

const steered: Readonly<Record<string, Steered>> = {
  'a relay': {
    text: 'loads: [{name: It, device: it, point: relay.on.1, power: 2000, on_after: 10 s, off_after: 10 s}]',
    device: 'it: {points: {relay.on.1: {starts: 0}}}',
    kind: 'relay',
    point: 'relay.on.1',
    takes: (plant) => 2000 * shown(plant, 'it', 'relay.on.1'),
    on: 'on',
    off: 'off',
  },
  'a heater in W, measured a little below what is set': {
    text: 'loads: [{name: It, device: it, point: heater.power.target, power: 3000, measured: relay.power.1 of it, on_after: 10 s, off_after: 10 s}]',
    device: 'it: {kind: heater, points: {heater.power.target: {starts: 0, min: 0, max: 3000, step: 1}}}',
    kind: 'heater',
    point: 'heater.power.target',
    takes: (plant) => 0.97 * shown(plant, 'it', 'heater.power.target'),
    on: '2000',
    off: '0',
  },
  'a charger': {
    text: 'chargers: [{name: It, device: it, phases: 1, start_after: 10 s, stop_after: 10 s, min_on: 10 s, min_off: 10 s}]',
    device:
      'it: {kind: charger, points: {charger.enabled: {starts: 0}, charger.current.limit: {starts: 16, min: 6, max: 16, step: 1}}}',
    kind: 'charger',
    point: 'charger.enabled',
    takes: (plant) => 230 * shown(plant, 'it', 'charger.enabled') * shown(plant, 'it', 'charger.current.limit'),
    on: 'on',
    off: 'off',
  },
  'a socket with a car': {
    text: 'chargers: [{name: It, device: it, point: relay.on.1, power: 2000, start_after: 10 s, stop_after: 10 s, min_on: 10 s, min_off: 10 s}]',
    device: 'it: {points: {relay.on.1: {starts: 0}}}',
    kind: 'relay',
    point: 'relay.on.1',
    takes: (plant) => 2000 * shown(plant, 'it', 'relay.on.1'),
    on: 'on',
    off: 'off',
  },
};

interface Case {
  readonly steered: Steered;
  /** Rules, and what happens at which second. */
  readonly rules: string;
  readonly events: Readonly<Record<number, SimulatedEvent>>;
  /** What the sun leaves without it, W. */
  readonly sunW: number;
  readonly seconds: number;
}

interface Said {
  readonly second: number;
  readonly point: string;
  readonly value: unknown;
  readonly by: string;
}

/** What was commanded, with its seconds. */
async function commanded({ steered: one, rules, events, sunW, seconds }: Case): Promise<readonly Said[]> {
  const outcome = readSimulated(`${one.text}\n${rules}\ndevices:\n  ${one.device}\n`);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { program, home } = outcome;
  const rows = Array.from({ length: seconds }, (_, second) => ({
    atMs: startMs + second * 1000,
    values: [],
    events: events[second] === undefined ? [] : [events[second]],
  }));
  const couple = (plant: Plant, nowMs: number): void => {
    const takesW = one.takes(plant);
    const say = (device: string, metric: string, value: number): void =>
      plant.take(device, metric as never, { value, atMs: nowMs });
    say('', 'grid.power', takesW - sunW);
    say('it', 'relay.power.1', takesW);
    if (one.kind !== 'charger') return;
    say('it', 'charger.power', takesW);
    say('it', 'charger.plugged', 1);
  };
  const said: Said[] = [];
  for await (const { atMs, commands } of simulate(program, rows, {
    ...home,
    freshMs: 60_000,
    everyMs: 1000,
    behindMs: 0,
    couple,
  }))
    for (const { setPoint, value, holder } of commands)
      said.push({ second: (atMs - startMs) / 1000, point: setPoint, value, by: holder?.by.kind ?? 'put back' });
  return said;
}

const by = { id: 'person', name: 'person' };

for (const [name, one] of Object.entries(steered))
  for (const sunW of [5000, -500])
    for (const how of ['on', 'off'] as const) {
      const value = one[how];
      const target = { device: 'it', setPoint: one.point as never };
      const worth = value === 'on' ? 1 : value === 'off' ? 0 : Number(value);
      const holders: Readonly<Record<string, Pick<Case, 'rules' | 'events'>>> = {
        'a rule for a time': {
          rules: `rules: [{name: R, when: [{kind: called, by: webhook, name: go}], do: [{kind: set, device: it, point: ${one.point}, value: ${value}, for: 60 s}]}]`,
          events: { 60: { kind: 'happening', happening: { kind: 'called', what: 'webhook', name: 'go' } } },
        },
        'a rule as long as something is so': {
          rules: `variables: {a: {start: false}}\nrules: [{name: R, while: var.a, do: [{kind: set, device: it, point: ${one.point}, value: ${value}}]}]`,
          events: {
            60: { kind: 'happening', happening: { kind: 'variable', name: 'a', value: true } },
            [handMs / 1000]: { kind: 'happening', happening: { kind: 'variable', name: 'a', value: false } },
          },
        },
        'a person for a time': {
          rules: '',
          events: {
            60: {
              kind: 'happening',
              happening: { kind: 'override', target, value: worth, untilMs: startMs + handMs, by },
            },
          },
        },
        'a person over a rule that wants the other thing all along': {
          rules: `rules: [{name: R, while: grid.power < 99 kW, do: [{kind: set, device: it, point: ${one.point}, value: ${how === 'on' ? one.off : one.on}}]}]`,
          events: {
            60: {
              kind: 'happening',
              happening: { kind: 'override', target, value: worth, untilMs: startMs + handMs, by },
            },
          },
        },
        'a person who lets go': {
          rules: '',
          events: {
            60: {
              kind: 'happening',
              happening: { kind: 'override', target, value: worth, untilMs: startMs + 900_000, by },
            },
            [handMs / 1000]: { kind: 'happening', happening: { kind: 'override-ended', target } },
          },
        },
      };
      for (const [holder, { rules, events }] of Object.entries(holders))
        test(`${name}, ${sunW} W of sun: ${holder} sets it ${how}, then the sun has it`, async () => {
          const said = await commanded({ steered: one, rules, events, sunW, seconds: 300 });
          const behind = said.filter(({ second }) => second >= handMs / 1000);
          // Nothing is put back behind it, and each set-point is told once at most in the seconds of the hand-over.
          expect(behind.filter(({ by: who }) => who === 'put back')).toEqual([]);
          const soon = behind.filter(({ second }) => second < handMs / 1000 + 10).map(({ point }) => point);
          expect(soon).toEqual([...new Set(soon)]);
          // What runs is not switched off to be switched on again.
          const switched = behind.filter(({ point }) => /enabled|relay/.test(point)).map(({ value: set }) => set);
          expect(switched.length).toBeLessThan(2);
        });
    }
