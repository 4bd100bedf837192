// What the devices of a home measure, and how the phases of its grid are counted.
import Type from 'typebox';

/** How the phases of the grid become one import and one export. */
export const PhaseRule = Type.Union([
  Type.Literal('net'),
  Type.Literal('net-minute'),
  Type.Literal('net-quarter'),
  Type.Literal('each'),
]);
