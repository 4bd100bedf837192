// The part of XML that market documents need: elements and their text. Declarations of types and entities are refused, so nothing can
// grow or reach outside the text.
import { because } from '#core/reason.ts';
import { unreadable } from './slots.ts';

/** An element without its namespace's prefix. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

interface OpenElement extends Element {
  text: string;
  readonly children: Element[];
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>|([^<]+)/gy;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const deepest = 30;

const plain = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '');

/** The outermost element of a text; `series.invalid` for what is not well-formed or declares types. */
export function parseXml(text: string): Element {
  const top: OpenElement = { name: '', text: '', children: [] };
  const open = [top];
  let end = 0;
  for (const match of text.replace(/^\uFEFF/, '').matchAll(token)) {
    const [whole, cdata, closing, prefixed = '', , empty, words] = match;
    end = match.index + whole.length;
    const element = open.at(-1) ?? top;
    if (prefixed === '') {
      element.text += cdata ?? (words === undefined ? '' : plain(words));
      continue;
    }
    const name = prefixed.slice(prefixed.indexOf(':') + 1);
    if (closing === '/') {
      if (element.name !== name || open.length === 1) throw unreadable('xml', because('xml.closes', { name }));
      open.pop();
      continue;
    }
    const child: OpenElement = { name, text: '', children: [] };
    element.children.push(child);
    if (empty !== '/') open.push(child);
    if (open.length > deepest) throw unreadable('xml', because('xml.deep'));
  }
  const [outermost, ...others] = top.children;
  if (end < text.replace(/^\uFEFF/, '').length || open.length > 1 || outermost === undefined || others.length > 0)
    throw unreadable('xml', because('xml.broken'));
  return outermost;
}

/** The elements of a name below another, one step deep. */
export const childrenOf = ({ children }: Element, name: string): Element[] =>
  children.filter((child) => child.name === name);

/** The text below an element by a path of names; absent if there is none. */
export function textAt(element: Element, ...path: readonly string[]): string | undefined {
  const found = path.reduce<Element | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    element,
  );
  return found?.text.trim();
}
