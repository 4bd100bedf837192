// What Solstead prints at the terminal when it starts.
import { visible } from '#core/visible.ts';
import { networkInterfaces } from 'node:os';

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

/** Prints lines to the terminal. */
export function tell(...lines: readonly string[]): void {
  process.stdout.write(`${visible(lines.join('\n'))}\n`);
}
