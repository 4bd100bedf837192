// Orders to one MQTT device that wait until the device itself shows the new value.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceOrder } from '#core/field.ts';
import type { MetricValue } from '#core/reading.ts';

/** The waiting orders. */
export interface PendingOrders {
  /** Sends an order and resolves when it is confirmed. Errors: those of `send`, `command.unconfirmed`, `command.refused`. */
  place(id: number, order: DeviceOrder, send: () => Promise<void>): Promise<void>;
  /** Confirms every order whose value the device shows. */
  shown(metrics: readonly string[], values: readonly MetricValue[]): void;
  refused(id: number, error: SolsteadError): void;
  has(id: number): boolean;
  /** Fails them all. */
  close(error: SolsteadError): void;
}

const answerMs = 5000;

/** No order as yet. */
export function makePendingOrders(clock: Clock): PendingOrders {
  interface Pending extends DeviceOrder {
    done(): void;
    fail(error: SolsteadError): void;
  }
  const pending = new Map<number, Pending>();
  return {
    async place(id, order, send) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      pending.set(id, { ...order, done: resolve, fail: reject });
      const at = `${order.device} ${order.metric}`;
      const cancel = clock.after(answerMs, () => reject(new SolsteadError('command.unconfirmed', { at })));
      try {
        // Not awaited: the device may have done it, or refused, before the broker says that it took the message.
        send().catch(reject);
        await promise;
      } finally {
        cancel();
        pending.delete(id);
      }
    },
    shown(metrics, values) {
      for (const { metric, value, done } of pending.values()) {
        const index = metrics.indexOf(metric);
        if (index >= 0 && values[index] === value) done();
      }
    },
    refused: (id, error) => pending.get(id)?.fail(error),
    has: (id) => pending.has(id),
    close(error) {
      for (const { fail } of pending.values()) fail(error);
    },
  };
}
