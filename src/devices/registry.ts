// Every definition Solstead knows, in the order people see them.
import { SolsteadError } from '#core/errors.ts';
import type { Definition } from './definition.ts';
import { jkSerial } from './jikong/jk-serial.ts';
import { shellyPro3 } from './shelly/pro3.ts';
import { shellyPro3em } from './shelly/pro3em.ts';
import { pi30 } from './voltronic/pi30.ts';

/** All definitions. */
export const definitions: readonly Definition[] = Object.freeze([pi30, jkSerial, shellyPro3em, shellyPro3]);

/** The definition with this id or alias, in any case. Errors: `protocol.unknown`. */
export function definitionOf(idOrAlias: string): Definition {
  const found = findDefinition(idOrAlias);
  if (found === undefined) {
    const known = definitions.map(({ id }) => id).join(', ');
    throw new SolsteadError('protocol.unknown', { at: idOrAlias, why: `no such protocol; known are ${known}` });
  }
  return found;
}

/** The definition with this id or alias, in any case; undefined where there is none. */
export function findDefinition(idOrAlias: string): Definition | undefined {
  const wanted = idOrAlias.toLowerCase();
  return definitions.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
}
