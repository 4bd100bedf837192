// What keeps the log readable and the disk free, whatever goes wrong how often: a line has a length, and a source so many lines a
// minute; what was left out is counted in the next one.
import type { Clock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';

/** Lines of one source in a minute. */
const mostLines = 30;
/** Sources that are told apart; more share their lines. */
const mostSources = 1000;
/** Letters of a line, and of a text in one that is cut. */
const mostLetters = 16_384;
const mostText = 500;

interface Source {
  untilMs: number;
  lines: number;
  left: number;
}

/** Whether a line of a source may be written; if so, how many like it were left out before. */
export function lineBounds(clock: Pick<Clock, 'monotonicMs'>): (source: string) => number | undefined {
  const sources = new Map<string, Source>();
  const others: Source = { untilMs: 0, lines: 0, left: 0 };
  const sourceOf = (name: string, nowMs: number): Source => {
    const known = sources.get(name);
    if (known !== undefined) return known;
    // Those that were quiet make room, the oldest first; what they left out was told or is not worth a line.
    for (const [old, { untilMs }] of sources) {
      if (untilMs > nowMs || sources.size < mostSources) break;
      sources.delete(old);
    }
    if (sources.size >= mostSources) return others;
    const fresh = { untilMs: 0, lines: 0, left: 0 };
    sources.set(name, fresh);
    return fresh;
  };
  return (name) => {
    const nowMs = clock.monotonicMs();
    const source = sourceOf(name, nowMs);
    if (nowMs >= source.untilMs) {
      source.untilMs = nowMs + minuteMs;
      source.lines = 0;
    }
    source.lines += 1;
    if (source.lines > mostLines) {
      source.left += 1;
      return undefined;
    }
    const { left } = source;
    source.left = 0;
    return left;
  };
}

const cutText = (value: unknown): unknown => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= mostText ? value : `${text.slice(0, mostText)}…`;
};

/** A line of JSON, with the texts of one that is too long cut. */
export function cutLine(line: string): string {
  if (line.length <= mostLetters) return line;
  const fields = Object.entries(JSON.parse(line) as Readonly<Record<string, unknown>>).slice(0, 20);
  const short = fields.map(([name, value]) => [name.slice(0, 60), cutText(value)]);
  return `${JSON.stringify({ ...(Object.fromEntries(short) as object), cut: line.length })}\n`;
}
