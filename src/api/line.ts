// Text in one line, as people write names and programs write ids: without what nobody sees.
import Type, { type TStringOptions } from 'typebox';

/**
 * Pattern of a line of text: no control characters, no zero-width space, no marks that turn the direction of writing. The
 * joiners U+200C and U+200D are allowed: Persian, Indian scripts and emoji are written with them.
 */
export const lineOfText =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]*$';

/** A line of text. */
export const line = (options: TStringOptions = {}) => Type.String({ ...options, pattern: lineOfText });
