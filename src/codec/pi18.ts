// The wire format of PI18 (InfiniSolar V, 5048 Hybrid, LVX6048, Easun SV): as PI17, but requests carry a CRC as well and each
// CRC byte equal to `(`, CR or LF is counted up by one. LVX units are asked without the CRC, although the length counts it.
// Source: [mpp-solar] pi18, pi18lvx, pi18sv; [voltronic-pi18].
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import { caretAnswer, caretCommand } from './pi17.ts';
import { caretFramer, caretMaxFrame } from './pi17-framer.ts';
import type { WireFormat } from './wire.ts';

const cr = 0x0d;
const isReserved = (byte: number): boolean => byte === 0x28 || byte === cr || byte === 0x0a;
const adjusted = (byte: number): number => (isReserved(byte) ? byte + 1 : byte);

/** A received CRC byte: adjusted, or plain from units that do not. */
const isCrcByte = (computed: number, got: number | undefined): boolean =>
  got === computed || got === adjusted(computed);

/** Which commands go out with a CRC. */
type Sealed = (letters: string) => boolean;

const requestOf =
  (isSealed: Sealed) =>
  (command: string): Uint8Array => {
    const { kind, letters } = caretCommand(command);
    const text = fromLatin1(`^${kind}${String(letters.length + 3).padStart(3, '0')}${letters}`);
    if (!isSealed(letters)) return concatBytes(text, Uint8Array.of(cr));
    const crc = crc16Xmodem(text);
    return concatBytes(text, Uint8Array.of(adjusted(crc >>> 8), adjusted(crc & 0xff), cr));
  };

const wire = (id: string, title: string, isSealed: Sealed): WireFormat =>
  Object.freeze({
    id,
    title,
    maxFrame: caretMaxFrame,
    isNameless: true,
    request: requestOf(isSealed),
    framer: () => caretFramer(isCrcByte),
    answer: caretAnswer,
  });

/** PI18, every request with its CRC. */
export const pi18Wire: WireFormat = wire('pi18', 'PI18 text with length and CRC', () => true);

/** PI18 of LVX units: requests without a CRC. */
export const pi18LvxWire: WireFormat = wire('pi18-lvx', 'PI18 text, asked without CRC', () => false);

/** What SV units are asked without a CRC. */
const unsealed = /^(?:PI|T|ET|EY\d*|EM\d*|ID|DI|GS|MCHGC\d.*|MUCHGC\d.*)$/;

/** PI18 of Easun SV units: some requests with a CRC, some without. */
export const pi18SvWire: WireFormat = wire(
  'pi18-sv',
  'PI18 text, some asked without CRC',
  (letters) => !unsealed.test(letters),
);
