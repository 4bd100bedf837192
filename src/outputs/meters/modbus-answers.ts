// A meter behind Modbus TCP: requests that are read and answered, byte by byte. Registers can be read and not written.
// Sources: MODBUS Application Protocol V1.1b3 (§6 functions 3 and 4, §7 exceptions); MODBUS Messaging on TCP/IP V1.0b, §3.1.
import type { StreamAnswered, StreamAnswerer } from '#core/answering.ts';
import type { SunSpecMap } from './sunspec-map.ts';

const headLength = 7;
/** A PDU has at most 253 bytes, and the length counts the unit, too. */
const mostLength = 254;
const mostRegisters = 125;
/** Requests that come at once; who sends more than it reads is not a meter's follower. */
const mostAtOnce = 8;

/**
 * Exceptions. While there is no fresh reading what is measured is answered by `failure`: it is one of the four that every client knows, and
 * unlike the words for "not implemented" nobody takes it for −32 768 W.
 */
const exceptions = { function: 1, address: 2, value: 3, failure: 4, noTarget: 11 } as const;

const wordAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

function answerPdu(pdu: Uint8Array, map: SunSpecMap): readonly number[] {
  const code = pdu[0] ?? 0;
  const refuse = (why: number): readonly number[] => [code | 0x80, why];
  if (code !== 3 && code !== 4) return refuse(exceptions.function);
  const count = wordAt(pdu, 3);
  if (pdu.length !== 5 || count < 1 || count > mostRegisters) return refuse(exceptions.value);
  const words = map.words(wordAt(pdu, 1), count);
  if (words === undefined) return refuse(exceptions.address);
  if (words === 'silent') return refuse(exceptions.failure);
  return [code, 2 * count, ...words.flatMap((word) => [word >> 8, word & 0xff])];
}

/** What a connection of Modbus TCP is answered; `onAsked` hears whether registers were given, not an exception. Bytes that begin no request end it: nobody knows where the next one begins. */
export function modbusAnswers(unit: number, map: SunSpecMap, onAsked: (isGiven: boolean) => void): StreamAnswerer {
  let held: Uint8Array = new Uint8Array(0);
  return (bytes): StreamAnswered => {
    let left = held.length === 0 ? bytes : Uint8Array.from([...held, ...bytes]);
    const out: number[] = [];
    for (let answered = 0; left.length >= headLength; answered += 1) {
      const length = wordAt(left, 4);
      const isRequest = wordAt(left, 2) === 0 && length >= 2 && length <= mostLength;
      if (!isRequest || answered === mostAtOnce) return { bytes: Uint8Array.from(out), isEnd: true };
      if (left.length < 6 + length) break;
      const [to, pdu] = [left[6] ?? 0, left.subarray(headLength, 6 + length)];
      // One that is alone behind TCP is also meant by 0 and 255.
      const isMeant = to === unit || to === 0 || to === 255;
      const answer = isMeant ? answerPdu(pdu, map) : [(pdu[0] ?? 0) | 0x80, exceptions.noTarget];
      if (isMeant) onAsked(((answer[0] ?? 0) & 0x80) === 0);
      out.push(...left.subarray(0, 4), (answer.length + 1) >> 8, (answer.length + 1) & 0xff, to, ...answer);
      left = left.subarray(6 + length);
    }
    held = left.slice();
    return { bytes: Uint8Array.from(out), isEnd: false };
  };
}
