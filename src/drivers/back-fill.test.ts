// A meter that stores what it counts, on a clock that the test moves: gaps are filled once and between what its counters said before and
// after, whatever arrives late, and however often it is started anew.
import { describe, expect, test } from 'vitest';
import { minuteMs } from '#core/time.ts';
import { fc } from '#tools/testkit/property.ts';
import { series, type StoringMeter, storingMeter } from './testing/storing-meter.ts';

const energy = ['grid.energy.import', 'grid.energy.import.l1', 'grid.energy.export.l2'] as const;
const isData = (method: string): boolean => method === 'EMData.GetData';
const questions = ({ asked }: StoringMeter): number => asked.filter(isData).length;

/** No counter of what was told falls, by more than the device rounds. */
function assertRising(meter: StoringMeter): void {
  const falls = energy.flatMap((metric) =>
    meter.told(metric).filter(({ value }, at, all) => value < (all[at - 1]?.value ?? 0) - 0.011),
  );
  expect(falls).toEqual([]);
}

/** The longest time without a counter, minutes. */
function longestGap(meter: StoringMeter): number {
  const times = meter.told('grid.energy.import').map(({ atMs }) => atMs);
  return Math.max(...times.map((atMs, at) => atMs - (times[at - 1] ?? atMs))) / minuteMs;
}

async function withGap(
  minutes: number,
): Promise<StoringMeter & { readonly device: ReturnType<StoringMeter['begin']> }> {
  const meter = storingMeter();
  const device = meter.begin();
  await meter.live(10);
  meter.faults.mute = true;
  await meter.live(minutes);
  meter.faults.mute = false;
  return Object.assign(meter, { device });
}

describe('a gap of the connection', () => {
  test('is filled minute by minute with counters and means of their own time, and once', async () => {
    const meter = await withGap(60);
    const beforeMs = meter.clock.nowMs();
    await meter.live(5);
    expect(longestGap(meter)).toBeLessThan(1.5);
    assertRising(meter);
    const filled = meter.heard.batches.filter(
      ({ atMs, metric }) => metric.includes('grid.power.l1') && atMs < beforeMs,
    );
    expect(filled.every(({ quality }) => quality.every((one) => one === 'good'))).toBe(true);
    const powers = meter.told('grid.power').filter(({ atMs }) => atMs < beforeMs && atMs % minuteMs === 0);
    expect(powers.length).toBeGreaterThan(50);
    const asked = questions(meter);
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(10);
    await meter.live(30);
    expect(questions(meter)).toBe(asked);
    expect(meter.saved.at(-1)?.gaps).toEqual([]);
    await meter.device.stop();
  });

  test('of a meter of single channels is filled for each of them', async () => {
    const meter = storingMeter('shelly-em');
    const device = meter.begin();
    await meter.live(10);
    meter.faults.mute = true;
    await meter.live(45);
    meter.faults.mute = false;
    await meter.live(5);
    for (const metric of ['grid.energy.import', 'meter.energy.backward.2'] as const) {
      const told = meter.told(metric);
      const gaps = told.map(({ atMs }, at) => atMs - (told[at - 1]?.atMs ?? atMs));
      expect([metric, told.length > 40, Math.max(...gaps) < 1.5 * minuteMs]).toEqual([metric, true, true]);
      expect(told.filter(({ value }, at) => value < (told[at - 1]?.value ?? 0) - 0.011)).toEqual([]);
    }
    expect(meter.asked.filter((method) => method === 'EM1Data.GetData').length).toBeGreaterThan(1);
    expect(questions(meter)).toBe(0);
    await device.stop();
  });

  test('each minute has what the device had counted in it', async () => {
    const whole = storingMeter();
    const reader = whole.begin();
    await whole.live(50);
    await reader.stop();
    const meter = await withGap(30);
    await meter.live(10);
    const truth = new Map(
      whole.told('grid.energy.import').map(({ atMs, value }) => [Math.round(atMs / minuteMs), value]),
    );
    const off = meter
      .told('grid.energy.import')
      .filter(({ atMs }) => atMs % minuteMs < 5000)
      .flatMap(({ atMs, value }) => {
        const then = truth.get(Math.round(atMs / minuteMs));
        return then === undefined ? [] : [Math.abs(value - then)];
      });
    expect(off.length).toBeGreaterThan(30);
    expect(Math.max(...off)).toBeLessThan(3);
    await meter.device.stop();
  });

  test('is filled over HTTP where only that is back, and not again when MQTT is', async () => {
    const meter = storingMeter();
    const device = meter.begin();
    await meter.live(10);
    meter.faults.mute = true;
    meter.on.setConnected(false);
    await meter.live(30);
    meter.web.isThere = true;
    await meter.live(15);
    expect(meter.web.asked).toBeGreaterThan(5);
    expect(longestGap(meter)).toBeLessThan(1.5);
    assertRising(meter);
    const told = meter.told('grid.power.l1').filter(({ atMs }) => atMs % minuteMs === 0).length;
    expect(told).toBeGreaterThan(25);
    meter.faults.mute = false;
    meter.on.setConnected(true);
    await meter.live(5);
    expect(questions(meter)).toBe(0);
    assertRising(meter);
    await device.stop();
  });

  test('that is none asks for nothing', async () => {
    const meter = storingMeter();
    const device = meter.begin();
    await meter.live(30);
    meter.faults.mute = true;
    await meter.live(1);
    meter.faults.mute = false;
    await meter.live(10);
    expect(questions(meter)).toBe(0);
    await device.stop();
  });

  test('is filled in halves where messages come late that had waited', async () => {
    const meter = await withGap(40);
    const say = (atMs: number, wh: number): void => {
      const params = { ts: atMs / 1000, 'emdata:0': { id: 0, total_act: wh } };
      meter.on.say(
        `${meter.prefix}/events/rpc`,
        JSON.stringify({ src: 'shellypro3em-aabbccddeeff', method: 'NotifyStatus', params }),
      );
    };
    const last = meter.told('grid.energy.import').at(-1)?.value ?? 0;
    const middleMs = meter.clock.nowMs() - 20 * minuteMs + 1234;
    meter.on.setConnected(false);
    meter.on.setConnected(true);
    say(middleMs, last);
    await meter.live(5);
    expect(meter.told('grid.energy.import').some(({ atMs }) => atMs === middleMs)).toBe(true);
    assertRising(meter);
    await meter.device.stop();
  });

  test('longer than a month is asked for no further', async () => {
    const meter = storingMeter();
    const device = meter.begin();
    await meter.live(5);
    meter.faults.mute = true;
    await meter.clock.advance(1);
    await device.stop();
    const old = meter.saved.at(-1);
    const counted = { atMs: meter.clock.nowMs() - 400 * 1440 * minuteMs, values: old?.counted?.values ?? {} };
    meter.saved.push({ counted });
    meter.faults.mute = false;
    const again = meter.begin();
    await meter.live(60);
    const asked = questions(meter);
    expect(asked).toBeGreaterThan(20);
    expect(asked).toBeLessThanOrEqual(31 * 48 + 1);
    await meter.live(5);
    expect(questions(meter)).toBe(asked);
    await again.stop();
  });
});

