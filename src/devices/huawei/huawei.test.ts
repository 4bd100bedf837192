// What the counters of a SUN2000 mean with and without a battery.
import { describe, expect, test } from 'vitest';
import { type RegisterImage, shownBy } from '../testing.ts';
import { huaweiSun2000 } from './sun2000.ts';

const wide = (at: number, value: number): RegisterImage => ({ [at]: value >>> 16, [at + 1]: value & 0xffff });

describe('P1: solar energy', () => {
  /** A night: no sun, the battery gives 1 kW, the counter of the AC output (10 Wh) rises all the same. */
  const night = (yieldKwh: number): RegisterImage => ({
    ...wide(32_106, yieldKwh * 100),
    ...wide(32_064, 0),
    ...wide(37_758, 10_000),
    ...wide(37_765, -1000),
  });

  test('with a battery the counter of the AC output is not the sun’s: PV power is to be integrated', () => {
    for (const yieldKwh of [5000, 5006]) {
      const { metrics } = shownBy(huaweiSun2000, night(yieldKwh));
      expect(metrics).not.toHaveProperty(['pv.energy']);
      expect(metrics).toMatchObject({ 'pv.power': 0, 'battery.power': 1000 });
    }
  });

  test('the counter of the DC input is, where the firmware has it', () => {
    const { metrics } = shownBy(huaweiSun2000, { ...night(5006), ...wide(32_108, 412_300) });
    expect(metrics['pv.energy']).toBe(4_123_000);
  });

  test('without a battery both are', () => {
    const yields = wide(32_106, 500_000);
    expect(shownBy(huaweiSun2000, yields).metrics['pv.energy']).toBe(5_000_000);
    expect(shownBy(huaweiSun2000, yields, [37_758]).metrics['pv.energy']).toBe(5_000_000);
    expect(shownBy(huaweiSun2000, { ...yields, ...wide(32_108, 510_000) }).metrics['pv.energy']).toBe(5_100_000);
  });
});

test('a forced charge may end at a charge; feed-in and power may be limited to a share', () => {
  const request = (name: string, value: number | string): unknown =>
    huaweiSun2000.writes.find((write) => write.name === name)?.request(value);
  expect(request('forced_target_charge', 85)).toBe('write 47101 850');
  expect(request('active_power_control', 'Limited share')).toBe('write 47415 7');
  expect(request('maximum_feed_in_share', 60)).toBe('write 47418 600');
  expect(request('active_power_share', 70)).toBe('write 40125 700');
});

test('as many strings as the unit says it has', () => {
  const image = { 30_071: 4, 32_016: 6000, 32_020: 5800, 32_021: 812, 32_022: 5700, 32_023: 20 };
  const { metrics } = shownBy(huaweiSun2000, image);
  expect(metrics).toMatchObject({ 'pv.voltage.s3': 580, 'pv.current.s3': 8.12, 'pv.voltage.s4': 570 });
  expect(metrics).not.toHaveProperty(['pv.voltage.s5']);
  for (const odd of [0, 1, 25, 0xffff])
    expect(shownBy(huaweiSun2000, { ...image, 30_071: odd }).metrics).not.toHaveProperty(['pv.voltage.s3']);
});
