// What is set of an SMA Energy Meter that this home plays.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { meterFields } from './meter-fields.ts';

/** An SMA meter that sends its values to the group of Speedwire once a second. */
export const SmaMeterOutput = Type.Object({
  kind: Type.Literal('sma-meter'),
  model: Type.Union([Type.Literal('energy-meter'), Type.Literal('home-manager')], {
    default: 'energy-meter',
    description: 'SMA Energy Meter 2.0, or Sunny Home Manager 2.0',
  }),
  address: line({
    minLength: 7,
    maxLength: 15,
    description: 'IPv4 address of this computer to send from: it says which network',
  }),
  serial: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 4_294_967_295, description: 'Serial number; absent: one of this output' }),
  ),
  ttl: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: 16,
    description: 'Networks that it reaches: 1 for this one alone, more where routers pass it on',
  }),
  ...meterFields,
});
export type SmaMeterOutput = Frozen<Static<typeof SmaMeterOutput>>;
