// The kinds of outputs: one file each with the schema of what is set. Interface, page and command line take them from this table;
// what a kind does is in `outputs/kinds/`.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { HomeAssistantOutput } from './home-assistant.ts';
import { MqttOutput } from './mqtt.ts';

/** Schema of every kind by its name. */
export const outputKinds = Object.freeze({ mqtt: MqttOutput, 'home-assistant': HomeAssistantOutput } as const);

/** Name of a kind. */
export type OutputKindName = keyof typeof outputKinds;

/** What is set of an output of a kind. */
export type SettingsOf<Kind extends OutputKindName> = Frozen<Static<(typeof outputKinds)[Kind]>>;

/** What is set of an output. */
export const OutputSettings = Type.Union([MqttOutput, HomeAssistantOutput]);
export type OutputSettings = Frozen<Static<typeof OutputSettings>>;
