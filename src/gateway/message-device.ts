// One device that speaks by itself over MQTT: what it says becomes batches, what we want of it is confirmed by it.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceOrder } from '#core/field.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { MetricValue } from '#core/reading.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { MessageDefinition, OutMessage } from '#devices/definition.ts';
import { readings } from '#devices/readings.ts';
import { makeHealth } from './health.ts';
import type { DeviceContext, RunningDevice } from './polled-device.ts';

/** A running MQTT device also takes orders. */
export interface RunningMessageDevice extends RunningDevice {
  order(order: DeviceOrder): Promise<void>;
}

/** How far a device's clock may be off before our own time of receipt is taken, ms. */
const clockSlackMs = 5000;
const answerMs = 5000;
/** Unanswered questions until it counts as offline. */
const unansweredUntilOffline = 2;

interface Awaited {
  readonly metric: string;
  readonly value: MetricValue;
  done(): void;
  fail(error: SolsteadError): void;
}

/** The value at a path such as `sys/mac` of a state. */
function textAt(state: Readonly<Record<string, unknown>>, path: string): string | undefined {
  let at: unknown = state;
  for (const key of path.split('/')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([name]) => name === key)?.[1];
  }
  return typeof at === 'string' || typeof at === 'number' ? String(at) : undefined;
}

/** Starts listening to a device; `record.topic` is its topic prefix. */
export function startMessageDevice(record: DeviceRecord, definition: MessageDefinition, link: MessageLink, context: DeviceContext): RunningMessageDevice {
  const { clock, log } = context;
  const { dialect } = definition;
  const prefix = record.topic ?? '';
  const replyTo = `solstead/${record.id}`;
  const health = makeHealth();
  const intervalMs = (record.settings.liveSeconds ?? definition.everySeconds) * 1000;
  const awaited = new Map<number, Awaited>();
  let identity: Record<string, string> = {};
  let lastHeardMs = clock.monotonicMs();
  let unanswered = 0;
  let nextId = 1;

  const changed = (): void => context.onStatus(record.id);

  const gaveUp = (error: SolsteadError): void => {
    if (health.gaveUp(error, clock.nowMs())) log.warn({ device: record.id, code: error.code, why: error.message }, 'device does not answer');
    changed();
  };

  const send = async ({ topic, payload }: OutMessage): Promise<void> => {
    health.request();
    await link.publish(topic, payload);
  };

  const askState = (): void => {
    if (!link.isConnected) return;
    nextId += 1;
    send(dialect.askState(prefix, replyTo, nextId)).catch((error: unknown) => {
      if (isSolsteadError(error)) health.failed(error, clock.nowMs());
      else log.error({ device: record.id, error }, 'a mistake of this program; the device goes on');
    });
  };

  const heard = (): void => {
    lastHeardMs = clock.monotonicMs();
    unanswered = 0;
    if (health.answered()) log.info({ device: record.id }, 'device answers');
  };

  const takeIdentity = (state: Readonly<Record<string, unknown>>): void => {
    for (const { key, path } of definition.identity) {
      const value = textAt(state, path);
      if (value !== undefined) identity = { ...identity, [key]: value };
    }
  };

  const confirm = (metrics: readonly string[], values: readonly MetricValue[]): void => {
    for (const [id, { metric, value, done }] of awaited) {
      const index = metrics.indexOf(metric);
      if (index < 0 || values[index] !== value) continue;
      awaited.delete(id);
      done();
    }
  };

  const takeState = (state: Readonly<Record<string, unknown>>, stampMs: number | undefined): void => {
    takeIdentity(state);
    const nowMs = clock.nowMs();
    const atMs = stampMs !== undefined && Math.abs(stampMs - nowMs) < clockSlackMs ? Math.min(stampMs, nowMs) : nowMs;
    const columns = readings(definition, definition.decode(state));
    context.onBatch({ site: record.site, device: record.id, atMs, ...columns });
    confirm(columns.metric, columns.value);
  };

  const onMessage = ({ topic, payload }: TopicMessage): void => {
    const content = dialect.read(prefix, topic, payload);
    switch (content.kind) {
      case 'state':
        heard();
        takeState(content.state, content.atMs);
        break;
      case 'response':
        heard();
        if (content.refused !== undefined) {
          const error = new SolsteadError('command.refused', { at: record.id, why: content.refused });
          health.failed(error, clock.nowMs());
          awaited.get(content.id)?.fail(error);
        } else if (content.state !== undefined) takeState(content.state, undefined);
        break;
      case 'online':
        if (content.online) askState();
        else gaveUp(new SolsteadError('link.closed', { at: record.id, why: 'the device left the broker' }));
        break;
      case 'malformed':
        health.failed(new SolsteadError('frame.malformed', { at: `${record.id} ${topic}`, why: content.why }), clock.nowMs());
        break;
      case 'other':
        break;
    }
    changed();
  };

  const watch = (): void => {
    if (clock.monotonicMs() - lastHeardMs < intervalMs) return;
    if (unanswered >= unansweredUntilOffline) {
      const why = link.isConnected ? 'nothing heard of the device' : 'no connection to the broker';
      const error = new SolsteadError('link.timeout', { at: record.id, why });
      health.failed(error, clock.nowMs());
      gaveUp(error);
    }
    unanswered += 1;
    lastHeardMs = clock.monotonicMs();
    askState();
  };

  const endings = [
    ...dialect.filters(prefix, replyTo).map((filter) => link.subscribe(filter, onMessage)),
    link.onState((isConnected) => {
      if (isConnected) askState();
    }),
    clock.every(Math.min(1000, intervalMs), watch),
  ];
  askState();

  return {
    status: () => ({
      state: health.state,
      intervalMs,
      identity,
      health: health.counters(),
      ...(health.failure === undefined ? {} : { failure: health.failure }),
    }),
    async order({ metric, value }) {
      const write = definition.writes.find((known) => known.metric === metric);
      if (write === undefined) throw new SolsteadError('command.unknown', { at: `${record.id} ${metric}`, why: 'it cannot be set on this device' });
      nextId += 1;
      const id = nextId;
      const message = write.request({ prefix, replyTo, id, value });
      if (message === undefined) throw new SolsteadError('command.limits', { at: `${record.id} ${metric}`, why: `${String(value)} cannot be set` });
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      awaited.set(id, { metric, value, done: () => resolve(undefined), fail: reject });
      const cancel = clock.after(answerMs, () => reject(new SolsteadError('command.unconfirmed', { at: `${record.id} ${metric}` })));
      try {
        await send(message);
        await promise;
      } finally {
        cancel();
        awaited.delete(id);
      }
    },
    async stop() {
      for (const end of endings) end();
      for (const { fail } of awaited.values()) fail(new SolsteadError('link.closed', { at: record.id }));
    },
  };
}
