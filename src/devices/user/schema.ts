// The schema of a user's device: which of the kinds of device a document is, and the schema as a file for editors.
import type { Schema } from '#core/schema-check.ts';
import { modbusSchema } from './modbus-columns.ts';
import { textSchema } from './text-columns.ts';
import { topicSchema } from './topic-columns.ts';

/** The schema a document is held against: that of text devices where it has `questions`, of MQTT devices where it has `topics`, else Modbus. */
export function schemaOf(document: unknown): Schema {
  if (typeof document !== 'object' || document === null) return modbusSchema;
  if (Object.hasOwn(document, 'questions')) return textSchema;
  return Object.hasOwn(document, 'topics') ? topicSchema : modbusSchema;
}

/** The schema as a file for editors. */
export const userDeviceSchemaFile = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A device for Solstead',
  type: 'object',
  // Editors go by the same key.
  if: { required: ['questions'] },
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  then: textSchema,
  else: {
    if: { required: ['topics'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
    then: topicSchema,
    else: modbusSchema,
  },
} as const;
