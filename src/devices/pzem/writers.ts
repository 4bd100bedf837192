// What all PZEM meters can be told.
import type { WriteCommand } from '../definition.ts';
import type { RegisterWrite } from '../register-writes.ts';

/** Sets the energy counter to 0 (function 0x42, echoed). */
export const resetEnergy: WriteCommand = {
  kind: 'write',
  name: 'reset_energy',
  title: 'Set the energy counter to 0',
  value: { kind: 'none' },
  request: () => 'call 66',
};

/** Gives the meter another unit address; it answers there from then on. */
export const unitAddress: RegisterWrite = {
  field: 'unit_address',
  title: 'Unit address (the meter answers there from then on)',
  limits: { min: 1, max: 247, step: 1 },
  dangerous: true,
};
