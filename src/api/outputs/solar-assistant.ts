// What is set of an output in the topics of Solar-Assistant.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { brokerFields } from './mqtt.ts';

/** For programs that read the topics of Solar-Assistant. */
export const SolarAssistantOutput = Type.Object({
  kind: Type.Literal('solar-assistant'),
  ...brokerFields,
  prefix: Type.Optional(
    line({
      maxLength: 100,
      description: 'First part of the topics; absent: solar_assistant, at the broker of this home behind solstead/',
    }),
  ),
});
export type SolarAssistantOutput = Frozen<Static<typeof SolarAssistantOutput>>;
