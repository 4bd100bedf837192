// Rows of what a home does by itself: rules decided a second, how long a decision takes, and how well a boiler is run on the sun of a cloudy
// year – against one who knows the day ahead, and against a plain threshold.
import { emptyState, type EngineState, decide, type Program } from '#automation/engine.ts';
import { compiled } from '#automation/file/compile.ts';
import type { FileAutomation } from '#automation/file/words.ts';
import { Plant } from '#automation/simulate/plant.ts';
import { seededRandom } from '#core/random.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import type { Contest } from './contest.ts';

function programOf(file: FileAutomation, devices: readonly string[]): Program {
  const outcome = compiled(file, { devices });
  if ('problems' in outcome) throw new TypeError(`assertion: ${JSON.stringify(outcome.problems)}`);
  return outcome.program;
}

const startMs = Date.UTC(2026, 0, 1);
const relay = { kind: 'relay', delayMs: 0, freshMs: dayMs } as const;

const ruleCount = 500;

/** A home with many rules, each over two values and a device. */
const manyRules: Contest = {
  figures: [
    { name: 'rules', unit: 'rules/s', note: 'decided; reference: 500 comparisons in plain code' },
    {
      name: 'a decision of 500 rules',
      unit: 'ms p99',
      goal: { of: 'ours', is: 'at most', bound: 50 },
      note: 'from the image to the commands; a change is decided on 100 ms after it',
    },
  ],
  rounds: 3,
  open(place) {
    const devices = Array.from({ length: 20 }, (_none, index) => `relay-${index}`);
    const rules = Array.from({ length: ruleCount }, (_none, index) => ({
      name: `Rule ${index}`,
      while: `grid.power < ${-100 * index} W and battery.soc > ${index % 100} % and relay.power.1 of relay-${index % 20} < 5 W`,
      do: [{ kind: 'set', device: `relay-${index % 20}`, point: 'relay.on.1', value: 'on' } as const],
    }));
    const program = programOf({ rules }, devices);
    const cycles = place.isQuick ? 50 : 300;
    const plant = new Plant({
      zone: 'UTC',
      freshMs: dayMs,
      devices: new Map(devices.map((id) => [id, { ...relay, points: new Map([['relay.on.1', { starts: 0 }]]) }])),
    });
    return {
      ours() {
        let state: EngineState = emptyState;
        let before: ReturnType<typeof decide>['holdings'] = new Map();
        const times: number[] = [];
        for (let cycle = 0; cycle < cycles; cycle += 1) {
          const nowMs = startMs + cycle * 1000;
          plant.take('', 'grid.power', { value: -((cycle * 997) % 60_000), atMs: nowMs });
          plant.take('', 'battery.soc', { value: cycle % 100, atMs: nowMs });
          for (const id of devices) plant.take(id, 'relay.power.1', { value: cycle % 9, atMs: nowMs });
          const image = plant.image(nowMs);
          const begunMs = performance.now();
          const next = decide(program, state, { image, before });
          times.push(performance.now() - begunMs);
          for (const command of next.commands) plant.send(command, nowMs);
          state = next.state;
          before = next.holdings;
        }
        const total = times.reduce((sum, one) => sum + one, 0);
        const p99 = times.toSorted((one, other) => one - other)[Math.floor(0.99 * times.length)] ?? Number.NaN;
        return [(ruleCount * cycles) / (total / 1000), p99];
      },
      reference() {
        let held = 0;
        const begunMs = performance.now();
        for (let cycle = 0; cycle < cycles * 100; cycle += 1) {
          const [gridW, soc, takesW] = [-((cycle * 997) % 60_000), cycle % 100, cycle % 9];
          for (let rule = 0; rule < ruleCount; rule += 1)
            if (gridW < -100 * rule && soc > rule % 100 && takesW < 5) held += 1;
        }
        const tookMs = performance.now() - begunMs;
        return [(ruleCount * cycles * 100) / (tookMs / 1000), held < 0 ? 0 : Number.NaN];
      },
    };
  },
};

const boilerW = 2000;
const boilerWh = 4000;
/** The boiler must have had its energy by then, minutes since midnight. */
const byMinute = 20 * 60;
const minutesADay = 1440;

/** What the sun leaves without the boiler, W, minute by minute: clouds come and go, longer in winter. */
function cloudyYear(days: number): Float64Array {
  const random = seededRandom(14);
  const left = new Float64Array(days * minutesADay);
  let cover = 0.5;
  for (let at = 0; at < left.length; at += 1) {
    const day = Math.floor(at / minutesADay);
    const hour = (at % minutesADay) / 60;
    const season = 0.5 - 0.5 * Math.cos((2 * Math.PI * (day + 10)) / 365);
    const half = 4 + 4 * season;
    const clear = Math.max(0, Math.cos(((hour - 12) / half) * (Math.PI / 2))) * (2000 + 4500 * season);
    // A random walk between clear and covered, with gusts.
    cover = Math.min(1, Math.max(0, cover + (random() - 0.5) * 0.16));
    const sunW = Math.abs(hour - 12) < half ? clear * (1 - 0.85 * cover) : 0;
    const baseW = 250 + (hour > 6 && hour < 22 ? 200 : 0) + (random() < 0.04 ? 1800 : 0);
    left[at] = sunW - baseW;
  }
  return left;
}

