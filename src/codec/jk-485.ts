// The wire format of the old JK active balancers (JK-DZ11-B2A24S) on RS485: 7 bytes ask, 74 bytes answer, both with a sum.
// Source: [mpp-solar] jk485.
import { because } from '#core/reason.ts';
import { sum8 } from '#core/checksum.ts';
import { type FrameKinds, type FrameStart, scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

const answerBytes = 74;
const requestBytes = 7;
const readAll = 0xff;

function start(mark: readonly number[], bytes: number): FrameStart {
  return {
    mark,
    length: () => bytes,
    isGood: (held, from, end) => held[end - 1] === sum8(held, from, end - 1),
  };
}

const kinds: FrameKinds = {
  maxFrame: answerBytes,
  headerBytes: 2,
  starts: [start([0xeb, 0x90], answerBytes), start([0x55, 0xaa], requestBytes)],
};
const framer = scanFrames(kinds);

/** JK balancers at 9600 8N1, the one of this address; the one command is `read_all`, the payload the whole frame. */
export function jk485Wire(unit: number): WireFormat {
  return Object.freeze({
    id: 'jk-485',
    title: 'JK balancer EB 90',
    maxFrame: answerBytes,
    request(command: string) {
      if (command !== 'read_all') throw new TypeError(`assertion: "${command}" is not a command of JK balancers`);
      const bytes = Uint8Array.of(0x55, 0xaa, unit, readAll, 0, 0, 0);
      bytes[requestBytes - 1] = sum8(bytes, 0, requestBytes - 1);
      return bytes;
    },
    framer,
    answer(frame: Uint8Array): Answer {
      if (frame[0] === 0x55) return { kind: 'foreign', why: because('frame.echo') };
      if (frame[2] !== unit)
        return { kind: 'foreign', why: because('frame.other-address', { address: frame[2] ?? 0 }) };
      if (frame[3] !== readAll)
        return { kind: 'foreign', why: because('frame.other-command', { command: frame[3] ?? 0 }) };
      return { kind: 'payload', payload: frame };
    },
  });
}
