// An emulated JK BMS on its RS-485/TTL port with 115200 baud: the "4E 57" frames, read all (06) and read one id (03).
import type { Emulator, ReadPlant, TakenRequest } from './emulator.ts';
import { type JkState, jkPoints } from './jk-points.ts';

/** How the emulated BMS behaves. */
export interface JkOptions {
  readonly read: ReadPlant;
  /** Value of id C0; 1 is what present firmwares send. */
  readonly currentFormat?: 0 | 1;
}

/** The emulated BMS. */
export interface JkEmulator extends Emulator {
  /** Raises alarm bits of id 8B besides those of the battery's state; 0 clears them. */
  raise(bits: number): void;
}

const start = [0x4e, 0x57] as const;
/** Bytes of a frame besides its data: start 2, length 2, terminal 4, command, source, transport, record 4, 68, sum 4. */
const frameOverhead = 20;
const dataOffset = 11;
const command = { write: 0x02, read: 0x03, readAll: 0x06 } as const;
const fromBms = 0x00;
const reply = 0x01;

/** Sum of the bytes before `end`, 16 bits. */
function sumTo(bytes: Uint8Array, end: number): number {
  let sum = 0;
  for (const byte of bytes.subarray(0, end)) sum = (sum + byte) & 0xffff;
  return sum;
}

/** A whole frame around data; `terminal` and `record` are returned as they were asked. */
function frame(which: number, data: readonly number[], terminal: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(frameOverhead + data.length);
  const length = bytes.length - 2;
  bytes.set([...start, length >> 8, length & 0xff, ...terminal, which, fromBms, reply, ...data]);
  bytes[bytes.length - 5] = 0x68;
  const sum = sumTo(bytes, bytes.length - 4);
  bytes.set([sum >> 8, sum & 0xff], bytes.length - 2);
  return bytes;
}

/** Cuts a request: from 4E 57 as long as its length says. */
function takeRequest(held: Uint8Array): TakenRequest {
  let at = 0;
  while (at < held.length && (held[at] !== start[0] || (at + 1 < held.length && held[at + 1] !== start[1]))) at += 1;
  if (held.length < at + 4) return { used: at };
  const total = 2 + ((held[at + 2] ?? 0) << 8) + (held[at + 3] ?? 0);
  // Nothing a client may ask is longer; a broken length must not block the line.
  if (total < frameOverhead || total > 64) return { used: at + 2 };
  if (held.length < at + total) return { used: at };
  return { request: held.slice(at, at + total), used: at + total };
}

function isSound(request: Uint8Array): boolean {
  const end = request.length - 4;
  const sum = sumTo(request, end);
  return request[end - 1] === 0x68 && request[end + 2] === sum >> 8 && request[end + 3] === (sum & 0xff);
}

function valueOf(id: number, state: JkState): number[] | undefined {
  const value = jkPoints.get(id);
  return value === undefined ? undefined : [id, ...value(state)];
}

/** Makes an emulated JK BMS. */
export function createJkEmulator({ read, currentFormat = 1 }: JkOptions): JkEmulator {
  let alarms = 0;
  const switches: Record<0xab | 0xac, 0 | 1> = { 0xab: 1, 0xac: 1 };
  const startedMs = read().atMs;
  const stateNow = (): JkState => {
    const home = read();
    return {
      home,
      alarms,
      currentFormat,
      switches,
      runningMinutes: 57_856 + Math.floor((home.atMs - startedMs) / 60_000),
    };
  };
  return {
    name: 'jk-serial',
    baud: 115_200,
    takeRequest,
    respond(request) {
      if (!isSound(request)) return undefined;
      const which = request[8];
      const terminal = request.subarray(4, 8);
      const id = request.length > frameOverhead ? (request[dataOffset] ?? 0) : 0;
      if (which === command.write) {
        // It takes the two switches without its password, nothing else.
        if (id !== 0xab && id !== 0xac) return undefined;
        switches[id] = request[dataOffset + 1] === 1 ? 1 : 0;
        return frame(which, [id], terminal);
      }
      if (which !== command.read && which !== command.readAll) return undefined;
      const state = stateNow();
      // Id 0 with "read" means everything as well: so ask the clients that came before (mpp-solar's request).
      if (which === command.readAll || id === 0)
        return frame(
          which,
          [...jkPoints].flatMap(([at, value]) => [at, ...value(state)]),
          terminal,
        );
      const one = valueOf(id, state);
      return one === undefined ? undefined : frame(which, one, terminal);
    },
    raise(bits) {
      alarms = bits & 0x3fff;
    },
  };
}
