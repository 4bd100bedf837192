// How a device is doing: counters since start, the last failure, and the state people see.
import type { ErrorCode, SolsteadError } from '#core/errors.ts';
import type { DeviceHealth, DeviceStatus } from '#core/field.ts';

type Counter = keyof DeviceHealth;

/** Which counter an error belongs to. */
const counterOf: Partial<Record<ErrorCode, Counter>> = {
  'link.timeout': 'timeouts',
  'frame.checksum': 'badFrames',
  'frame.malformed': 'badFrames',
  'command.refused': 'refused',
};

/** The running record of one device. */
export interface Health {
  readonly state: DeviceStatus['state'];
  readonly failure: DeviceStatus['failure'];
  counters(): DeviceHealth;
  request(): void;
  /** Something good came; true when the state changed. */
  answered(): boolean;
  /** An attempt failed; it may be retried. */
  failed(error: SolsteadError, atMs: number): void;
  /** All attempts failed; true when the state changed. */
  gaveUp(error: SolsteadError, atMs: number): boolean;
  reconnected(): void;
}

/** Counters at zero, the device starting. */
export function makeHealth(): Health {
  const counts: Record<Counter, number> = {
    requests: 0,
    answers: 0,
    timeouts: 0,
    badFrames: 0,
    refused: 0,
    reconnects: 0,
  };
  let state: DeviceStatus['state'] = 'starting';
  let failure: DeviceStatus['failure'];

  const become = (next: DeviceStatus['state']): boolean => {
    const changed = state !== next;
    state = next;
    return changed;
  };

  return {
    get state() {
      return state;
    },
    get failure() {
      return failure;
    },
    counters: () => ({ ...counts }),
    request: () => void (counts.requests += 1),
    answered() {
      counts.answers += 1;
      failure = undefined;
      return become('online');
    },
    failed(error, atMs) {
      const counter = counterOf[error.code];
      if (counter !== undefined) counts[counter] += 1;
      failure = { error, atMs };
    },
    gaveUp(error, atMs) {
      failure = { error, atMs };
      return become(error.kind === 'config' ? 'misconfigured' : 'offline');
    },
    reconnected: () => void (counts.reconnects += 1),
  };
}
