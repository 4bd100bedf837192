// A field of a request that the contract does not know: most likely a misspelt word, whose effect would be missed.
import { isRecord } from '#core/entries.ts';
import { IsArray, IsObject, IsUnion, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** Where it is, and the fields that are known there. */
export interface UnknownField {
  readonly path: readonly string[];
  readonly known: readonly string[];
}

/** Whether a value has the fixed words of a schema, such as its `kind`: which of several was meant. */
export function isMeant(schema: TSchema, value: Readonly<Record<string, unknown>>): boolean {
  if (!IsObject(schema)) return false;
  return Object.entries<TSchema>(schema.properties).every(([name, part]) => {
    if ('const' in part) return part.const === value[name];
    // A kind may be one of many that are called alike.
    return name !== 'kind' || Value.Check(part, value[name]);
  });
}

/**
 * A schema with the one form that a value means where there are several: what is wrong is then looked for in that one. Of all forms only
 * the first few complaints would be told, and none of the form that was meant where it stands far behind.
 */
export function meantSchema(schema: TSchema, value: unknown): TSchema {
  if (!isRecord(value)) return schema;
  if (IsUnion(schema)) {
    const [own, ...others] = schema.anyOf.filter((each) => isMeant(each, value));
    return own === undefined || others.length > 0 ? schema : meantSchema(own, value);
  }
  if (!IsObject(schema)) return schema;
  const parts = Object.entries<TSchema>(schema.properties).map(([name, part]): readonly [string, TSchema] => [
    name,
    meantSchema(part, value[name]),
  ]);
  const properties: Readonly<Record<string, TSchema>> = Object.fromEntries(parts);
  return { ...schema, properties };
}

/** The first field of a value that its schema does not know. */
export function unknownField(schema: TSchema, value: unknown, path: readonly string[] = []): UnknownField | undefined {
  if (IsUnion(schema)) {
    if (!isRecord(value)) return undefined;
    const meant = schema.anyOf.filter((each) => isMeant(each, value));
    const [own] = meant.toSorted((one, other) => Number(Value.Check(other, value)) - Number(Value.Check(one, value)));
    return own === undefined ? undefined : unknownField(own, value, path);
  }
  if (IsArray(schema) && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = unknownField(schema.items, item, [...path, String(index)]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!IsObject(schema) || !isRecord(value)) return undefined;
  const known = Object.keys(schema.properties);
  const isOpen = 'additionalProperties' in schema && isRecord(schema.additionalProperties);
  for (const [name, part] of Object.entries(value)) {
    if (isOpen && !known.includes(name)) continue;
    if (!known.includes(name)) return { path: [...path, name], known };
    const found = unknownField(schema.properties[name] ?? schema, part, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
