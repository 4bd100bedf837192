import { pino } from 'pino';
import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { cutLine, lineBounds } from './log-bounds.ts';
import { boundedBy } from './log.ts';

/** A logger within its bounds, and what it wrote. */
function bounded() {
  const clock = fakeClock();
  const lines: Readonly<Record<string, unknown>>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
  const log = pino({ level: 'debug', base: null, ...boundedBy(clock) }, { write });
  return { clock, log, lines };
}

test('a source has thirty lines a minute, and the next one says how many were left out', async () => {
  const { clock, log, lines } = bounded();
  for (let count = 0; count < 1000; count += 1) log.warn({ device: 'roof', count }, 'no answer');
  expect(lines).toHaveLength(30);
  log.warn({ device: 'cellar' }, 'no answer');
  log.warn('another thing');
  expect(lines).toHaveLength(32);
  await clock.advance(60_000);
  log.warn({ device: 'roof' }, 'no answer');
  expect(lines.at(-1)).toMatchObject({ msg: 'no answer', device: 'roof', leftOut: 970 });
  log.warn({ device: 'roof' }, 'no answer');
  expect(lines.at(-1)).not.toHaveProperty('leftOut');
});

test('children of the logger share its bounds; what is looked for in detail, and the end, are always written', () => {
  const { log, lines } = bounded();
  for (let count = 0; count < 100; count += 1) log.child({ request: count }).error(new Error('same'), 'failed');
  expect(lines).toHaveLength(30);
  for (let count = 0; count < 100; count += 1) log.debug('bytes');
  for (let count = 0; count < 40; count += 1) log.fatal('over');
  expect(lines).toHaveLength(170);
});

test('sources without end share one bound', () => {
  const may = lineBounds(fakeClock());
  const shown = Array.from({ length: 5000 }, (_one, index) => may(`source ${index}`)).filter(
    (left) => left !== undefined,
  );
  expect(shown).toHaveLength(1030);
});

test('a line that is too long is cut and stays JSON; others are as they were', () => {
  const short = `${JSON.stringify({ level: 40, msg: 'x' })}\n`;
  expect(cutLine(short)).toBe(short);
  const long = JSON.stringify({
    level: 40,
    msg: 'x'.repeat(1e6),
    deep: { a: ['y'.repeat(1e6)] },
    ['k'.repeat(1e5)]: 1,
  });
  const cut = cutLine(long);
  expect(cut.length).toBeLessThan(2000);
  expect(JSON.parse(cut)).toMatchObject({ level: 40, cut: long.length });
  expect(cut.endsWith('\n')).toBe(true);
  const { log, lines } = bounded();
  log.error({ said: 'z'.repeat(1e6) }, 'huge');
  expect(lines[0]).toMatchObject({ msg: 'huge', cut: expect.any(Number) as number });
});
