// A Home Assistant that takes only what its documents name: statistics over its WebSocket interface.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { isRecord } from '#core/entries.ts';
import { hourMs } from '#core/time.ts';
import type { Owner } from '#tools/testkit/owner.ts';

type Message = Readonly<Record<string, unknown>>;
/** The token that it knows. */
export const stubToken = 'long-lived';
/** Ids as Home Assistant takes them. */
export const idForm = /^(?!.+__)(?!_)[\da-z_]+(?<!_):(?!_)[\da-z_]+(?<!_)$/;

/** What is wrong with a command, as the schemas of Home Assistant see it. */
function faultIn({ type, metadata, stats, ...rest }: Message, isOlder: boolean): string | undefined {
  if (type === 'recorder/statistics_during_period') {
    const { start_time, period, statistic_ids } = rest;
    return typeof start_time === 'string' && period === 'hour' && Array.isArray(statistic_ids) ? undefined : 'period';
  }
  if (type !== 'recorder/import_statistics') return 'unknown_command';
  if (!isRecord(metadata) || !Array.isArray(stats)) return 'metadata and stats';
  const { has_mean, has_sum, name, source, statistic_id, unit_of_measurement, ...newer } = metadata;
  if (isOlder && Object.keys(newer).length > 0) return 'extra keys not allowed';
  if (!isOlder && (newer['mean_type'] !== 0 || newer['unit_class'] !== 'energy')) return 'mean_type';
  if (has_mean !== false || has_sum !== true || typeof name !== 'string' || unit_of_measurement !== 'kWh')
    return 'metadata';
  if (typeof statistic_id !== 'string' || !idForm.test(statistic_id) || source !== statistic_id.split(':')[0])
    return 'id';
  const isHour = (row: unknown): boolean =>
    isRecord(row) &&
    Object.keys(row).every((key) => ['start', 'state', 'sum'].includes(key)) &&
    typeof row['sum'] === 'number' &&
    typeof row['start'] === 'string' &&
    /:00:00(?:\.000)?Z$/.test(row['start']);
  return stats.every(isHour) ? undefined : 'stats';
}

/** A Home Assistant: what it was given, by id and hour. */
export async function homeAssistantStub(context: Owner, { isOlder = false } = {}) {
  const kept = new Map<string, Map<number, number>>();
  const written = { count: 0 };
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  context.onTestFinished(() => server.close());
  server.on('connection', (socket) => {
    let isIn = false;
    const say = (said: object): void => socket.send(JSON.stringify(said));
    say({ type: 'auth_required', ha_version: '2026.10.0' });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message;
      const { id, type } = message;
      if (type === 'auth') {
        isIn = message['access_token'] === stubToken;
        say(isIn ? { type: 'auth_ok' } : { type: 'auth_invalid', message: 'Invalid access token or password' });
        if (!isIn) socket.close();
        return;
      }
      const { id: _id, ...command } = message;
      const fault = isIn ? faultIn(command, isOlder) : 'not signed in';
      if (fault !== undefined)
        return say({ id, type: 'result', success: false, error: { code: 'invalid_format', message: fault } });
      if (type === 'recorder/statistics_during_period') {
        const [of] = message['statistic_ids'] as string[];
        const rows = [...(kept.get(of ?? '') ?? [])].map(([start, sum]) => ({ start, end: start + hourMs, sum }));
        return say({ id, type: 'result', success: true, result: { [of ?? '']: rows } });
      }
      const { statistic_id } = message['metadata'] as { statistic_id: string };
      const rows = kept.get(statistic_id) ?? new Map<number, number>();
      for (const { start, sum } of message['stats'] as { start: string; sum: number }[]) {
        rows.set(Date.parse(start), sum);
        written.count += 1;
      }
      kept.set(statistic_id, rows);
      say({ id, type: 'result', success: true, result: null });
    });
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, kept, written };
}
