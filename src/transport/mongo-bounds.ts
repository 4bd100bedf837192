// How much of a MongoDB server is believed: its driver keeps whatever a message announces, up to 2 GiB, and unpacks what nobody asked to be
// packed. Here each header is looked at before the driver has the bytes. Source: MongoDB specifications, "Message Header", "OP_COMPRESSED".
// oxlint-disable-next-line typescript/triple-slash-reference -- the package has no types of its inside, and a script that declares them cannot be imported
/// <reference path="./mongodb-connection.d.ts" />
import { SizedMessageTransform } from 'mongodb/lib/cmap/connection.js';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Longest message of a server, bytes: it answers greetings and how many documents it took. */
export const mostMessageBytes = 1_048_576;
const headerBytes = 16;
/** OP_REPLY and OP_MSG. */
const known: readonly number[] = [1, 2013];

interface Reading {
  header: Buffer;
  /** Bytes of the message that are still to come. */
  left: number;
}

/** Follows the messages in a stream. Errors: `link.unavailable` for one that is too long, or of a kind that is no answer. */
export function messageGuard(): (chunk: Uint8Array) => void {
  const reading: Reading = { header: Buffer.alloc(0), left: 0 };
  return (chunk) => {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) {
      const passed = Math.min(reading.left, rest.length);
      reading.left -= passed;
      rest = rest.subarray(passed);
      const taken = rest.subarray(0, headerBytes - reading.header.length);
      reading.header = Buffer.concat([reading.header, taken]);
      rest = rest.subarray(taken.length);
      if (reading.header.length < headerBytes) return;
      const bytes = reading.header.readInt32LE(0);
      const isAnswer =
        bytes >= headerBytes && bytes <= mostMessageBytes && known.includes(reading.header.readInt32LE(12));
      if (!isAnswer)
        throw new SolsteadError('link.unavailable', {
          at: 'mongodb',
          why: because('mongo.message', { most: mostMessageBytes }),
        });
      reading.left = bytes - headerBytes;
      reading.header = Buffer.alloc(0);
    }
  };
}

const guards = new WeakMap<object, (chunk: Uint8Array) => void>();
let isGuarded = false;

/** Puts the guard in front of every connection of the driver. */
export function guardMongoDriver(): void {
  if (isGuarded) return;
  isGuarded = true;
  const { prototype } = SizedMessageTransform;
  const plain = prototype._transform;
  if (typeof plain !== 'function') throw new TypeError('assertion: a MongoDB driver of another version');
  prototype._transform = function guarded(this: object, ...given: Parameters<typeof plain>) {
    const [chunk, , done] = given;
    try {
      guards.getOrInsertComputed(this, messageGuard)(chunk);
    } catch (error) {
      done(error instanceof Error ? error : new TypeError('assertion: no error'));
      return;
    }
    plain.call(this, ...given);
  };
}
