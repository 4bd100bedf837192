// The parts a device's state shows, such as `switch:0`: families whose devices differ in what they have are composed of them.
import { isJsonObject } from '#codec/shelly-rpc.ts';
import type { MqttDefinition } from './definition.ts';
import type { MessageState } from './message-dialect.ts';

const mostPartLength = 40;

/** Names of the parts a state shows. */
export const partsIn = (state: MessageState): readonly string[] =>
  Object.entries(state).flatMap(([name, value]) =>
    isJsonObject(value) && name.length <= mostPartLength ? [name] : [],
  );

/** The definition of a device that shows this state. */
export function composedFor(definition: MqttDefinition, state: MessageState): MqttDefinition {
  return definition.composedOf?.(new Set(partsIn(state))) ?? definition;
}
