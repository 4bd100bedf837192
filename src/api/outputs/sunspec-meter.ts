// What is set of a SunSpec meter that this home plays.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { listeningFields, meterFields } from './meter-fields.ts';

/** A SunSpec meter over Modbus TCP. */
export const SunSpecMeterOutput = Type.Object({
  kind: Type.Literal('sunspec-meter'),
  ...listeningFields(502),
  unit: Type.Integer({ default: 240, minimum: 1, maximum: 247, description: 'Modbus unit' }),
  form: Type.Union([Type.Literal('float'), Type.Literal('integer')], {
    default: 'float',
    description: 'Models 211 and 213 in single precision, or 201 and 203 as integers with scale factors',
  }),
  phases: Type.Union([Type.Literal('three'), Type.Literal('one')], {
    default: 'three',
    description: 'A meter of three phases, or of one with the total',
  }),
  positive: Type.Union([Type.Literal('import'), Type.Literal('export')], {
    default: 'import',
    description:
      'Which direction is positive: taken from the grid, as Fronius has it, or given to it, as SolarEdge has it',
  }),
  maker: line({
    default: 'Solstead',
    minLength: 1,
    maxLength: 32,
    description: 'Maker in model 1, where a follower asks for one',
  }),
  product: line({ default: 'Meter', minLength: 1, maxLength: 32, description: 'Model in model 1' }),
  ...meterFields,
});
export type SunSpecMeterOutput = Frozen<Static<typeof SunSpecMeterOutput>>;
