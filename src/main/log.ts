// The log: JSON lines for machines, short lines for a person at a terminal.
import { isRecord } from '#core/entries.ts';
import { inEnglish, isAboutUrl, type Reason, said } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import { fstatSync } from 'node:fs';
import { type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';
import type { LogFormat, LogLevel } from '#cli/flags.ts';
import { type Clock, systemClock, systemTimeZone } from '#core/clock.ts';
import { cutLine, lineBounds } from './log-bounds.ts';
import { errorLines } from './log-lines.ts';

const names: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error', 60: 'fatal' };
const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
const hidden = new Set(['level', 'time', 'pid', 'hostname', 'msg']);

/** HH:MM:SS±hh:mm of an epoch time in ms, in the system's time zone. */
function formatLocalTime(atMs: number): string {
  const time = Temporal.Instant.fromEpochMilliseconds(Math.trunc(atMs)).toZonedDateTimeISO(systemTimeZone());
  return `${time.toPlainTime().toString({ smallestUnit: 'second' })}${time.offset}`;
}

/** One log line for a person: time, level, message, then the fields. */
export function humanLine(json: string): string {
  const line: unknown = JSON.parse(json);
  if (typeof line !== 'object' || line === null) return json;
  const fields = new Map<string, unknown>(Object.entries(line));
  const rest = [...fields].filter(([key]) => !hidden.has(key)).map(([key, value]) => `${key}=${textOf(value)}`);
  const level = names[Number(fields.get('level'))] ?? 'info ';
  return visible(
    `${formatLocalTime(Number(fields.get('time')))} ${level} ${textOf(fields.get('msg'))}${rest.length === 0 ? '' : `  ${rest.join(' ')}`}`,
  );
}

/** Whether both outputs of this process are one stream, where its lines mix with those of the other. */
function isOneStream(): boolean {
  try {
    const [out, err] = [fstatSync(1), fstatSync(2)];
    return out.dev === err.dev && out.ino === err.ino;
  } catch {
    // A stream that was closed.
    return false;
  }
}

function isText(format: LogFormat): boolean {
  if (format !== 'auto') return format === 'text';
  return process.stderr.isTTY || isOneStream();
}

const isReason = (value: unknown): value is Reason =>
  isRecord(value) && typeof value['code'] === 'string' && isRecord(value['params']);

/** A reason in words; anything else as it is. */
const wordsOf = (why: unknown): unknown => (isReason(why) ? inEnglish(why) : why);

/** What a line is about: lines of one source are counted together. */
function sourceOf([first, second]: readonly unknown[]): string {
  if (typeof first !== 'object' || first === null) return String(first);
  const { device, site, part } = first as Readonly<Record<string, unknown>>;
  return [second, device, site, part].filter((one) => typeof one === 'string').join(' ');
}

/** Levels that are always written: what somebody looks for in detail, and the end. */
const [debugLevel, fatalLevel] = [20, 60];

/** Options of a logger whose lines, and their length, are bounded. */
export function boundedBy(clock: Pick<Clock, 'monotonicMs'>): Pick<LoggerOptions, 'hooks'> {
  const left = lineBounds(clock);
  return {
    hooks: {
      logMethod(args, method, level) {
        const count = level <= debugLevel || level >= fatalLevel ? 0 : left(sourceOf(args));
        if (count === undefined) return;
        const [first] = args as readonly unknown[];
        if (count === 0) method.apply(this, args);
        else if (typeof first === 'string') method.call(this, { leftOut: count }, first);
        else {
          const about = first instanceof Error ? { err: first } : Object.fromEntries(Object.entries(first ?? {}));
          method.apply(this, [{ ...about, leftOut: count }, ...args.slice(1)] as never);
        }
      },
      streamWrite: cutLine,
    },
  };
}

/** An error as it is logged: without the text of a URL that is none, in which a password may be. */
function errorOf(thrown: Error): unknown {
  return isAboutUrl(thrown) ? { type: thrown.name, message: inEnglish(said(thrown)) } : stdSerializers.err(thrown);
}

/** A logger to standard error. Nothing secret may be given to it; known names are redacted anyway. */
export function makeLog(level: LogLevel, format: LogFormat = 'auto'): Logger {
  const options = {
    level,
    base: null,
    ...boundedBy(systemClock),
    serializers: { err: errorOf, error: errorOf, why: wordsOf },
    redact: {
      paths: ['password', 'token', '*.password', '*.token', 'headers.authorization', 'headers.cookie'],
      censor: '[hidden]',
    },
  };
  const isForPeople = isText(format);
  const shown = (line: string): string => (isForPeople ? `${humanLine(line)}\n` : line);
  return pino(options, errorLines(shown));
}
