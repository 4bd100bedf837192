// The running day on a clock that the test moves; the past it reads back is scripted, to fail and to hang on command.
import { describe, expect, test, vi } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import type { Span } from './flow-history.ts';
import { makeToday } from './today.ts';
import type { Flow, FlowArm } from './types.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const noonMs = Date.UTC(2026, 5, 1, 10);
const midnightMs = Date.UTC(2026, 5, 1, 22);

const arm = (powerW: number | undefined, quality: FlowArm['quality'] = 'good'): FlowArm =>
  powerW === undefined ? { quality } : { powerW, quality };

/** A home that takes so many watts from the grid. */
const grid = (atMs: number, powerW: number, quality: FlowArm['quality'] = 'good'): Flow => ({
  atMs,
  pv: arm(undefined),
  grid: arm(powerW, quality),
  battery: arm(undefined),
  load: arm(powerW, quality),
});

function running(startMs: number) {
  const clock = fakeClock(startMs);
  const pastFlows = vi.fn<(span: Span) => Promise<readonly Flow[]>>(async () => []);
  const [onChanged, onTrouble] = [vi.fn<() => void>(), vi.fn<(error: unknown) => void>()];
  const options = { timeZone: 'Europe/Berlin', clock, flush: async () => undefined, pastFlows, onChanged, onTrouble };
  const today = makeToday(options);
  /** Lives on, with a tick a second, as the hub gives it four. */
  const live = async (ms: number, watts: number, quality: FlowArm['quality'] = 'good') => {
    // Long stretches in coarser steps: still below the gap limit.
    const stepMs = ms > 15 * minute ? 10 * second : second;
    for (let passed = 0; passed < ms; passed += stepMs) {
      today.add(grid(clock.nowMs(), watts, quality));
      today.tick();
      await clock.advance(stepMs);
    }
  };
  return { clock, today, live, pastFlows, onChanged, onTrouble };
}

describe('as it goes', () => {
  test('adds up what flows; what is stale is not measured', async () => {
    const { today, live } = running(noonMs);
    await live(10 * minute, 600);
    await live(10 * minute, 600, 'stale');
    const { date, fromMs, toMs, importWh, loadWh, measured } = today.energy();
    expect([date, fromMs, toMs]).toEqual(['2026-06-01', noonMs - 12 * hour, noonMs + 20 * minute]);
    expect([importWh, loadWh]).toEqual([expect.closeTo(100, 6), expect.closeTo(100, 6)]);
    expect(measured).toBeCloseTo(10 / (12 * 60 + 20), 6);
  });

  test('a day begins at midnight with the power that flowed, and yesterday is over', async () => {
    const { today, live, clock } = running(midnightMs - 10 * second);
    await live(10 * second, 3600);
    await clock.advance(500);
    today.tick();
    expect(today.energy()).toMatchObject({ date: '2026-06-02', fromMs: midnightMs });
    expect(today.energy().importWh).toBeCloseTo(0.5, 6);
  });

  test('asking after midnight, before anything else happens, shows the new day', async () => {
    const { today, live, clock } = running(midnightMs - 10 * second);
    await live(5 * second, 3600);
    await clock.advance(10 * second);
    expect(today.energy()).toMatchObject({ date: '2026-06-02' });
    expect(today.energy().importWh).toBeCloseTo(5, 6);
  });
});

