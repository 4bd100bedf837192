// Thai: what others said.
import type { outsideReasons as english } from '#core/reasons/outside.ts';
import type { Texts } from '../../language.ts';

/** Thai, by code. */
export const outsideReasons: Texts<typeof english> = {
  'outside.said': '{said}',
  'outside.at': '{at}: {reason}',
};
