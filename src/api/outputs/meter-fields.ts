// What is set of every meter that this home plays for batteries, wallboxes and inverters: whose readings it shows, and how old they may be.
import Type from 'typebox';
import { line } from '../line.ts';

/** Whose readings a meter shows. */
export const meterFields = {
  device: Type.Optional(
    line({
      maxLength: 100,
      description: 'Id of the device whose power at the grid is shown; absent: the grid connection of the home',
    }),
  ),
  split: Type.Union([Type.Literal('even'), Type.Literal('l1')], {
    default: 'even',
    description: 'Where only the total is known: a third of it on each phase, or all of it on the first',
  }),
  freshSeconds: Type.Integer({
    default: 15,
    minimum: 2,
    maximum: 120,
    description: 'A value that is older is not shown: the meter is silent until there is a new one',
  }),
};

/** Where a meter listens. */
export const listeningFields = (port: number) => ({
  address: line({
    minLength: 1,
    maxLength: 60,
    description: 'IP address of this computer to listen on; 0.0.0.0 for all of them',
  }),
  port: Type.Integer({ default: port, minimum: 1, maximum: 65_535, description: 'TCP port' }),
});
