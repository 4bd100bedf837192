// A car that falls asleep in a pause, at emulated chargers with an HTTP API and the automation that steers them: what the charger shows of it has to
// tell that it is the car that takes nothing, or nobody wakes it.
import { expect, test } from 'vitest';
import { compiled } from '#automation/file/compile.ts';
import { makeBench } from '#automation/testing/bench.ts';
import { toUtf8 } from '#core/bytes.ts';
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import { httpResponseBytes } from '#core/http-exchange.ts';
import { minuteMs } from '#core/time.ts';
import { goE } from '#devices/go-e/go-e.ts';
import type { HttpDefinition } from '#devices/definition.ts';
import { warp } from '#devices/tinkerforge/warp.ts';
import { metricsOf, reportOf } from '#devices/testing.ts';
import { createCar, type CarOptions } from '#sim/car.ts';
import { createGoE } from '#sim/go-e.ts';
import type { HttpEmulator } from '#sim/http-device.ts';
import { createWarp } from '#sim/warp.ts';

interface Kind {
  readonly definition: HttpDefinition;
  readonly pages: Readonly<Record<string, string>>;
  make(parts: { readonly car: ReturnType<typeof createCar>; nowMs(): number }): HttpEmulator;
  /** Tells it what was set. */
  tell(emulator: HttpEmulator, isOn: boolean, amps: number): void;
}

const kinds: Readonly<Record<string, Kind>> = {
  'go-e': {
    definition: goE,
    pages: { status: '/api/status' },
    make: createGoE,
    tell: (emulator, isOn, amps) => emulator.respond('GET', `/api/set?frc=${isOn ? 2 : 1}&amp=${amps}`, ''),
  },
  warp: {
    definition: warp,
    pages: { 'evse/state': '/evse/state', 'meter/values': '/meter/values', 'meter/all_values': '/meter/all_values' },
    make: createWarp,
    tell(emulator, isOn, amps) {
      emulator.respond('PUT', '/evse/external_enabled_update', 'true');
      emulator.respond('PUT', '/evse/external_current_update', String(isOn ? amps * 1000 : 0));
    },
  },
};

function house({ definition, pages, make, tell }: Kind, options: CarOptions) {
  const outcome = compiled(
    {
      chargers: [
        { name: 'Garage', device: 'garage', mode: 'sun', start_after: '1 min', stop_after: '1 min', min_on: '1 s' },
      ],
    },
    { devices: ['garage'] },
  );
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const [enabled, limit] = ['charger.enabled', 'charger.current.limit'] as const;
  const points = { [enabled]: 0, [limit]: 16 };
  const bench = makeBench(outcome.program, { devices: { garage: { kind: 'charger', points } } });
  const car = createCar(options);
  const emulator = make({ car, nowMs: () => bench.nowMs() });
  let told = 0;
  const run = (seconds: number, exportW: number): readonly string[] =>
    bench
      .run(seconds, {
        isSilent: true,
        each() {
          tell(emulator, bench.shows('garage', enabled) === 1, Number(bench.shows('garage', limit)));
          for (const [name, path] of Object.entries(pages)) {
            const page = httpResponseBytes(
              { status: 200, type: 'application/json' },
              toUtf8(emulator.respond('GET', path, '').body),
            );
            const {
              'charger.enabled': _set,
              'charger.current.limit': _limit,
              ...values
            } = metricsOf(definition, reportOf(definition, name, page));
            const numbers: Partial<Record<MetricId, number | string>> = {};
            for (const [metric, value] of Object.entries(values))
              if (isMetricId(metric)) numbers[metric] = typeof value === 'boolean' ? Number(value) : value;
            bench.see('garage', numbers);
          }
          bench.see('', { 'grid.power': car.powerW - exportW, 'grid.connected': 1 });
          told += bench.last()?.notices?.length ?? 0;
        },
      })
      .filter((line) => line.includes('enabled'))
      .map((line) => line.split(' ')[2] ?? '');
  return { car, run, told: () => told };
}

const [off, on] = ['charger.enabled=0', 'charger.enabled=1'];

test.each(Object.entries(kinds))('%s: a car that fell asleep in a pause is woken by another one, once', (_, kind) => {
  const one = house(kind, { sleepsAfterMs: 10 * minuteMs, wakesByPause: true });
  expect(one.run(900, 0)).toEqual([]);
  expect(one.car.isAsleep).toBe(true);
  // Begun, nothing taken for 3 min, paused for 30 s, begun again.
  expect(one.run(600, 9000)).toEqual([on, off, on]);
  expect([one.car.isAsleep, one.car.powerW > 4000, one.told()]).toEqual([false, true, 0]);
});

test.each(Object.entries(kinds))('%s: one that no pause wakes is told, once', (_, kind) => {
  const one = house(kind, { sleepsAfterMs: 10 * minuteMs });
  one.run(900, 0);
  expect(one.run(3600, 9000)).toEqual([on, off, on]);
  expect([one.car.isAsleep, one.told()]).toEqual([true, 1]);
});

test('go-e, ended and begun (pause=stop): one that no pause wakes is woken by pretending to be unplugged', () => {
  const goe = kinds['go-e'];
  if (goe === undefined) throw new Error('no go-e');
  const one = house(
    {
      ...goe,
      tell(emulator, isOn, amps) {
        emulator.respond('GET', `/api/set?${isOn ? 'su=true&frc=2' : 'frc=1'}&amp=${amps}`, '');
      },
    },
    { sleepsAfterMs: 10 * minuteMs },
  );
  one.run(900, 0);
  expect(one.car.isAsleep).toBe(true);
  expect(one.run(600, 9000)).toEqual([on]);
  expect([one.car.isAsleep, one.car.powerW > 4000, one.told()]).toEqual([false, true, 0]);
});

test.each(Object.entries(kinds))('%s: one that is full is left alone', (_, kind) => {
  const one = house(kind, { soc: 79.9, targetSoc: 80, batteryWh: 20_000 });
  expect(one.run(3600, 9000)).toEqual([on]);
  expect(one.told()).toBe(0);
});
