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

const isSilence = ({ code }: SolsteadError): boolean => code === 'link.timeout' || code === 'device.offline';

/** So long trouble beside is told, ms. */
const troubleMs = 600_000;

/** The running record of one device. */
export interface Health {
  readonly state: DeviceStatus['state'];
  readonly failure: DeviceStatus['failure'];
  /** All that people see of it. */
  status(known: Pick<DeviceStatus, 'intervalMs' | 'identity' | 'over' | 'missing'>, nowMs?: number): DeviceStatus;
  request(): void;
  /** Something good came; true when the state changed. */
  answered(): boolean;
  /** An attempt failed; it may be retried. */
  failed(error: SolsteadError, atMs: number): void;
  /** All attempts failed; true when the state changed. */
  gaveUp(error: SolsteadError, atMs: number): boolean;
  reconnected(): void;
  /** Something is wrong beside what it says: it is told for some minutes where nothing else is, also while it answers. */
  troubled(error: SolsteadError, atMs: number): void;
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
  let trouble: DeviceStatus['failure'];

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
    status(known, nowMs) {
      const beside = trouble !== undefined && (nowMs ?? trouble.atMs) - trouble.atMs < troubleMs ? trouble : undefined;
      // What nothing is heard of for is no answer: why it is not let in is.
      const told = beside === undefined || (failure !== undefined && !isSilence(failure.error)) ? failure : beside;
      return { state, ...known, health: { ...counts }, ...(told === undefined ? {} : { failure: told }) };
    },
    request: () => void (counts.requests += 1),
    answered() {
      counts.answers += 1;
      failure = undefined;
      const isBack = become('online');
      if (isBack) trouble = undefined;
      return isBack;
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
    troubled: (error, atMs) => void (trouble = { error, atMs }),
    reconnected: () => void (counts.reconnects += 1),
  };
}
