// The kinds of outputs of readings as a daemon's file may set them: the schemas of the interface, as documents are checked.
import { OutputFilter } from '#api/outputs.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Schema } from '#core/schema-check.ts';
import type { KnownOutputs } from '#daemon/known.ts';
import { assertWaits, builtInKinds, checkedFilter, type OutputKinds, setKind } from '#outputs/kinds.ts';
import { assertDevices } from '#outputs/named-devices.ts';

const kinds = ['object', 'array', 'string', 'number', 'integer', 'boolean'] as const;

/** A schema of the interface, as far as a document is checked by it: what it says beside is checked by the kind itself. */
function plainSchema(given: unknown): Schema {
  if (!isRecord(given)) return {};
  const { type, description, anyOf, minimum, maximum, required, properties, items, maxItems } = given;
  const common = typeof description === 'string' ? { description } : {};
  if ('const' in given && ['string', 'number', 'boolean'].includes(typeof given['const']))
    return {
      ...common,
      ...(typeof given['const'] === 'boolean' ? { type: 'boolean' } : { enum: [given['const'] as string | number] }),
    };
  if (Array.isArray(anyOf)) {
    const parts = anyOf.map(plainSchema);
    const words = parts.flatMap((part) => part.enum ?? []);
    return words.length === parts.length ? { ...common, enum: words } : { ...common, anyOf: parts };
  }
  const known = kinds.find((one) => one === type);
  return {
    ...common,
    ...(known === undefined ? {} : { type: known }),
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' ? { maximum } : {}),
    ...(typeof maxItems === 'number' ? { maxItems } : {}),
    ...(items === undefined ? {} : { items: plainSchema(items) }),
    ...(Array.isArray(required) ? { required: required.map(String) } : {}),
    ...(isRecord(properties)
      ? {
          additionalProperties: false,
          properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, plainSchema(one)])),
        }
      : {}),
  };
}

/** What has a standard may be left out. */
function withStandards(schema: unknown): Schema {
  const plain = plainSchema(schema);
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {};
  const hasStandard = (key: string): boolean => isRecord(properties[key]) && 'default' in properties[key];
  return { ...plain, required: (plain.required ?? []).filter((key) => !hasStandard(key)) };
}

/** The kinds of outputs of readings. */
export const knownOutputs = (kinds: OutputKinds = builtInKinds): KnownOutputs => ({
  schemas: Object.fromEntries(
    kinds.names.map((name) => [name, withStandards(JSON.parse(JSON.stringify(kinds.find(name)?.schema ?? {})))]),
  ),
  filter: plainSchema(OutputFilter),
  check({ settings: given, filter, devices }) {
    try {
      // Energy is counted by the ledger of a home, which is not here.
      const plain = given.kind === 'home-assistant' && !('energy' in given) ? { ...given, energy: false } : given;
      if ('energy' in plain && plain.energy) return { why: because('daemon.unsteady'), at: ['energy'] };
      const { settings, kind } = setKind(plain, kinds);
      checkedFilter(filter, kind, devices);
      assertWaits(filter, { kind, settings });
      assertDevices({ kind, settings }, { ids: devices, names: [] });
      // All of a file are of one home, whatever it is called.
      return { settings, isKept: kind.keeps(settings as never) === 'all', place: kind.alone?.(settings as never, '') };
    } catch (error) {
      if (!isSolsteadError(error)) throw error;
      const at = error.at.split('.').filter((part) => part !== '');
      const place = at[0] === 'filter' ? at : at.slice(1);
      return { why: error.reason ?? because('output.settings', { said: error.code }), at: place };
    }
  },
});
