// What a service manager such as systemd is told: ready, how it goes, that it reloads or ends, and that it is alive. The words go by the
// program systemd-notify, which systemd brings along: this engine cannot write to a socket of datagrams.
import { execFile } from 'node:child_process';
import { type Clock, systemMonotonicUs } from '#core/clock.ts';
import type { ServiceEnvironment } from './environment.ts';

/** A service manager, or nothing that hears. */
export interface ServiceManager {
  ready(status: string): Promise<void>;
  /** One line for people; said only when it differs. */
  status(text: string): void;
  /** From now on the service is not ready, until it says so again. */
  reloading(): Promise<void>;
  stopping(status: string): Promise<void>;
  /** Says that all is well as long as it is: `isWell` is asked each time. */
  watch(isWell: () => boolean): void;
  close(): void;
}

/** What it is made of. */
export interface ServiceManagerParts {
  readonly clock: Clock;
  /** Absent: there is none. */
  readonly environment: ServiceEnvironment | undefined;
  readonly log: { warn(fields: object, message: string): void };
}

/** Longest wait for the program, ms: it waits itself until the manager has heard. */
const patienceMs = 10_000;
/** Longest status that is told, characters. */
const longestStatus = 200;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, longestStatus);

function teller({ environment, log }: ServiceManagerParts & { readonly environment: ServiceEnvironment }) {
  let last: Promise<void> = Promise.resolve();
  let isTold = false;
  const run = (words: readonly string[]): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const env = { NOTIFY_SOCKET: environment.socket, PATH: environment.path };
    execFile('systemd-notify', [...words], { env, timeout: patienceMs }, (error) => {
      if (error !== null && !isTold) {
        isTold = true;
        log.warn({ why: error.message.split('\n')[0] }, 'the service manager cannot be told: is systemd-notify there?');
      }
      resolve();
    });
    return promise;
  };
  // One after another: the last word said is the last one heard.
  return (...words: readonly string[]): Promise<void> => {
    last = last.then(() => run(words));
    return last;
  };
}

const nobody: ServiceManager = {
  ready: async () => undefined,
  status: () => undefined,
  reloading: async () => undefined,
  stopping: async () => undefined,
  watch: () => undefined,
  close: () => undefined,
};

/** The service manager of this process. */
export function openServiceManager(parts: ServiceManagerParts): ServiceManager {
  const { clock, environment, log } = parts;
  if (environment === undefined) return nobody;
  const tell = teller({ ...parts, environment });
  let stopWatching = (): void => undefined;
  let said = '';
  let isUnwell = false;
  return {
    async ready(status) {
      said = oneLine(status);
      await tell('READY=1', `STATUS=${said}`);
    },
    status(text) {
      const line = oneLine(text);
      if (line === said) return;
      said = line;
      void tell(`STATUS=${line}`);
    },
    // Source: sd_notify(3): the time is that of CLOCK_MONOTONIC, µs, as the process reads it.
    reloading: () => tell('RELOADING=1', `MONOTONIC_USEC=${systemMonotonicUs()}`),
    stopping: (status) => tell('STOPPING=1', `STATUS=${oneLine(status)}`),
    watch(isWell) {
      const { watchdogMs } = environment;
      if (watchdogMs === undefined) return;
      stopWatching = clock.every(watchdogMs / 2, () => {
        const isFine = isWell();
        if (isFine) void tell('WATCHDOG=1');
        else if (!isUnwell) log.warn({}, 'the service manager hears nothing while this does not get on');
        isUnwell = !isFine;
      });
    },
    close: () => stopWatching(),
  };
}