interface Run {
  readonly boughtKwh: number;
  readonly switchings: number;
  /** Sun that went into the grid. */
  readonly unusedKwh: number;
}

/** What running in some minutes comes to: of the boiler's power what the sun did not leave is bought. */
function sumsOf(left: Float64Array, isOn: (minute: number) => boolean): Run {
  let [bought, switchings, unused, was] = [0, 0, 0, false];
  for (let at = 0; at < left.length; at += 1) {
    const on = isOn(at);
    const sunW = Math.max(0, left[at] ?? 0);
    if (on) bought += Math.max(0, boilerW - sunW) / 60;
    unused += Math.max(0, sunW - (on ? boilerW : 0)) / 60;
    if (on !== was) switchings += 1;
    was = on;
  }
  return { boughtKwh: bought / 1000, switchings, unusedKwh: unused / 1000 };
}

/** Knows each day: takes its best minutes. */
function ideal(left: Float64Array): Run {
  const on = new Uint8Array(left.length);
  const needed = boilerWh / (boilerW / 60);
  for (let day = 0; day < left.length; day += minutesADay) {
    const minutes = Array.from({ length: byMinute }, (_none, minute) => day + minute);
    for (const at of minutes.toSorted((one, other) => (left[other] ?? 0) - (left[one] ?? 0)).slice(0, needed))
      on[at] = 1;
  }
  return sumsOf(left, (at) => on[at] === 1);
}

/** On when it suffices, off when it does not, and at the end of the day from the grid. */
function threshold(left: Float64Array): Run {
  const on = new Uint8Array(left.length);
  let had = 0;
  for (let at = 0; at < left.length; at += 1) {
    const minute = at % minutesADay;
    if (minute === 0) had = 0;
    const must = minute < byMinute && (boilerWh - had) / boilerW >= (byMinute - minute) / 60;
    if (had < boilerWh && ((left[at] ?? 0) >= boilerW || must)) {
      on[at] = 1;
      had += boilerW / 60;
    }
  }
  return sumsOf(left, (at) => on[at] === 1);
}

/** Solstead's own control, a decision a minute. */
function controlled(left: Float64Array): Run {
  const program = programOf(
    {
      loads: [
        {
          name: 'Boiler',
          device: 'boiler',
          point: 'relay.on.1',
          power: boilerW,
          measured: 'relay.power.1 of boiler',
          grid: 500,
          least: { energy: boilerWh / 1000, by: '20:00' },
        },
      ],
    },
    ['boiler'],
  );
  const plant = new Plant({
    zone: 'UTC',
    freshMs: dayMs,
    devices: new Map([['boiler', { ...relay, points: new Map([['relay.on.1', { starts: 0 }]]) }]]),
  });
  let state: EngineState = emptyState;
  let before: ReturnType<typeof decide>['holdings'] = new Map();
  let had = 0;
  const on = new Uint8Array(left.length);
  for (let at = 0; at < left.length; at += 1) {
    if (at % minutesADay === 0) had = 0;
    const nowMs = startMs + at * minuteMs;
    // Its thermostat opens when it has had what it needs.
    const takesW = plant.shows('boiler', 'relay.on.1') === 1 && had < boilerWh ? boilerW : 0;
    on[at] = takesW > 0 ? 1 : 0;
    had += takesW / 60;
    plant.take('', 'grid.power', { value: takesW - (left[at] ?? 0), atMs: nowMs });
    plant.take('boiler', 'relay.power.1', { value: takesW, atMs: nowMs });
    // Two cycles: what is decided is carried out within the minute.
    for (const stepMs of [0, 1000]) {
      const next = decide(program, state, { image: plant.image(nowMs + stepMs), before });
      for (const command of next.commands) plant.send(command, nowMs + stepMs);
      state = next.state;
      before = next.holdings;
    }
  }
  return sumsOf(left, (at) => on[at] === 1);
}

interface Against {
  readonly run: (left: Float64Array) => Run;
  readonly note: string;
  /** What is bought comes to this part of what the reference buys, at most. */
  readonly bound: number;
}

function yearContest(name: string, { run: against, note, bound }: Against): Contest {
  return {
    figures: [
      { name: `bought for a boiler, ${name}`, unit: 'kWh', goal: { of: 'ratio', is: 'at most', bound }, note },
      { name: `its switchings, ${name}`, unit: '', note },
      { name: `sun it left unused, ${name}`, unit: 'kWh', note },
    ],
    rounds: 1,
    open(place) {
      const left = cloudyYear(place.isQuick ? 40 : 365);
      const figures = ({ boughtKwh, switchings, unusedKwh }: Run) => [boughtKwh, switchings, unusedKwh];
      return { ours: () => figures(controlled(left)), reference: () => figures(against(left)) };
    },
  };
}

export const automationContests: readonly Contest[] = [
  manyRules,
  yearContest('a cloudy year against one who knows it', {
    run: ideal,
    note: '4 kWh by 20:00 each day; reference: the best minutes of each day',
    bound: 1.7,
  }),
  yearContest('a cloudy year against a threshold', {
    run: threshold,
    note: 'reference: on while 2 kW are left, from the grid at the end of the day',
    bound: 0.7,
  }),
];
