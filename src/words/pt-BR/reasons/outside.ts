// Portuguese of Brazil: reasons, the part of outside.
import type { Texts } from '../../language.ts';
import type { outsideReasons as english } from '#core/reasons/outside.ts';

/** Portuguese of Brazil, by code. */
export const outsideReasons: Texts<typeof english> = {
  'outside.said': '{said}',
  'outside.at': '{at}: {reason}',
};
