import { describe, expect, it } from 'vitest';
import { createDemoHome, dispatchOf } from './demo-home.ts';
import { type PastFrame, pastFrames } from './past-frames.ts';
import { pi30Frame } from './pi30-frame.ts';

const toMs = Date.parse('2026-06-20T10:00:30Z');
const dayMs = 86_400_000;

function past(days: number): {
  readonly frames: readonly PastFrame[];
  readonly demo: ReturnType<typeof createDemoHome>;
} {
  const demo = createDemoHome({ startMs: toMs - days * dayMs, seed: 3 });
  return { demo, frames: [...pastFrames({ demo, fromMs: toMs - days * dayMs, toMs })] };
}

describe('the past of the demo home', () => {
  it('is told by every device, in order of time, up to the end', () => {
    const { frames, demo } = past(0.25);
    const count = (device: string): number => frames.filter((frame) => frame.device === device).length;
    expect([count('inverter'), count('battery'), count('meter'), count('relays')]).toEqual([720, 360, 360, 1]);
    expect(frames.every((frame, index) => frame.atMs >= (frames[index - 1]?.atMs ?? 0))).toBe(true);
    expect(frames.at(-1)?.atMs).toBe(toMs - 30_000);
    expect(demo.plant.atMs).toBe(toMs - 30_000);
  });

  it('goes over into the present without a jump of the counters', () => {
    const { demo } = past(0.25);
    const before = demo.plant.snapshot();
    demo.plant.advance(toMs + 1000);
    const after = demo.plant.snapshot();
    expect(after.atMs).toBe(toMs + 1000);
    const hours = (after.atMs - before.atMs) / 3_600_000;
    for (const [from, to] of [
      [before.pv.energyWh, after.pv.energyWh],
      [before.load.energyWh, after.load.energyWh],
      [before.grid.exportWh, after.grid.exportWh],
    ] as const) {
      expect(to).toBeGreaterThanOrEqual(from);
      expect(to - from).toBeLessThan(8000 * hours);
    }
    expect(Math.abs(after.battery.soc - before.battery.soc)).toBeLessThan(1);
  });

  it('of two days at 60 s is computed in seconds', () => {
    const demo = createDemoHome({ startMs: toMs - 2 * dayMs, seed: 3 });
    // Time of this process alone: other tests share the processors.
    const before = process.cpuUsage();
    let count = 0;
    for (const _ of pastFrames({ demo, fromMs: toMs - 2 * dayMs, toMs })) count += 1;
    expect(count).toBeGreaterThan(11_000);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(6000);
  });

  it('begins with books that balance', () => {
    const { pv, load, grid, battery } = createDemoHome({ startMs: toMs }).plant.snapshot();
    expect(load.energyWh).toBe(pv.energyWh + grid.importWh - grid.exportWh + battery.dischargeWh - battery.chargeWh);
    const [l1, l2, l3] = grid.phases;
    expect(l1.importWh + l2.importWh + l3.importWh).toBe(grid.importWh);
  });
});

describe('the priorities of the inverter', () => {
  it('steer the battery of the home', () => {
    const demo = createDemoHome({ startMs: Date.parse('2026-01-10T00:00:00Z'), soc: 60 });
    const batteryW = (): number => {
      demo.plant.advance(demo.plant.atMs + 1000);
      return demo.plant.snapshot().battery.powerW;
    };
    expect(batteryW()).toBeGreaterThan(0);
    demo.inverter.respond(pi30Frame('POP00'));
    expect(batteryW()).toBe(0);
    demo.inverter.respond(pi30Frame('PCP02'));
    expect(batteryW()).toBe(-1500);
    expect(dispatchOf({ outputPriority: 2, chargerPriority: 1 })).toEqual({ mayDischarge: true, gridChargeW: 0 });
  });
});
