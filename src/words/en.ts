// English: the source of every other language.
import { reasons } from '#core/reason.ts';

/** Every message in English by its code, as ICU MessageFormat: reasons of errors and decisions, and the texts of the app. */
export const en = Object.freeze({ ...reasons } as const);

/** Code of a message. */
export type MessageCode = keyof typeof en;
