// What is set of an output to PVOutput.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';

const ofDevice = (what: string) =>
  Type.Optional(
    line({
      maxLength: 200,
      description: `${what}: a device of this home and a metric of it, such as roof grid.voltage`,
    }),
  );

/** PVOutput, or what speaks its language. */
export const PvoutputOutput = Type.Object({
  kind: Type.Literal('pvoutput'),
  server: line({
    default: 'https://pvoutput.org/service/r2',
    minLength: 1,
    maxLength: 300,
    description: 'Address of the service',
  }),
  system: Type.String({ pattern: '^[1-9][0-9]{0,9}$', maxLength: 10, description: 'System id' }),
  consumption: Type.Boolean({ default: true, description: 'Whether what the home uses is sent too' }),
  energy: Type.Union([Type.Literal('power'), Type.Literal('counters')], {
    default: 'power',
    description:
      'power: PVOutput works energy out from power; counters: counters of the devices that never begin again are sent too',
  }),
  temperature: ofDevice('Temperature'),
  voltage: ofDevice('Voltage'),
});
export type PvoutputOutput = Frozen<Static<typeof PvoutputOutput>>;
