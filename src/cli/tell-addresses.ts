// What Solstead prints at the terminal when it starts.
import { systemClock } from '#core/clock.ts';
import { visible } from '#core/visible.ts';
import { networkInterfaces } from 'node:os';
import type { LogFormat } from './flags.ts';

/** The number of the level `info` in a line of the log. */
const infoLevel = 30;
const everywhere = new Set(['0.0.0.0', '::', '']);

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Addresses under which a server bound to `host` is reached: this computer first, then the local network. */
export function reachableUrls(host: string, port: number, scheme: 'http' | 'https' = 'http'): string[] {
  if (!everywhere.has(host))
    return [`${scheme}://${host === '127.0.0.1' || host === '::1' ? 'localhost' : urlHost(host)}:${port}`];
  const local = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${scheme}://${address}:${port}`);
  return [`${scheme}://localhost:${port}`, ...local];
}

/** Prints lines in the format of the log: where that is JSON, each is an object as the lines of the log are. */
export function tellAs(format: LogFormat, ...lines: readonly string[]): void {
  if (format !== 'json') return tell(...lines);
  const time = systemClock.nowMs();
  for (const msg of lines.map((line) => line.trim()).filter((line) => line !== ''))
    process.stdout.write(`${JSON.stringify({ level: infoLevel, time, msg })}\n`);
}

/** Prints lines to the terminal. */
export function tell(...lines: readonly string[]): void {
  process.stdout.write(`${visible(lines.join('\n'))}\n`);
}
