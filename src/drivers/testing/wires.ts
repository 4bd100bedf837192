// For tests only: links whose every exchange is scripted, a quiet log, and devices over them.
import { vi } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import type { Batch } from '#core/reading.ts';
import { seededRandom } from '#core/random.ts';
import type { FakeClock } from '#tools/testkit/fake-clock.ts';
import type { DeviceContext } from '../driver.ts';

/** A link by hand: open or not, and what an exchange gives. */
export interface ScriptedLink extends Link {
  isOpen: boolean;
  readonly counters: { opened: number; lost: number; bytesSent: number; bytesReceived: number };
  open: Link['open'] & ReturnType<typeof vi.fn>;
  close: Link['close'] & ReturnType<typeof vi.fn>;
}

/** A closed link that opens, and whose exchanges time out. */
export function scriptedLink(): ScriptedLink {
  const link: ScriptedLink = {
    name: 'tcp://test:1',
    isOpen: false,
    counters: { opened: 0, lost: 0, bytesSent: 0, bytesReceived: 0 },
    open: vi.fn<Link['open']>(async () => {
      link.isOpen = true;
      link.counters.opened += 1;
    }),
    close: vi.fn<Link['close']>(async () => {
      link.isOpen = false;
    }),
    sendAndReceive: async () => {
      throw new SolsteadError('link.timeout', { at: link.name });
    },
    listen: () => () => undefined,
  };
  return link;
}

/** What a device tells, kept. */
export interface Heard extends DeviceContext {
  readonly batches: Batch[];
  /** `warn: device does not answer (link.timeout)`. */
  readonly lines: string[];
  readonly statuses: string[];
}

/** A context that keeps what a device tells. */
export function listening(clock: Pick<FakeClock, keyof DeviceContext['clock']>): Heard {
  const [batches, lines, statuses]: [Batch[], string[], string[]] = [[], [], []];
  const line =
    (level: string) =>
    (fields: object, message: string): void => {
      const code = 'code' in fields ? ` (${String(fields.code)})` : '';
      lines.push(`${level}: ${message}${code}`);
    };
  return {
    batches,
    lines,
    statuses,
    clock,
    random: seededRandom(1),
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    onBatch: (batch) => void batches.push(batch),
    onStatus: (device) => void statuses.push(device),
  };
}

/** A device, started. */
export function started<D extends { start(): void }>(device: D): D {
  device.start();
  return device;
}

/** What a promise is rejected with; undefined if it is kept. Catches at once, while the test still moves the clock. */
export function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
