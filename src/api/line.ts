// Text in one line, as people write names and programs write ids: without what nobody sees.
import Type, { type TStringOptions } from 'typebox';

/**
 * Pattern of a line of text: no control characters, no zero-width space, no marks that turn the direction of writing. The
 * joiners U+200C and U+200D are allowed: Persian, Indian scripts and emoji are written with them.
 */
export const lineOfText =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]*$';

/** What else is asked of a line. A form of its own says itself which characters it takes: that is a `Type.String` with a pattern. */
type LineOptions = TStringOptions & { readonly pattern?: never };

/** A line of text. */
export const line = (options: LineOptions = {}) => Type.String({ ...options, pattern: lineOfText });

/** Several lines of text: line feeds beside what a line has. */
export const lines = (options: LineOptions = {}) =>
  Type.String({ ...options, pattern: lineOfText.replace('\\u0000-\\u001f', '\\u0000-\\u0009\\u000b-\\u001f') });