describe('from history', () => {
  const restored: readonly Flow[] = [grid(noonMs - hour, 1200), grid(noonMs - hour + 30 * second, 0)];

  test('a recount takes the place of the sum, and the present goes on from there', async () => {
    const { today, live, clock, pastFlows, onChanged } = running(noonMs);
    pastFlows.mockResolvedValue(restored);
    await today.recount();
    expect(onChanged).toHaveBeenCalledTimes(1);
    expect(pastFlows).toHaveBeenCalledWith({ fromMs: noonMs - 12 * hour, toMs: clock.nowMs(), stepMs: 30 * second });
    expect(today.energy().importWh).toBeCloseTo(10, 6);
    await live(minute, 600);
    expect(today.energy().importWh).toBeCloseTo(20, 6);
  });

  test('where nothing was heard nothing is booked: a value holds for 90 s, not until the next one', async () => {
    const { today, pastFlows } = running(noonMs);
    pastFlows.mockResolvedValue([grid(noonMs - 2 * hour, 3600), grid(noonMs - hour, 0)]);
    await today.recount();
    expect(today.energy().importWh).toBeCloseTo(90, 6);
  });

  test('late values of today are added up once they have settled', async () => {
    const { today, live, pastFlows } = running(noonMs);
    pastFlows.mockResolvedValue(restored);
    today.late(noonMs - 13 * hour);
    await live(5 * second, 0);
    expect(pastFlows).not.toHaveBeenCalled();
    today.late(noonMs - hour);
    await live(2 * second, 0);
    today.late(noonMs - hour);
    await live(2 * second, 0);
    expect(pastFlows).toHaveBeenCalledTimes(2);
    expect(today.energy().importWh).toBeCloseTo(10, 6);
    await live(10 * second, 0);
    expect(pastFlows).toHaveBeenCalledTimes(2);
  });

  test('values that keep coming late do not put it off for ever', async () => {
    const { today, live, pastFlows } = running(noonMs);
    for (let count = 0; count < 60; count += 1) {
      today.late(noonMs - hour);
      await live(500, 0);
    }
    expect(pastFlows.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(pastFlows.mock.calls.length).toBeLessThan(10);
  });

  test('what comes late while it is being added up is not forgotten', async () => {
    const { today, live, clock, pastFlows } = running(noonMs);
    const slow = Promise.withResolvers<readonly Flow[]>();
    pastFlows.mockReturnValueOnce(slow.promise);
    const recounted = today.recount();
    await clock.advance(second);
    today.late(noonMs - hour);
    await live(3 * second, 0);
    expect(pastFlows).toHaveBeenCalledTimes(1);
    slow.resolve([]);
    await recounted;
    // It took 4 s: the next one waits for twenty times that, so that adding up never eats the machine.
    await live(79 * second, 0);
    expect(pastFlows).toHaveBeenCalledTimes(1);
    await live(3 * second, 0);
    expect(pastFlows).toHaveBeenCalledTimes(2);
  });

  test('a history that fails leaves the sum as it is, and is asked again', async () => {
    const { today, live, pastFlows, onTrouble } = running(noonMs);
    await live(minute, 600);
    pastFlows.mockRejectedValueOnce(new Error('disk'));
    await today.recount();
    expect(onTrouble).toHaveBeenCalledWith(new Error('disk'));
    expect(today.energy().importWh).toBeCloseTo(10, 6);
    await live(29 * second, 0);
    expect(pastFlows).toHaveBeenCalledTimes(1);
    await live(3 * second, 0);
    expect(pastFlows).toHaveBeenCalledTimes(2);
  });
});

describe('a clock that is set', () => {
  test('forward over days: the right day, its past from history', async () => {
    const { today, live, clock, pastFlows } = running(noonMs - 20 * 24 * hour);
    await live(minute, 600);
    pastFlows.mockResolvedValue([grid(noonMs - hour, 1200), grid(noonMs - hour + 30 * second, 0)]);
    clock.setNow(noonMs);
    await live(5 * second, 0);
    expect(today.energy()).toMatchObject({ date: '2026-06-01' });
    expect(today.energy().importWh).toBeCloseTo(10, 1);
  });

  test('back an hour: no energy twice, none below what was', async () => {
    const { today, live, clock } = running(noonMs);
    await live(30 * minute, 600);
    clock.setNow(noonMs - 30 * minute);
    const before = today.energy().importWh;
    await live(30 * minute, 600);
    expect(today.energy().importWh).toBeCloseTo(before, 6);
    await live(60 * minute, 600);
    // The hour from noon on, once.
    expect(today.energy().importWh).toBeCloseTo(600, 6);
  });

  test('back to yesterday: not stuck in a day that has not begun', async () => {
    const { today, live, clock } = running(midnightMs + minute);
    await live(minute, 600);
    clock.setNow(midnightMs - hour);
    await live(minute, 600);
    expect(today.energy()).toMatchObject({ date: '2026-06-01' });
    expect(today.energy().importWh).toBeCloseTo(10, 0);
  });
});
