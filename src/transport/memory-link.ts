// A link that ends inside the process: what emulators and tests put in the place of a cable.
import { because } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { makeByteLink, type Port, type PortEvents } from './byte-link.ts';

/** The link as its emulated device sees it. */
export interface MemoryWire {
  /** Sends bytes to the link. */
  send(bytes: Uint8Array): void;
  /** Pulls the plug. */
  hangUp(): void;
}

/** An emulated device on a memory link. */
export interface MemoryDevice {
  /** Receives what the link sent. */
  receive(bytes: Uint8Array): void;
  /** The link was closed. */
  closed?(): void;
}

/** Options of {@link makeMemoryLink}. */
export interface MemoryLinkOptions {
  readonly name: string;
  readonly clock: Clock;
  /** Time one byte takes on the simulated line, ms; it only stretches time-outs. Default: 2400 baud 8N1. */
  readonly byteMs?: number;
  /** Called on every open; undefined if the device is not there. */
  attach(wire: MemoryWire): MemoryDevice | undefined | Promise<MemoryDevice>;
}

/** A link to an emulated device; bytes cross in the next microtask, in the pieces they were sent in. */
export function makeMemoryLink({ name, clock, byteMs = 10_000 / 2400, attach }: MemoryLinkOptions): Link {
  const open = async (events: PortEvents): Promise<Port> => {
    let isOpen = true;
    const wire: MemoryWire = {
      send: (bytes) => {
        const copy = bytes.slice();
        queueMicrotask(() => {
          if (isOpen) events.onBytes(copy);
        });
      },
      hangUp: () => {
        if (!isOpen) return;
        isOpen = false;
        events.onClosed(because('link.vanished'));
      },
    };
    const device = await attach(wire);
    if (device === undefined) throw new SolsteadError('link.unavailable', { at: name, why: because('link.not-there') });
    return {
      write: async (bytes) => {
        const copy = bytes.slice();
        queueMicrotask(() => {
          if (isOpen) device.receive(copy);
        });
      },
      close: async () => {
        if (!isOpen) return;
        isOpen = false;
        device.closed?.();
      },
    };
  };
  return makeByteLink({ name, byteMs, silenceMs: 80, padded: false, open }, clock);
}

/** A device that answers each request (as it was written) by a function; undefined: it stays silent. */
export function answering(answer: (request: Uint8Array) => Uint8Array | undefined): MemoryLinkOptions['attach'] {
  return (wire) => ({
    receive: (bytes) => {
      const bytesBack = answer(bytes);
      if (bytesBack !== undefined) wire.send(bytesBack);
    },
  });
}
