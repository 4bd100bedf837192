// Definitions of families whose devices differ in what they have: composed of the parts a device shows, one definition for each set of parts.
import { freezeDeep } from './define.ts';
import type { MqttDefinition } from './definition.ts';

/** What parts decide. */
export type ComposedParts = Pick<MqttDefinition, 'rows' | 'decode' | 'writes' | 'derive' | 'composed'>;

/** How a family is composed. */
export interface Composing {
  /** The parts it knows, in the order in which they are shown. */
  readonly known: (parts: Iterable<string>) => readonly string[];
  readonly make: (known: readonly string[]) => ComposedParts;
}

/** Compositions that are kept: a family has some dozens. */
const mostKept = 100;

/** A definition that is composed of a device's parts; as it stands for a device of which none is known. */
export function composable(
  { known, make }: Composing,
  plain: (composedOf: NonNullable<MqttDefinition['composedOf']>) => MqttDefinition,
): MqttDefinition {
  const kept = new Map<string, MqttDefinition>();
  const compose = (parts: ReadonlySet<string>): MqttDefinition => {
    const own = known(parts);
    if (own.length === 0) return definition;
    const key = own.join(' ');
    const before = kept.get(key);
    if (before !== undefined) return before;
    if (kept.size >= mostKept) kept.clear();
    const made = freezeDeep({ ...definition, ...make(own) });
    kept.set(key, made);
    return made;
  };
  const definition: MqttDefinition = freezeDeep(plain(compose));
  return definition;
}
