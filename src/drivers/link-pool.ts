// The links of a home: one queue a port, shared by all who use the port.
import { because } from '#core/reason.ts';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { LineQueue } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import { LinkQueue } from './link-queue.ts';

/** How a job is done on a link. */
export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether another job follows: a port of this computer stays open after this one, unless it fails. */
  readonly isMoreToCome?: boolean | undefined;
}

/** The links in use. */
export interface LinkPool {
  /** The line of an address for a device that stays. Errors: `link.unavailable` if it has other settings. */
  take(address: LinkAddress): LinkQueue;
  /** Leaves a line; the last one closes it. */
  leave(address: LinkAddress): Promise<void>;
  /**
   * Runs a job on a link, the one in use if a device has it. An aborted job that still waits gives up its place; one that
   * runs has to end on its own. Errors: those of the line and the job.
   */
  withLink<T>(address: LinkAddress, job: (link: Link) => Promise<T>, options?: JobOptions): Promise<T>;
  /** Whether the port is free, in use with these settings, or in use with others. */
  useOf(address: LinkAddress): 'free' | 'same' | 'other';
  /** The queues as they are now. */
  queues(): readonly LineQueue[];
  /** Begins no further exchange, and resolves when those under way have ended. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

interface Line {
  readonly queue: LinkQueue;
  /** Speed and framing as text; bytes over TCP have none. */
  readonly settings: string;
  users: number;
}

/** The port itself, without the settings of the line. */
function portOf(address: LinkAddress): string {
  if (address.scheme === 'ble') return `ble ${address.device}`;
  if (address.scheme === 'mqtt-line' || address.scheme === 'ocpp' || address.scheme === 'test')
    return formatAddress(address);
  if ('usb' in address) return formatAddress(address);
  return 'path' in address ? `${address.scheme} ${address.path}` : `${address.scheme} ${address.host} ${address.port}`;
}

function settingsOf(address: LinkAddress): string {
  if (address.scheme === 'ble') return bleSettings(address);
  return address.scheme === 'serial' ? formatAddress(address) : '';
}

/** A Bluetooth device is spoken to in one way at a time. */
function bleSettings({ profile, ...address }: Extract<LinkAddress, { scheme: 'ble' }>): string {
  return `${formatAddress(address)} ${profile?.kind === 'gatt' ? profile.service : 'adverts'}`;
}

/** Opening takes as long as an answer; what goes through a network is opened at once, and may be hung up on after each answer. */
const isOpenedSlowly = ({ scheme }: LinkAddress): boolean => scheme === 'serial' || scheme === 'hid';

/** No line yet; `makeLink` makes the link of a new one. */
export function makeLinkPool(makeLink: (address: LinkAddress) => Link, clock: Clock): LinkPool {
  const lines = new Map<string, Line>();
  let isClosed = false;

  const take = (address: LinkAddress): LinkQueue => {
    const port = portOf(address);
    const settings = settingsOf(address);
    const line = lines.get(port) ?? { queue: new LinkQueue(makeLink(address), clock), settings, users: 0 };
    if (line.settings !== settings)
      throw new SolsteadError('link.unavailable', {
        at: formatAddress(address),
        why: because('line.other-settings', { settings: line.settings }),
      });
    line.users += 1;
    lines.set(port, line);
    return line.queue;
  };

  const leave = async (address: LinkAddress, isKept = false): Promise<void> => {
    const line = lines.get(portOf(address));
    if (line === undefined) return;
    line.users -= 1;
    if (line.users > 0 || isKept) return;
    lines.delete(portOf(address));
    await line.queue.close();
  };

  return {
    take,
    leave,
    async withLink(address, job, { signal, isMoreToCome = false } = {}) {
      const queue = take(address);
      let isKept = false;
      try {
        const done = await queue.turn('live', job, signal);
        isKept = isMoreToCome && isOpenedSlowly(address);
        return done;
      } finally {
        await leave(address, isKept);
        // A question that was under way may have opened its link again meanwhile.
        if (isClosed) await queue.close();
      }
    },
    useOf(address) {
      const line = lines.get(portOf(address));
      if (line === undefined) return 'free';
      return line.settings === settingsOf(address) ? 'same' : 'other';
    },
    queues: () => [...lines.values()].map(({ queue }) => ({ link: queue.link.name, waiting: queue.length })),
    finish: async () => void (await Promise.all([...lines.values()].map(({ queue }) => queue.finish()))),
    async close() {
      isClosed = true;
      await Promise.all([...lines.values()].map(({ queue }) => queue.close()));
      lines.clear();
    },
  };
}
