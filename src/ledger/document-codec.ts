// What the ledger persists as JSON is written with a version and checked when it is read: a record that is damaged, or that a
// newer Solstead wrote, is reported by name instead of being computed with; one of an earlier version is upgraded.
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { SolsteadError } from '#core/errors.ts';

/** How one kind of record is written and read. */
export interface DocumentCodec<Content> {
  encode(content: Content): string;
  /** `at` names the record. Errors: `store.corrupt`, `store.newer`. */
  decode(text: string, at: string): Content;
  /** The same for JSON that has already been parsed. */
  check(stored: unknown, at: string): Content;
  /** What {@link check} takes. */
  wrap(content: Content): unknown;
}

/** What a codec is made of. */
export interface CodecOptions<Schema extends TSchema, Content> {
  /** What is written now; counts from 1. */
  readonly version: number;
  readonly schema: Schema;
  /** Gives the content its type; the compiler proves that the schema fits it. */
  typed(checked: Static<Schema>): Content;
  /** Converts content of an earlier version; version 0 had no version written. Absent: it was the same. */
  upgrade?(content: unknown, version: number): unknown;
  /** Whether records without a version were texts, not JSON. */
  readonly wasText?: boolean;
}

interface Versioned {
  readonly version: number;
  readonly content: unknown;
}

function versioned(stored: unknown): Versioned {
  if (typeof stored === 'object' && stored !== null && 'v' in stored && 'content' in stored) {
    const { v, content } = stored;
    if (typeof v === 'number' && Number.isInteger(v)) return { version: v, content };
  }
  return { version: 0, content: stored };
}

/** A codec of one kind of record. */
export function documentCodec<Schema extends TSchema, Content>(
  options: CodecOptions<Schema, Content>,
): DocumentCodec<Content> {
  const { version: now, typed, upgrade, wasText = false } = options;
  let compiled: ReturnType<typeof Compile<Schema>> | undefined;
  const check = (stored: unknown, at: string): Content => {
    const { version, content } = versioned(stored);
    if (version > now)
      throw new SolsteadError('store.newer', { at, why: because('document.version', { version, known: now }) });
    // Made when the first record is read: most homes have no record of most kinds.
    compiled ??= Compile(options.schema);
    const current: unknown = version < now ? (upgrade?.(content, version) ?? content) : content;
    if (compiled.Check(current)) return typed(current);
    const [first] = compiled.Errors(current);
    const why =
      first === undefined
        ? because('document.broken')
        : because('outside.said', { said: external(`${first.instancePath} ${first.message}`.trim()) });
    throw new SolsteadError('store.corrupt', { at, why });
  };
  return {
    encode: (content) => JSON.stringify({ v: now, content }),
    wrap: (content) => ({ v: now, content }),
    check,
    decode(text, at) {
      let stored: unknown;
      try {
        stored = JSON.parse(text);
      } catch (thrown) {
        if (!wasText) throw new SolsteadError('store.corrupt', { at, why: said(thrown), cause: thrown });
        stored = text;
      }
      return check(stored, at);
    },
  };
}
