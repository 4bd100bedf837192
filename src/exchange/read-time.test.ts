// The hour that occurs twice, in every order of rows a file may have.
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { jsonLinesSource } from './json-lines-source.ts';
import { wallClock, wallOffsets } from './read-time.ts';
import { bytesOf, told } from './testing/read-source.ts';

const minute = 60_000;

/** The instants of a night every so many minutes, and their wall times. */
function night(zone: string, day: string, stepMin: number) {
  const startMs = Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
  const instants = Array.from({ length: Math.floor(360 / stepMin) }, (_none, row) => startMs + row * stepMin * minute);
  const wallOf = (atMs: number): number => {
    const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
    return atMs + offsetNanoseconds / 1e6;
  };
  return instants.map((atMs) => ({ atMs, wall: wallOf(atMs) }));
}

const zones = fc.constantFrom(
  ['Europe/Berlin', '2026-10-25'],
  ['Europe/London', '2026-10-25'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Europe/Berlin', '2026-03-29'],
) as fc.Arbitrary<readonly [string, string]>;

test('L17: rows in time, newest first, and sorted by their digits keep both hours', () => {
  fc.assert(
    fc.property(zones, fc.constantFrom(5, 10, 15, 30), (zone, stepMin) => {
      const rows = night(zone[0], zone[1], stepMin);
      const byDigits = rows.toSorted((a, b) => a.wall - b.wall || a.atMs - b.atMs);
      for (const order of [rows, rows.toReversed(), byDigits, byDigits.toReversed()]) {
        const clock = wallClock(wallOffsets(zone[0]));
        expect(order.map(({ wall }) => clock(wall))).toEqual(order.map(({ atMs }) => atMs));
      }
    }),
  );
});

test('L17: hourly rows with two 02:00, newest first too', () => {
  const rows = night('Europe/Berlin', '2026-10-25', 60);
  for (const order of [rows, rows.toReversed()]) {
    const clock = wallClock(wallOffsets('Europe/Berlin'));
    expect(order.map(({ wall }) => clock(wall))).toEqual(order.map(({ atMs }) => atMs));
  }
});

test('L17: a row that is written twice takes no time from the hours', () => {
  const rows = night('Europe/Berlin', '2026-10-25', 15).flatMap((row) => [row, row]);
  const clock = wallClock(wallOffsets('Europe/Berlin'));
  const read = new Set(rows.map(({ wall }) => clock(wall)));
  expect(read).toEqual(new Set(rows.map(({ atMs }) => atMs)));
});

test('L17: several series in one file each have their own doubled hour', async () => {
  const line = (time: string, metric: string) => JSON.stringify({ time: `2026-10-25T${time}`, metric, value: 1 });
  const times = ['01:00', '02:00', '02:00', '03:00'];
  const text = times.flatMap((time) => [line(time, 'pv.power'), line(time, 'load.power')]).join('\n');
  const lines = await told(jsonLinesSource(bytesOf(text), { file: 'x', timeZone: 'Europe/Berlin' }));
  const right = ['2026-10-24T23:00:00Z', '2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'];
  for (const metric of ['pv.power', 'load.power'])
    expect(lines.filter((one) => one.includes(metric)).map((one) => one.slice(0, 20))).toEqual(right);
});
