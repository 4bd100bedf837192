// For tests only: emulated devices at the end of a link inside the process, with what can go wrong under the test's hand.
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createHome } from '#sim/home.ts';
import type { PlantSnapshot } from '#sim/plant.ts';
import { makeMemoryLink } from '#transport/memory-link.ts';

/** A link to emulated devices and what is wrong with it at present. */
export interface EmulatedLine {
  readonly link: Link;
  /** Nothing comes back. */
  silent: boolean;
  /** The device is unplugged: the link cannot be opened. */
  unplugged: boolean;
  /** Replaces an answer; undefined for silence. `request` is in the maker's letters where the device speaks text. */
  spoil: (answer: Uint8Array | undefined, request: string) => Uint8Array | undefined;
  /** Every request that arrived, in Latin-1. */
  readonly requests: string[];
  /** Pulls the plug while the link is open. */
  hangUp(): void;
}

/** A snapshot of a sunny home. */
export function sunnyHome(clock: Clock): () => PlantSnapshot {
  const home = createHome({ startMs: clock.nowMs() });
  return () => ({ ...home.snapshot(), atMs: clock.nowMs() });
}

/** Devices on one line; the first that knows a request answers it. */
export function emulatedLine(clock: Clock, ...emulators: readonly Emulator[]): EmulatedLine {
  const requests: string[] = [];
  let hangUp = (): void => undefined;
  const attach: Parameters<typeof makeMemoryLink>[0]['attach'] = (wire) => {
    if (line.unplugged) return undefined;
    hangUp = wire.hangUp;
    return {
      receive(bytes) {
        for (const emulator of emulators) {
          const { request } = emulator.takeRequest(bytes);
          if (request === undefined) continue;
          const text = fromBytes(request);
          requests.push(text);
          const answer = line.silent ? undefined : line.spoil(emulator.respond(request), text);
          if (answer !== undefined) wire.send(answer);
          return;
        }
      },
    };
  };
  const line: EmulatedLine = {
    link: makeMemoryLink({ name: 'memory:line', clock, attach }),
    silent: false,
    unplugged: false,
    spoil: (answer) => answer,
    requests,
    hangUp: () => hangUp(),
  };
  return line;
}

/** The letters of a PI30 request, without CRC and end. */
function fromBytes(request: Uint8Array): string {
  const letters = request.at(-1) === 0x0d ? request.subarray(0, -3) : request;
  return String.fromCharCode(...letters);
}

/** The refusal of a PI30 device. */
export const nak = concatBytes(fromLatin1('(NAKss'), Uint8Array.of(0x0d));

/** A device as a person set it up. */
export function deviceRecord(id: string, definition: string, settings: DeviceRecord['settings'] = {}): DeviceRecord {
  return { id, site: 'home', name: id, definition, address: 'tcp://127.0.0.1:1', settings };
}