describe('a restart', () => {
  test('while nothing was heard: the gap is from before it', async () => {
    const meter = storingMeter();
    const first = meter.begin();
    await meter.live(10);
    await first.stop();
    await meter.live(30);
    const second = meter.begin();
    await meter.live(5);
    expect(longestGap(meter)).toBeLessThan(4);
    assertRising(meter);
    await second.stop();
  });

  test('in the middle of filling: it goes on, and tells nothing else than without', async () => {
    const meter = await withGap(240);
    await meter.live(1.3);
    expect(questions(meter)).toBeGreaterThan(0);
    await meter.device.stop();
    const asked = questions(meter);
    const half = meter.told('grid.energy.import').length;
    const second = meter.begin();
    await meter.live(5);
    expect(questions(meter)).toBeGreaterThan(asked);
    expect(meter.told('grid.energy.import').length).toBeGreaterThan(half);
    expect(longestGap(meter)).toBeLessThan(1.5);
    assertRising(meter);
    await second.stop();
  });
});

describe('a device that cannot tell', () => {
  test('because its clock is not set, is asked again until it is', async () => {
    const meter = await withGap(30);
    const unset = (answer: string): string => answer.replace(/"unixtime":\d+/, '"unixtime":null');
    meter.alter = unset;
    await meter.live(10);
    expect(questions(meter)).toBe(0);
    meter.alter = (answer) => answer;
    await meter.live(15);
    expect(longestGap(meter)).toBeLessThan(1.5);
    await meter.device.stop();
  });

  test('because it stores nothing, is asked once and that is told', async () => {
    const meter = await withGap(30);
    meter.alter = (answer) => {
      const frame = JSON.parse(answer) as { id: number; src: string; result?: { keys?: unknown } };
      return frame.result?.keys === undefined
        ? answer
        : JSON.stringify({ id: frame.id, src: frame.src, error: { code: 404, message: 'No handler' } });
    };
    await meter.live(10);
    expect(questions(meter)).toBe(1);
    expect(meter.heard.lines.filter((line) => line.includes('gap'))).toEqual([
      'warn: a gap was not filled: the device has nothing stored',
    ]);
    await meter.device.stop();
  });

  test('whose counter began again meanwhile has its power filled only', async () => {
    const meter = await withGap(30);
    meter.alter = (answer) => answer.replaceAll(/"(\w*total_act(?:_energy|_ret_energy|_ret)?)":([\d.]+)/g, '"$1":0.01');
    await meter.live(5);
    const power = meter.told('grid.power').filter(({ atMs }) => atMs % minuteMs === 0);
    expect(power.length).toBeGreaterThan(20);
    await meter.device.stop();
  });
});

/** What happens to the connection. */
const happenings = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('gap' as const), minutes: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ kind: fc.constant('live' as const), minutes: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant('restart' as const), minutes: fc.integer({ min: 0, max: 20 }) }),
  ),
  { minLength: 1, maxLength: 6 },
);

test('whatever happens, no counter falls, no moment has two values of it, and its end is what the device counted', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async (events) => {
      const meter = storingMeter();
      let device = meter.begin();
      await meter.live(3);
      for (const { kind, minutes } of events) {
        if (kind === 'restart') {
          await device.stop();
          await meter.live(minutes);
          device = meter.begin();
        } else {
          meter.faults.mute = kind === 'gap';
          await meter.live(minutes);
          meter.faults.mute = false;
        }
      }
      await meter.live(6);
      await device.stop();
      assertRising(meter);
      const last = series(meter.heard.batches, 'grid.energy.import').at(-1)?.value ?? 0;
      expect(Math.abs(last - meter.truth().importWh)).toBeLessThan(100);
      expect(longestGap(meter)).toBeLessThan(5);
    }),
    { numRuns: 10 },
  );
});
