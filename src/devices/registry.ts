// Every definition Solstead knows, in the order people see them.
import { SolsteadError } from '#core/errors.ts';
import type { Definition } from './definition.ts';
import { batteryDefinitions, victronDefinitions } from './battery-definitions.ts';
import { nearest } from './nearest.ts';
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
import { pi34 } from './voltronic/pi34.ts';
import { pi41 } from './voltronic/pi41.ts';

/** All definitions. */
export const definitions: readonly Definition[] = Object.freeze([
  pi30,
  pi30max,
  pi30m044,
  pi30m045,
  pi30mst,
  pi34,
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

/** A file of a user's device that has problems: its devices do not start. */
export interface BrokenDefinition {
  readonly file: string;
  /** The id it was to have, where it can be told. */
  readonly id?: string;
  /** `my.yaml:14:41: …`, in the order of the file. */
  readonly problems: readonly string[];
}

/** The definitions of one process: the built-in ones and those of its owner. */
export interface Registry {
  readonly definitions: readonly Definition[];
  readonly broken: readonly BrokenDefinition[];
  /** The definition with this id or alias, in any case; undefined where there is none. */
  find(idOrAlias: string): Definition | undefined;
  /** The same. Errors: `protocol.unknown`. */
  definitionOf(idOrAlias: string): Definition;
}

/** A registry of these definitions. */
export function registryOf(known: readonly Definition[], broken: readonly BrokenDefinition[] = []): Registry {
  const find = (idOrAlias: string): Definition | undefined => {
    const wanted = idOrAlias.toLowerCase();
    return known.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
  };
  return {
    definitions: known,
    broken,
    find,
    definitionOf(idOrAlias) {
      const found = find(idOrAlias);
      if (found !== undefined) return found;
      const own = broken.find(({ id }) => id === idOrAlias.toLowerCase());
      const why =
        own === undefined
          ? `no such protocol${nearest(
              idOrAlias,
              known.flatMap(({ id, aliases }) => [id, ...aliases]),
            )}`
          : `its file has problems: ${own.problems.join('; ')}`;
      throw new SolsteadError('protocol.unknown', { at: idOrAlias, why });
    },
  };
}

/** The built-in definitions. */
export const builtIn: Registry = Object.freeze(registryOf(definitions));

/** Of the built-in definitions only. */
export const { definitionOf, find: findDefinition } = builtIn;
