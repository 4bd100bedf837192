// One device that is asked: its own pace, its own retries, its own health. A dead one delays nobody but itself.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, type SolsteadError } from '#core/errors.ts';
import type { DeviceStatus } from '#core/field.ts';
import type { Random } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { PolledDefinition } from '#devices/definition.ts';
import { readings } from '#devices/readings.ts';
import { type Asked, ask, commandOf } from './ask.ts';
import { makeHealth } from './health.ts';
import type { LinkQueue, Priority } from './link-queue.ts';
import { retryPlan, roundPause, withRetries } from './retry.ts';

/** The few words of a logger a device needs. */
export interface DeviceLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a running device needs. */
export interface DeviceContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: DeviceLog;
  onBatch(batch: Batch): void;
  onStatus(device: string): void;
}

/** A device that runs until it is stopped. */
export interface RunningDevice {
  status(): DeviceStatus;
  stop(): Promise<void>;
}

/** A command refused this often is not asked again: the model does not know it. */
const refusalsUntilSkipped = 3;

/** Starts polling a device over its link's queue. */
export function startPolledDevice(record: DeviceRecord, definition: PolledDefinition, queue: LinkQueue, context: DeviceContext): RunningDevice {
  const { clock, log } = context;
  const health = makeHealth();
  const stopping = new AbortController();
  const { signal } = stopping;
  const plan = retryPlan(record.settings);
  const liveSeconds = record.settings.liveSeconds ?? definition.live.everySeconds;
  const settingsSeconds = record.settings.settingsSeconds ?? definition.settings.everySeconds;
  const refusals = new Map<string, number>();
  let identity: Record<string, string> = {};
  let identified = 0;

  const changed = (): void => context.onStatus(record.id);

  const read = async (name: string, priority: Priority): Promise<Asked> => {
    const command = commandOf(definition, name);
    const asked = await withRetries(
      () =>
        queue.turn(priority, (link) => {
          signal.throwIfAborted();
          health.request();
          return ask(link, definition, command, signal);
        }),
      { plan, clock, random: context.random, signal, onFailure: (error) => health.failed(error, clock.nowMs()) },
    );
    refusals.delete(name);
    if (health.answered()) log.info({ device: record.id }, 'device answers');
    return asked;
  };

  /** Reads one command of a round; a refusal is the command's failure, not the device's. */
  const readOne = async (name: string, priority: Priority): Promise<Asked | undefined> => {
    const refused = refusals.get(name) ?? 0;
    if (refused >= refusalsUntilSkipped) return undefined;
    try {
      return await read(name, priority);
    } catch (error) {
      if (!isSolsteadError(error, 'command.refused')) throw error;
      refusals.set(name, refused + 1);
      return undefined;
    }
  };

  const deliver = ({ command, decoded }: Asked): void => {
    const columns = readings({ rows: command.table.rows, derive: command.derive }, decoded);
    context.onBatch({ site: record.site, device: record.id, atMs: clock.nowMs(), ...columns });
  };

  const round = async (names: readonly string[], priority: Priority): Promise<void> => {
    for (const name of names) {
      const asked = await readOne(name, priority);
      if (asked !== undefined) deliver(asked);
    }
  };

  /** Asks who it is, once after every connect: another unit may hang on the line now. */
  const identify = async (): Promise<void> => {
    const { opened } = queue.link.counters;
    if (identified === opened) return;
    if (identified > 0) health.reconnected();
    identified = opened;
    const known: Record<string, string> = {};
    for (const { key, command, field } of definition.identity) {
      const asked = await readOne(command, 'settings');
      const row = asked?.command.table.rows.findIndex(({ name }) => name === field) ?? -1;
      const value = asked?.decoded.values[row];
      if (value !== undefined) known[key] = String(value);
    }
    identity = known;
  };

  const gaveUp = (error: SolsteadError): void => {
    if (health.gaveUp(error, clock.nowMs())) log.warn({ device: record.id, code: error.code, why: error.message }, 'device does not answer');
  };

  const loop = async (everySeconds: number, work: () => Promise<void>): Promise<void> => {
    let silentRounds = 0;
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs();
      try {
        await work();
        silentRounds = 0;
      } catch (error) {
        if (signal.aborted) return;
        silentRounds += 1;
        if (isSolsteadError(error)) gaveUp(error);
        else log.error({ device: record.id, error }, 'a mistake of this program; the device goes on');
      }
      changed();
      const pauseMs = roundPause(everySeconds, silentRounds) * 1000 - (clock.monotonicMs() - startedMs);
      await clock.sleep(Math.max(0, pauseMs), { signal });
    }
  };

  const ended = Promise.allSettled([
    loop(liveSeconds, async () => {
      await round(definition.live.commands, 'live');
      await identify();
    }),
    loop(settingsSeconds, () => round(definition.settings.commands, 'settings')),
  ]);

  return {
    status: () => ({
      state: health.state,
      intervalMs: liveSeconds * 1000,
      identity,
      health: health.counters(),
      ...(health.failure === undefined ? {} : { failure: health.failure }),
    }),
    async stop() {
      stopping.abort(new DOMException('stopped', 'AbortError'));
      await ended;
    },
  };
}
