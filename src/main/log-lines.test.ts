import { expect, test } from 'vitest';
import { type LogLines, logLines, type WriteSome } from './log-lines.ts';

const errorOf = (code: string): Error => Object.assign(new Error(code), { code });

/** A file whose next writes go as `turns` say: all, so many bytes, or an error. */
function file(turns: readonly (number | string)[]) {
  let text = '';
  const left = [...turns];
  const writeSome: WriteSome = (bytes) => {
    const turn = left.shift() ?? bytes.length;
    if (typeof turn === 'string') throw errorOf(turn);
    text += Buffer.from(bytes.subarray(0, turn)).toString();
    return Math.min(turn, bytes.length);
  };
  return { writeSome, text: () => text, next: (...more: readonly (number | string)[]) => void left.push(...more) };
}

/** A log, and what tries again whether the reader takes more. */
function logTo(writeSome: WriteSome): { readonly log: LogLines; readonly later: () => number } {
  const timers = new Set<() => void>();
  const every = (_ms: number, run: () => void) => {
    timers.add(run);
    return () => void timers.delete(run);
  };
  const log = logLines({ nowMs: () => 5, every, format: (line) => line }, writeSome);
  const later = (): number => {
    for (const run of timers) run();
    return timers.size;
  };
  return { log, later };
}

const written = (turns: readonly (number | string)[], ...lines: readonly string[]): string => {
  const { writeSome, text } = file(turns);
  const { log } = logTo(writeSome);
  for (const line of lines) log.write(`${line}\n`);
  return text();
};
const counted = (lost: number): string =>
  `{"level":40,"time":5,"lost":${lost},"msg":"lines of the log could not be written"}\n`;

test('lines that a full disk does not take are dropped, and counted in the next', () => {
  expect(written(['ENOSPC', 'ENOSPC', 'ENOSPC'], 'a', 'b', 'c', 'd')).toBe(`${counted(2)}c\nd\n`);
  expect(written(['ENOSPC', 'ENOSPC'], 'a', 'b', 'c', 'd')).toBe(`b\n${counted(1)}c\nd\n`);
});

test('a line that was cut off counts as lost, and the next begins anew', () => {
  expect(written([2, 'ENOSPC'], 'first', 'second')).toBe(`fi\n${counted(1)}second\n`);
});

test('a slow reader holds nothing up, and gets every byte', () => {
  const { writeSome, text } = file([1, 'EAGAIN', 'EAGAIN', 2, 'EAGAIN']);
  const { log, later } = logTo(writeSome);
  log.write('first\n');
  expect(text()).toBe('f');
  log.write('second\n');
  expect(later()).toBe(1);
  expect(text()).toBe('fir');
  expect(later()).toBe(0);
  expect(text()).toBe('first\nsecond\n');
});

test('what a reader never takes is bounded; what is dropped is told as soon as it reads again', () => {
  let isStalled = true;
  let text = '';
  const { log, later } = logTo((bytes) => {
    if (isStalled) throw errorOf('EAGAIN');
    text += Buffer.from(bytes).toString();
    return bytes.length;
  });
  const line = `${'x'.repeat(999)}\n`;
  for (let count = 0; count < 1000; count += 1) log.write(line);
  expect(later()).toBe(1);
  isStalled = false;
  later();
  const kept = Math.floor((256 * 1024) / 1000);
  expect(text).toBe(line.repeat(kept) + counted(1000 - kept));
  expect(later()).toBe(0);
  log.write('next\n');
  expect(text.slice(-5)).toBe('next\n');
});

test('the end waits for a slow reader, but not for long, and tells what was dropped', () => {
  const begunMs = performance.now();
  const { writeSome, text } = file(Array.from({ length: 1000 }, () => 'EAGAIN'));
  const { log } = logTo(writeSome);
  log.write('a\n');
  log.flushSync();
  expect(text()).toBe('');
  expect(performance.now() - begunMs).toBeGreaterThan(400);
  const other = file(['EAGAIN', 'EAGAIN', 'EAGAIN']);
  const { log: slow } = logTo(other.writeSome);
  slow.write('a\n');
  slow.flushSync();
  expect(other.text()).toBe('a\n');
});

test('a reader that is gone stops nothing', () => {
  expect(
    written(
      Array.from({ length: 9 }, () => 'EPIPE'),
      'a',
      'b',
      'c',
    ),
  ).toBe('');
});
