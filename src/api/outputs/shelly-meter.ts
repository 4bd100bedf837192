// What is set of a Shelly meter that this home plays.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { listeningFields, meterFields } from './meter-fields.ts';

/** A Shelly meter over HTTP, WebSocket and UDP. */
export const ShellyMeterOutput = Type.Object({
  kind: Type.Literal('shelly-meter'),
  model: Type.Union(
    [Type.Literal('pro-3em'), Type.Literal('em-gen3'), Type.Literal('pro-em-50'), Type.Literal('3em')],
    { default: 'pro-3em', description: 'As which Shelly it shows itself' },
  ),
  ...listeningFields(80),
  udp: line({ default: '1010, 2220', maxLength: 60, description: 'UDP ports, with commas between them; empty: none' }),
  announce: Type.Boolean({ default: true, description: 'Whether followers can find it by multicast DNS' }),
  ...meterFields,
});
export type ShellyMeterOutput = Frozen<Static<typeof ShellyMeterOutput>>;
