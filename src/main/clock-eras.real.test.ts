// A clock that was wrong while an earlier process wrote: the next one knows by its file what is wrong and by how much, also after a kill,
// and never offers to move what was known to be right.
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { type Clock, systemClock } from '#core/clock.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import type { MisdatedTime } from '#ledger/misdated.ts';
import { makeClockEras } from '#hub/clock-eras.ts';
import { eraFile } from '#store/era-file.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const startMs = Date.UTC(2026, 5, 1, 12);

/** A machine of which the clock can be set, and that is started again. */
function machine(context: TestContext) {
  const folder = tempDir(context);
  let [boot, upMs, wrongMs, isKnown] = ['one', 10_000, 0, false];
  const told: MisdatedTime[] = [];
  const begun = async () => {
    const since = upMs;
    const clock: Clock = { ...systemClock, monotonicMs: () => upMs - since };
    const place = eraFile(folder, 'home', { clock, boot: { id: boot, upMs: () => upMs } });
    const earlier = await place.load();
    const eras = makeClockEras({ isKnown: () => isKnown, tell: (one) => told.push(one), earlier, place });
    return {
      run(minutes: number): void {
        for (let minute = 0; minute < minutes; minute += 1) {
          upMs += minuteMs;
          const atMs = startMs + upMs + wrongMs;
          eras.wrote('roof', atMs, atMs - clock.monotonicMs());
        }
      },
      doubtMs: () => eras.doubtMs(),
      end: () => place.settled(),
    };
  };
  return {
    folder,
    told,
    begun,
    set: (byMs: number) => void (wrongMs += byMs),
    know: (does: boolean) => void (isKnown = does),
    reboot: () => void ([boot, upMs] = ['two', 5000]),
    nowMs: () => startMs + upMs + wrongMs,
  };
}

test.for([dayMs, -dayMs, 366 * dayMs])(
  'wrong by %i ms, and right again only after a restart',
  async (wrongMs, context) => {
    const { begun, told, set } = machine(context);
    const first = await begun();
    first.run(60);
    set(wrongMs);
    first.run(30);
    expect(first.doubtMs()).toBe(wrongMs);
    await first.end();
    const second = await begun();
    second.run(10);
    expect(told).toMatchObject([{ isSure: false, byMs: wrongMs }]);
    expect(second.doubtMs()).toBe(wrongMs);
    await second.end();
    set(-wrongMs);
    const third = await begun();
    third.run(10);
    expect(told[1]).toMatchObject({ isSure: true, byMs: -wrongMs, clears: [told[0]?.fromMs] });
    expect(told[1]?.moments.get('roof')?.length).toBe(40);
    expect(third.doubtMs()).toBeUndefined();
    third.run(10);
    await third.end();
    const fourth = await begun();
    fourth.run(5);
    expect(told.length).toBe(2);
    await fourth.end();
  },
);

test('what another clock has confirmed is never offered, not even the seconds right before a jump', async (context) => {
  const { begun, told, set, know } = machine(context);
  const first = await begun();
  know(true);
  first.run(60);
  // The internet is away: the clock still is as it was.
  know(false);
  first.run(30);
  set(dayMs);
  first.run(30);
  await first.end();
  expect(told).toEqual([]);
  const second = await begun();
  second.run(10);
  set(-dayMs);
  second.run(10);
  expect(told).toMatchObject([{ isSure: true, byMs: -dayMs, clears: [] }]);
  expect(told[0]?.moments.get('roof')?.length).toBe(40);
  await second.end();
});

test('after another start of the machine: only what is still to come is offered, once the clock is known', async (context) => {
  const { begun, told, set, know, reboot, nowMs } = machine(context);
  const first = await begun();
  set(400 * dayMs);
  first.run(30);
  await first.end();
  reboot();
  set(-400 * dayMs);
  const second = await begun();
  second.run(3);
  await second.end();
  expect(told).toEqual([]);
  const third = await begun();
  know(true);
  third.run(1);
  expect(told).toMatchObject([{ isSure: false, clears: [] }]);
  expect((told[0]?.toMs ?? 0) + (told[0]?.byMs ?? 0)).toBe(nowMs());
  expect(told[0]?.moments.get('roof')?.length).toBe(30);
  third.run(5);
  expect(told.length).toBe(1);
  await third.end();
});

test('a clock that is wrong again and again: what was right in between is never said to be surely wrong', async (context) => {
  const { begun, told, set } = machine(context);
  const only = await begun();
  for (let turn = 0; turn < 4; turn += 1) {
    only.run(30);
    set(dayMs);
    only.run(30);
    set(-dayMs);
  }
  only.run(1);
  expect(told.filter(({ isSure }) => isSure).map(({ byMs }) => byMs)).toEqual([-dayMs, -dayMs, -dayMs, -dayMs]);
  expect(told.filter(({ isSure }) => !isSure).length).toBe(4);
  await only.end();
});

test('a clock that drifts for months is no wrong clock after a restart', async (context) => {
  const { begun, told, set, know } = machine(context);
  know(true);
  const first = await begun();
  for (let hour = 0; hour < 24 * 60; hour += 1) {
    set(1000);
    first.run(61);
  }
  await first.end();
  know(false);
  const second = await begun();
  second.run(10);
  expect([told, second.doubtMs()]).toEqual([[], undefined]);
  await second.end();
});

test('a file that was cut, or is not ours, costs what it held and nothing else', async (context) => {
  const { begun, told, set, folder } = machine(context);
  const path = join(folder, 'waiting', 'home.eras.jsonl');
  const first = await begun();
  first.run(30);
  await first.end();
  appendFileSync(path, '12345678 {"era":9,"moments":{"roof":[1');
  set(hourMs);
  const second = await begun();
  second.run(3);
  expect(told[0]?.moments.get('roof')?.length).toBe(30);
  await second.end();
  for (const content of ['', 'null\n', `${'x'.repeat(5000)}\n`]) {
    writeFileSync(path, content);
    const next = await begun();
    next.run(1);
    await next.end();
  }
});

test('a pipe in its place stops nothing, and is set aside', async (context) => {
  const { begun, folder, told } = machine(context);
  mkdirSync(join(folder, 'waiting'));
  execFileSync('mkfifo', [join(folder, 'waiting', 'home.eras.jsonl')]);
  const first = await begun();
  first.run(5);
  await first.end();
  expect(told).toEqual([]);
  expect(readdirSync(join(folder, 'waiting')).some((name) => name.includes('.damaged-'))).toBe(true);
});
