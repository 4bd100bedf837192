// Every definition Solstead knows, in the order people see them.
import { SolsteadError } from '#core/errors.ts';
import type { Definition } from './definition.ts';
import { batteryDefinitions, victronDefinitions } from './battery-definitions.ts';
import { modbusDefinitions } from './modbus-definitions.ts';
import { jkSerial } from './jikong/jk-serial.ts';
import { shellyPro3 } from './shelly/pro3.ts';
import { shellyPro3em } from './shelly/pro3em.ts';
import { pi16, pi16bare } from './voltronic/pi16.ts';
import { pi17, pi17infini, pi17m058 } from './voltronic/pi17.ts';
import { pi18, pi18lvx, pi18sv } from './voltronic/pi18.ts';
import { pi30 } from './voltronic/pi30.ts';
import { pi30m044, pi30m045, pi30max, pi30mst } from './voltronic/pi30max.ts';
import { pi30revo } from './voltronic/pi30revo.ts';
import { pi41 } from './voltronic/pi41.ts';

/** All definitions. */
export const definitions: readonly Definition[] = Object.freeze([
  pi30,
  pi30max,
  pi30m044,
  pi30m045,
  pi30mst,
  pi41,
  pi30revo,
  pi18,
  pi18lvx,
  pi18sv,
  pi17,
  pi17infini,
  pi17m058,
  pi16,
  pi16bare,
  jkSerial,
  ...batteryDefinitions,
  ...victronDefinitions,
  ...modbusDefinitions,
  shellyPro3em,
  shellyPro3,
]);

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
