// What is set of an output to Home Assistant, over an MQTT broker that both reach.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { brokerFields } from './mqtt.ts';

/** Home Assistant, by its MQTT discovery. */
export const HomeAssistantOutput = Type.Object({
  kind: Type.Literal('home-assistant'),
  ...brokerFields,
  discovery: line({
    default: 'homeassistant',
    minLength: 1,
    maxLength: 100,
    description: 'First part of the topics by which Home Assistant finds devices, as it is set there',
  }),
  commands: Type.Union([Type.Literal('none'), Type.Literal('operator'), Type.Literal('admin')], {
    default: 'none',
    description:
      'What may be set from there: nothing; set-points and switches; settings of the maker too. Never what is dangerous',
  }),
  former: Type.Optional(
    Type.String({
      maxLength: 5000,
      description:
        'Devices whose entities mpp-solar had made, so that they go on with their history, a line for each: the device = its tag there; without = the command was its tag',
    }),
  ),
  energy: Type.Boolean({ default: true, description: 'Whether energy and money of the home are there too' }),
});
export type HomeAssistantOutput = Frozen<Static<typeof HomeAssistantOutput>>;
