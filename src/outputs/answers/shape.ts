// An answer with its keys, as every form takes it: those of mpp-solar, so that what people have built on them goes on.
import type { NamedAnswer, NamedField } from '#core/named-answer.ts';

/** A field with its key. */
export interface KeyedField extends NamedField {
  readonly key: string;
}

/** An answer with the fields that are wanted. */
export interface ShapedAnswer extends Omit<NamedAnswer, 'fields' | 'tag'> {
  /** The tag, or the command where there is none. */
  readonly tag: string;
  /** The keys are unique: the last of a name counts, in the place of the first. */
  readonly fields: readonly KeyedField[];
  /** What JSON says of the answer itself: `_command`, `_command_description`, unless the filter takes them away. */
  readonly about: Readonly<Record<string, string>>;
}

/** What makes keys. */
export interface KeyRules {
  readonly keepCase: boolean;
  wants(key: string): boolean;
}

/** The key of a name: `AC Output Voltage` → `ac_output_voltage`. */
function keyOf(name: string, keepCase: boolean): string {
  const key = name.replaceAll(' ', '_');
  return keepCase ? key : key.toLowerCase();
}

/** Puts keys to the fields, and leaves out what is not wanted. */
export function shaped(answer: NamedAnswer, { keepCase, wants }: KeyRules): ShapedAnswer {
  const fields = new Map<string, KeyedField>();
  for (const field of answer.fields) {
    const key = keyOf(field.name, keepCase);
    if (wants(key)) fields.set(key, { ...field, key });
  }
  const about = Object.entries({ _command: answer.command, _command_description: answer.title });
  return {
    ...answer,
    tag: answer.tag ?? answer.command,
    fields: [...fields.values()],
    about: Object.fromEntries(about.filter(([key]) => wants(key))),
  };
}
