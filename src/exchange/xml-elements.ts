// XML read element by element from a stream, with little held: names without their namespace, the text of leaves, attributes of
// what has them. It checks no grammar; what is not well formed ends in an error or in elements that nobody asked for.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { textOf } from './text-lines.ts';

/** What a reader of elements is told. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  /** `text` is that of an element without others in it; else it is what stands behind the last of them. */
  | { readonly kind: 'close'; readonly name: string; readonly text: string; readonly line: number };

/** Longest tag or text between two tags, characters. */
const longest = 65_536;
/** A comment or a CDATA section, an end, or a beginning that may end itself; `<?…?>` and `<!…>` are passed over. */
const tag =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.-]+:)?([\w.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>|<[?!][^>]*>/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);

/** The value of an attribute; undefined if there is none. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : plain(value);
}

/** The elements of a file in the order in which they begin and end. Errors: `input.invalid` for a tag or a text without an end. */
export async function* xmlEvents(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly XmlEvent[]> {
  let rest = '';
  let text = '';
  let line = 1;
  for await (const part of textOf(bytes)) {
    rest += part;
    const events: XmlEvent[] = [];
    let end = 0;
    for (const match of rest.matchAll(tag)) {
      const [whole, section, slash, , name, attributes = '', self] = match;
      const between = rest.slice(end, match.index);
      text += plain(between) + (section ?? '');
      line += between.split('\n').length + whole.split('\n').length - 2;
      end = match.index + whole.length;
      if (name === undefined) continue;
      if (slash === '/') events.push({ kind: 'close', name, text: text.trim(), line });
      else events.push({ kind: 'open', name, attributes });
      if (self === '/') events.push({ kind: 'close', name, text: '', line });
      text = '';
    }
    rest = rest.slice(end);
    if (rest.length > longest || text.length > longest)
      throw new SolsteadError('input.invalid', { at: file, why: because('xml.long', { line, most: longest }) });
    if (events.length > 0) yield events;
  }
}
