// What the units of a parallel system answer in the PI30 family (QPGSn). Source: [mpp-solar] pi30 and pi30max with the maker's
// meanings of [voltronic-pi30], which wins where the two differ.
import { choice, flags, number, parts, word, type TextField } from '#codec/positional-fields.ts';
import { chargerPriorities, outputModes } from './pi30-tables.ts';

/** Fault codes of QPGS; MAX models name five of them differently and know five more. */
const parallelFaults: Readonly<Record<string, string>> = {
  '00': 'No fault',
  '01': 'Fan is locked',
  '02': 'Over temperature',
  '03': 'Battery voltage is too high',
  '04': 'Battery voltage is too low',
  '05': 'Output short circuited or Over temperature',
  '06': 'Output voltage is too high',
  '07': 'Over load time out',
  '08': 'Bus voltage is too high',
  '09': 'Bus soft start failed',
  '11': 'Main relay failed',
  '51': 'Over current inverter',
  '52': 'Bus soft start failed',
  '53': 'Inverter soft start failed',
  '54': 'Self-test failed',
  '55': 'Over DC voltage on output of inverter',
  '56': 'Battery connection is open',
  '57': 'Current sensor failed',
  '58': 'Output voltage is too low',
  '60': 'Inverter negative power',
  '71': 'Parallel version different',
  '72': 'Output circuit failed',
  '80': 'CAN communication failed',
  '81': 'Parallel host line lost',
  '82': 'Parallel synchronized signal lost',
  '83': 'Parallel battery voltage detect different',
  '84': 'Parallel Line voltage or frequency detect different',
  '85': 'Parallel Line input current unbalanced',
  '86': 'Parallel output setting different',
};

const parallelFaultsMax: Readonly<Record<string, string>> = {
  ...parallelFaults,
  '10': 'PV over current',
  '11': 'PV over voltage',
  '12': 'DC over current',
  '13': 'Battery discharge over current',
  '52': 'Bus voltage too low',
  '60': 'Power feedback protection',
  '71': 'Firmware version different',
  '72': 'Current sharing fault',
  '84': 'AC input voltage or frequency detected different',
  '85': 'AC output current unbalanced',
  '86': 'AC output mode setting different',
};

const workModes = {
  P: 'Power On Mode',
  S: 'Standby Mode',
  L: 'Line Mode',
  B: 'Battery Mode',
  F: 'Fault Mode',
  H: 'Power Saving Mode',
  D: 'Shutdown Mode',
  Y: 'Bypass',
};

/** What the answers of one unit of a parallel system have in common: who it is and how it is. */
export const parallelUnit = (faults: 'usual' | 'max'): readonly TextField[] => [
  word('Serial number'),
  choice('Work mode', workModes),
  choice('Fault code', faults === 'max' ? parallelFaultsMax : parallelFaults),
];

/** The status characters of QPGS; b4 and b3 are one value (mpp-solar shows them as two faults). */
export const parallelStatus = ([scc, ac, solar, line, load]: readonly [
  string,
  string,
  string,
  string,
  string,
]): TextField =>
  parts(
    [3, flags([scc, ac, solar])],
    [2, choice('Battery Status', { '00': 'normal', '01': 'under voltage', '10': 'open' })],
    [3, flags([line, load, 'Is Configuration Changed'])],
  );

/** QPGSn, unit n of a parallel system; 27 and 28 on models with a second tracker. */
export function parallelInformation({
  pv,
  faults,
  priorities = chargerPriorities.usual,
}: {
  readonly pv: 'PV' | 'PV1';
  readonly faults: 'usual' | 'max';
  readonly priorities?: Readonly<Record<string, string>>;
}): readonly TextField[] {
  return [
    choice('Parallel instance number', { '0': 'Not valid', '1': 'valid' }),
    ...parallelUnit(faults),
    number('Grid Voltage', 'V'),
    number('Grid Frequency', 'Hz'),
    number('AC Output Voltage', 'V'),
    number('AC Output Frequency', 'Hz'),
    number('AC Output Apparent Power', 'VA'),
    number('AC Output Active Power', 'W'),
    number('Load Percentage', '%'),
    number('Battery Voltage', 'V'),
    number('Battery Charging Current', 'A'),
    number('Battery Capacity', '%'),
    number(`${pv} Input Voltage`, 'V'),
    number('Total Charging Current', 'A'),
    number('Total AC Output Apparent Power', 'VA'),
    number('Total Output Active Power', 'W'),
    number('Total AC Output Percentage', '%'),
    parallelStatus(['Is SCC OK', 'Is AC Charging', 'Is SCC Charging', 'Is Line Lost', 'Is Load On']),
    choice('Output mode', outputModes),
    choice('Charger source priority', priorities),
    number('Max Charger Current', 'A'),
    number('Max Charger Range', 'A'),
    number('Max AC Charger Current', 'A'),
    number(`${pv} Input Current`, 'A'),
    number('Battery Discharge Current', 'A'),
    number('PV2 Input Voltage', 'V'),
    number('PV2 Input Current', 'A'),
  ];
}
