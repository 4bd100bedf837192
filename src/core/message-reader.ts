// Reads ICU MessageFormat, `{count, plural, one {# device} other {# devices}}`: the part of it that Solstead uses (plain,
// number, date, plural and select gaps, quoting by apostrophe), small enough for a room without dependencies. Its tests
// compare it with FormatJS, message by message.

/** Number formats that a message may name: `{share, number, percent}`. */
export const numberStyles: Readonly<Record<string, Intl.NumberFormatOptions>> = {
  percent: { style: 'percent', maximumFractionDigits: 0 },
  integer: { maximumFractionDigits: 0 },
  one: { maximumFractionDigits: 1 },
  two: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  three: { minimumFractionDigits: 3, maximumFractionDigits: 3 },
};

/** Date formats that a message may name: `{atMs, date, moment}`. */
export const dateStyles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  moment: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
  day: { year: 'numeric', month: 'short', day: 'numeric' },
};

/** A gap of a message. */
export interface Gap {
  readonly name: string;
  readonly kind: 'plain' | 'number' | 'date' | 'plural' | 'select';
  readonly style: string;
  readonly cases: ReadonlyMap<string, readonly Piece[]>;
}
/** A message in pieces: its words and its gaps. */
export type Piece = string | Gap;

const fault = (text: string, what: string): TypeError => new TypeError(`assertion: message "${text}": ${what}`);

/** Reads one message; a fault in it is our own mistake. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Pieces up to the end, or to the brace that closes a case; `counted` is the plural that `#` stands for. */
  pieces(counted?: string, depth = 0): readonly Piece[] {
    const found: Piece[] = [];
    let literal = '';
    const keep = (gap: Gap): void => {
      if (literal !== '') found.push(literal);
      literal = '';
      found.push(gap);
    };
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === undefined || sign === '}') {
        if ((sign === undefined) !== (depth === 0)) throw fault(this.#text, 'its braces do not match');
        if (literal !== '') found.push(literal);
        return found;
      }
      this.#at += 1;
      if (sign === '{') keep(this.#gap(depth));
      else if (sign === '#' && counted !== undefined) {
        keep({ name: counted, kind: 'number', style: '', cases: new Map() });
      } else literal += sign === "'" ? this.#quoted() : sign;
    }
  }

  /** Two apostrophes are one; one before a brace quotes up to the next. */
  #quoted(): string {
    const next = this.#text[this.#at];
    if (next === "'") {
      this.#at += 1;
      return "'";
    }
    if (next !== '{' && next !== '}') return "'";
    const end = this.#text.indexOf("'", this.#at);
    if (end < 0) throw fault(this.#text, 'a quote is not closed');
    const quoted = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return quoted;
  }

  #until(signs: string): string {
    const from = this.#at;
    while (this.#at < this.#text.length && !signs.includes(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#text.slice(from, this.#at).trim();
  }

  #skip(sign: string): boolean {
    const isThere = this.#text[this.#at] === sign;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #gap(depth: number): Gap {
    const name = this.#until(',}');
    const kind = this.#skip(',') ? this.#until(',}') : 'plain';
    if (!/^\w+$/.test(name)) throw fault(this.#text, `"${name}" is no name of a parameter`);
    const hasMore = this.#skip(',');
    if (kind === 'plural' || kind === 'select') {
      const cases = this.#cases(kind === 'plural' ? name : undefined, depth);
      if (!cases.has('other')) throw fault(this.#text, `${name} has no case "other"`);
      return { name, kind, style: '', cases };
    }
    const style = hasMore ? this.#until('}') : '';
    if (!this.#skip('}')) throw fault(this.#text, 'its braces do not match');
    if (kind !== 'plain' && kind !== 'number' && kind !== 'date') throw fault(this.#text, `${kind} is not known`);
    const styles = kind === 'number' ? numberStyles : dateStyles;
    if (style !== '' && !Object.hasOwn(styles, style)) throw fault(this.#text, `the style ${style} is not known`);
    return { name, kind, style, cases: new Map() };
  }

  #cases(counted: string | undefined, depth: number): ReadonlyMap<string, readonly Piece[]> {
    const found = new Map<string, readonly Piece[]>();
    for (let name = this.#until('{}'); this.#skip('{'); name = this.#until('{}')) {
      found.set(name, this.pieces(counted, depth + 1));
      if (!this.#skip('}')) throw fault(this.#text, 'its braces do not match');
    }
    if (!this.#skip('}')) throw fault(this.#text, 'its braces do not match');
    return found;
  }
}

const read = new Map<string, readonly Piece[]>();

/** The pieces of a message, read once. Throws TypeError if the text is not a message: that is our own mistake. */
export function piecesOf(text: string): readonly Piece[] {
  let pieces = read.get(text);
  if (pieces === undefined) {
    pieces = new Reader(text).pieces();
    read.set(text, pieces);
  }
  return pieces;
}
