// Links of bytes over the home's broker: a bridge with a radio writes what comes on `NAME/command` to its line, and publishes what the
// line says on `NAME/result`, both as hex digits. It is the device's serial line in two topics; the messages carry no more.
// Source: [mpp-solar], ports of the type MQTT.
import { byteMs as byteMsOf, formatAddress, type LinkAddress } from '#core/address.ts';
import { fromHex, printable, toHex, toLatin1 } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import { because } from '#core/reason.ts';
import { makeByteLink, type Port, type PortEvents } from './byte-link.ts';
import { completeMode } from './serial-mode.ts';

/** The part of the address such a link needs. */
type MqttLineAddress = Extract<LinkAddress, { scheme: 'mqtt-line' }>;

/** A bridge gathers what its line says, and the radio takes its time: longest silence inside an answer, ms. */
const silenceMs = 1000;
/** Longest message that is read, letters of hex: more than any frame. */
const mostLetters = 8192;

/** The bytes of a result; none if it is not hex. */
export function bytesOfResult(payload: Uint8Array): Uint8Array {
  if (payload.length > mostLetters) return new Uint8Array(0);
  const digits = toLatin1(payload).replaceAll(/\s/g, '');
  return digits.length % 2 === 0 && /^[\dA-F]+$/i.test(digits) ? fromHex(digits) : new Uint8Array(0);
}

/** What goes out: the bytes, and as text what of them can be read. */
const commandOf = (bytes: Uint8Array): string =>
  JSON.stringify({ command: printable(bytes).replaceAll(/\\x[\da-f]{2}/g, ''), command_hex: toHex(bytes) });

/** So long a closed link stays subscribed, ms: a broker that is told to end and to begin at once may do both in the other order. */
const lingerMs = 500;

/** A link over two topics of a broker. */
export function makeMqttLineLink(address: MqttLineAddress, broker: MessageLink, clock: Clock): Link {
  const name = formatAddress(address);
  let events: PortEvents | undefined;
  let endings: (() => void)[] = [];
  let cancelEnd = (): void => undefined;
  const end = (): void => {
    for (const ending of endings) ending();
    endings = [];
  };
  const begin = (): void => {
    endings = [
      broker.subscribe(`${address.topic}/result`, ({ payload, retained }: TopicMessage) => {
        // What the broker keeps was said before anybody asked. What is no hex costs something, too.
        if (!retained) events?.onBytes(bytesOfResult(payload), payload.length);
      }),
      broker.onState((isConnected) => {
        if (isConnected) return;
        end();
        events?.onClosed(because('mqtt.lost'));
      }),
    ];
  };
  const open = async (opened: PortEvents): Promise<Port> => {
    if (!broker.isConnected) throw new SolsteadError('link.unavailable', { at: name, why: because('mqtt.lost') });
    cancelEnd();
    events = opened;
    if (endings.length === 0) begin();
    return {
      write: (bytes) =>
        broker.publish(`${address.topic}/command`, commandOf(bytes), {
          // What waited for the broker would be carried out when nobody expects it.
          onSend: () => undefined,
        }),
      async close() {
        events = undefined;
        cancelEnd = clock.after(lingerMs, end);
      },
    };
  };
  return makeByteLink({ name, byteMs: byteMsOf(completeMode({})), silenceMs, padded: false, open }, clock);
}
