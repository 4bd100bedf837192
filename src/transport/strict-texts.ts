// Texts of packets that are not valid UTF-8: mqtt-packet reads them with U+FFFD in place of what is wrong, so that two such topics
// become one, which neither client meant.
import { isUtf8 } from 'node:buffer';

/** What is used of a parser of mqtt-packet; its types tell none of it. */
interface TextParser {
  _list: { slice(from: number, to: number): Buffer };
  /** Where it reads in the packet; absent before the first one. */
  _pos?: number;
  _parseString(): string | null;
}

const hasTexts = (found: unknown): found is TextParser =>
  typeof found === 'object' && found !== null && '_list' in found && '_parseString' in found;

/**
 * From now on a packet with a text that is no UTF-8 ends the connection of this client of Aedes, as an error of its parser.
 * Source: MQTT 3.1.1, MQTT-1.5.3-1.
 */
export function refuseBrokenTexts(client: object): void {
  const parser: unknown = Reflect.get(client, '_parser');
  if (!hasTexts(parser)) throw new TypeError('assertion: a client of Aedes has a parser of mqtt-packet');
  const read = parser._parseString.bind(parser);
  parser._parseString = () => {
    // Its length stands in two bytes before it.
    const from = (parser._pos ?? 0) + 2;
    const text = read();
    // A text that holds U+FFFD itself is as good as any other.
    const isSuspect = text?.includes('\uFFFD') === true;
    return isSuspect && !isUtf8(parser._list.slice(from, parser._pos ?? from)) ? null : text;
  };
}
