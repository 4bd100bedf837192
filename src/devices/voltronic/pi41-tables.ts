// What LV5048 and LV6048 answer. Source: [mpp-solar] pi41 with the maker's meanings of [voltronic-pi41]:
// the status characters are those of QPGS, b4 and b3 are one value.
import { choice, flags, number, type TextField } from '#codec/positional-fields.ts';
import { parallelStatus, parallelUnit } from './pi30-parallel.ts';
import * as pi30 from './pi30-tables.ts';

const outputModes = {
  '0': 'Standalone',
  '1': 'Parallel output 0 degrees',
  '2': 'Phase 1 of 3 Phase output',
  '3': 'Phase 2 of 3 Phase output',
  '4': 'Phase 3 of 3 Phase output',
  '5': 'Parallel output 120 degrees',
  '6': 'Parallel output 180 degrees',
};

const status = (phase: 'L1' | 'L2'): TextField =>
  parallelStatus([
    `Is ${phase} SCC OK`,
    `Is ${phase} AC charging on`,
    `Is ${phase} SCC charging on`,
    `Is ${phase} line lost`,
    'Is load on',
  ]);

/** QPIRI. */
export const ratedInformation = pi30.ratedInformation(outputModes);

/** QPIGS: L1, the battery and the first tracker. */
export const statusL1: readonly TextField[] = [
  number('L1 AC Input Voltage', 'V', { metric: 'grid.voltage.l1' }),
  number('L1 AC Input Frequency', 'Hz', { metric: 'grid.frequency' }),
  number('L1 AC Output Voltage', 'V', { metric: 'load.voltage' }),
  number('L1 AC Output Frequency', 'Hz', { metric: 'load.frequency' }),
  number('L1 AC Output Apparent Power', 'VA'),
  number('L1 AC Output Active Power', 'W', { metric: 'load.power.l1' }),
  number('L1 AC Output Load', '%'),
  number('BUS Voltage', 'V', { metric: 'inverter.bus.voltage' }),
  number('Battery Voltage', 'V', { metric: 'battery.voltage' }),
  number('Battery Charging Current', 'A'),
  number('Battery Capacity', '%', { metric: 'battery.soc' }),
  number('Inverter Heat Sink Temperature', '°C', { metric: 'inverter.temperature' }),
  pi30.panelCurrent('PV Input Current for Battery'),
  number('PV Input Voltage', 'V', { metric: 'pv.voltage.s1' }),
  number('Battery Voltage from SCC', 'V'),
  number('Battery Discharge Current', 'A'),
  status('L1'),
  number('Battery Voltage Offset for Fans On', 'V', { divide: 100 }),
  number('EEPROM Version', ''),
  number('PV Input Power', 'W', { metric: 'pv.power.s1' }),
  flags(['Is charging to float', 'Is switched on', 'Is reserved']),
];

/** QPIGS2: L2 and the second tracker; the maker leaves two characters of the status without a meaning. */
export const statusL2: readonly TextField[] = [
  number('L2 AC Input Voltage', 'V', { metric: 'grid.voltage.l2' }),
  number('L2 AC Input Frequency', 'Hz'),
  number('L2 AC Output Voltage', 'V'),
  number('L2 AC Output Frequency', 'Hz'),
  number('L2 AC Output Apparent Power', 'VA'),
  number('L2 AC Output Active Power', 'W', { metric: 'load.power.l2' }),
  number('L2 AC Output Load', '%'),
  pi30.panelCurrent('PV2 Battery Charging Current', 2),
  number('PV2 Input Voltage', 'V', { metric: 'pv.voltage.s2' }),
  number('L2 Battery Voltage', 'V'),
  flags(['Is L2 SCC OK', 'Is L2 AC charging on', 'Is L2 SCC charging on', '', '', 'Is L2 line lost', 'Is load on', '']),
];

/** QPGSn. */
export const parallelL1: readonly TextField[] = [
  choice('Parallel instance number', { '0': 'Not valid', '1': 'valid' }),
  ...parallelUnit('usual'),
  number('L1 AC input voltage', 'V'),
  number('L1 AC input frequency', 'Hz'),
  number('L1 AC output voltage', 'V'),
  number('L1 AC output frequency', 'Hz'),
  number('L1 AC output apparent power', 'VA'),
  number('L1 AC output active power', 'W'),
  number('L1 Load percentage', '%'),
  number('Battery voltage', 'V'),
  number('Battery charging current', 'A'),
  number('Battery capacity', '%'),
  number('PV1 Input Voltage', 'V'),
  number('Total charging current', 'A'),
  number('Total AC output apparent power', 'VA'),
  number('Total output active power', 'W'),
  number('Total AC output percentage', '%'),
  status('L1'),
  choice('Output mode', outputModes),
  choice('Charger source priority', pi30.chargerPriorities.usual),
  number('Max charger current', 'A'),
  number('Max charger range', 'A'),
  number('Max AC charger current', 'A'),
  number('PV1 charging current', 'A'),
  number('Battery discharge current', 'A'),
];

/** QP2GSn. */
export const parallelL2: readonly TextField[] = [
  number('Parallel instance number', ''),
  ...parallelUnit('usual'),
  number('L2 AC input voltage', 'V'),
  number('L2 AC input frequency', 'Hz'),
  number('L2 AC output voltage', 'V'),
  number('L2 AC output frequency', 'Hz'),
  number('L2 AC output apparent power', 'VA'),
  number('L2 AC output active power', 'W'),
  number('L2 Load percentage', '%'),
  number('L2 Battery voltage', 'V'),
  number('L2 Battery charging current', 'A'),
  number('L2 Battery capacity', '%'),
  number('PV2 Input Voltage', 'V'),
  number('PV2 charging current', 'A'),
  status('L2'),
];
