// What the answers of the PI30 family say. Source: protocols/pi30.md and pi30max.md (mpp-solar 902b210) with the maker's
// meanings of mpp-solar.md §2.A, which wins where the two differ; names are mpp-solar's keys in snake_case.
import { choice, flags, letters, number, rest, word, type TextField } from '#codec/positional-fields.ts';

/** QPI, protocol id: `PI30`. */
export const protocolId: readonly TextField[] = [word('Protocol ID')];

/** QID, serial number. */
export const serialNumber: readonly TextField[] = [rest('Serial Number')];

/** QVFW, firmware of the main processor: `VERFW:00072.70`. */
export const firmware: readonly TextField[] = [rest('Main CPU firmware version', { after: 'VERFW:' })];

/** QGMN, model number of three digits. */
export const generalModel: readonly TextField[] = [rest('General Model Name')];

/** QMN, model name: `MKS2-8000`. */
export const modelName: readonly TextField[] = [rest('Model Name')];

/** QPIGS, general status; 21–23 on MAX and King models only. */
export const generalStatus: readonly TextField[] = [
  number('AC Input Voltage', 'V', { metric: 'grid.voltage' }),
  number('AC Input Frequency', 'Hz', { metric: 'grid.frequency' }),
  number('AC Output Voltage', 'V', { metric: 'load.voltage' }),
  number('AC Output Frequency', 'Hz', { metric: 'load.frequency' }),
  number('AC Output Apparent Power', 'VA', { metric: 'load.power_apparent' }),
  number('AC Output Active Power', 'W', { metric: 'load.power' }),
  number('AC Output Load', '%', { metric: 'load.level' }),
  number('BUS Voltage', 'V', { metric: 'inverter.bus.voltage' }),
  number('Battery Voltage', 'V', { metric: 'battery.voltage' }),
  number('Battery Charging Current', 'A'),
  number('Battery Capacity', '%', { metric: 'battery.soc' }),
  number('Inverter Heat Sink Temperature', '°C', { metric: 'inverter.temperature' }),
  number('PV Input Current for Battery', 'A', { metric: 'pv.current.s1' }),
  number('PV Input Voltage', 'V', { metric: 'pv.voltage.s1' }),
  number('Battery Voltage from SCC', 'V'),
  number('Battery Discharge Current', 'A'),
  flags([
    'Is SBU Priority Version Added',
    'Is Configuration Changed',
    'Is SCC Firmware Updated',
    'Is Load On',
    'Is Battery Voltage to Steady While Charging',
    'Is Charging On',
    'Is SCC Charging On',
    'Is AC Charging On',
  ]),
  number('Battery Voltage Offset for Fans On', 'V', { divide: 100 }),
  number('EEPROM Version', ''),
  number('PV Input Power', 'W', { metric: 'pv.power' }),
  flags(['Is Charging to Float', 'Is Switched On', 'Is Dustproof Installed']),
  choice('Solar Feed to Grid', { '0': 'Disabled', '1': 'Enabled' }),
  choice('Country', { '00': 'India', '01': 'Germany', '02': 'South America' }),
  number('Solar Feed to Grid Power', 'W'),
];

/** QPIRI, rated values and settings; older models end after 24, 27 is on MAX models. */
export const ratedInformation: readonly TextField[] = [
  number('AC Input Voltage', 'V'),
  number('AC Input Current', 'A'),
  number('AC Output Voltage', 'V'),
  number('AC Output Frequency', 'Hz'),
  number('AC Output Current', 'A'),
  number('AC Output Apparent Power', 'VA'),
  number('AC Output Active Power', 'W'),
  number('Battery Voltage', 'V'),
  number('Battery Recharge Voltage', 'V'),
  number('Battery Under Voltage', 'V'),
  number('Battery Bulk Charge Voltage', 'V'),
  number('Battery Float Charge Voltage', 'V'),
  choice('Battery Type', {
    '0': 'AGM',
    '1': 'Flooded',
    '2': 'User',
    '3': 'Pylontech',
    '4': 'Shinheung',
    '5': 'WECO',
    '6': 'Soltaro',
    '7': 'BAK',
    '8': 'LIb-protocol compatible',
    '9': '3rd party Lithium',
  }),
  number('Max AC Charging Current', 'A'),
  number('Max Charging Current', 'A'),
  choice('Input Voltage Range', { '0': 'Appliance', '1': 'UPS' }),
  choice('Output Source Priority', { '0': 'Utility first', '1': 'Solar first', '2': 'SBU first' }),
  choice('Charger Source Priority', {
    '0': 'Utility first',
    '1': 'Solar first',
    '2': 'Solar + Utility',
    '3': 'Only solar charging permitted',
  }),
  number('Max Parallel Units', ''),
  choice('Machine Type', { '00': 'Grid tie', '01': 'Off Grid', '10': 'Hybrid' }),
  choice('Topology', { '0': 'transformerless', '1': 'transformer' }),
  choice('Output Mode', {
    '0': 'single machine output',
    '1': 'parallel output',
    '2': 'Phase 1 of 3 Phase output',
    '3': 'Phase 2 of 3 Phase output',
    '4': 'Phase 3 of 3 Phase output',
    '5': 'Phase 1 of 2 phase output',
    '6': 'Phase 2 of 2 phase output (120°)',
    '7': 'Phase 2 of 2 phase output (180°)',
  }),
  number('Battery Redischarge Voltage', 'V'),
  choice('PV OK Condition', {
    '0': 'As long as one unit of inverters has connect PV, parallel system will consider PV OK',
    '1': 'Only All of inverters have connect PV, parallel system will consider PV OK',
  }),
  choice('PV Power Balance', {
    '0': 'PV input max current will be the max charged current',
    '1': 'PV input max power will be the sum of the max charged power and loads power',
  }),
  number('Max charging time for CV stage', 's', { multiply: 60 }),
  choice('Operation Logic', { '0': 'Automatic mode', '1': 'On-line mode', '2': 'ECO mode' }),
  number('Max discharging current', 'A'),
];

/** QFLAG, switches set with PE and PD. */
export const flagStatus: readonly TextField[] = [
  letters({
    a: 'Buzzer',
    b: 'Overload Bypass',
    d: 'Solar Feed to Grid',
    j: 'Power Saving',
    k: 'LCD Reset to Default',
    u: 'Overload Restart',
    v: 'Over Temperature Restart',
    x: 'LCD Backlight',
    y: 'Primary Source Interrupt Alarm',
    z: 'Record Fault Code',
  }),
];

/** QMOD; D on MAX, Y on PI30, C on model 044. */
export const deviceMode: readonly TextField[] = [
  choice(
    'Device Mode',
    {
      P: 'Power on',
      S: 'Standby',
      L: 'Line',
      B: 'Battery',
      F: 'Fault',
      H: 'Power saving',
      D: 'Shutdown',
      Y: 'Bypass',
      C: 'Bypass with charging',
    },
    { metric: 'inverter.mode' },
  ),
];

const warningLabels: readonly string[] = [
  'PV loss warning',
  'Inverter fault',
  'Bus over fault',
  'Bus under fault',
  'Bus soft fail fault',
  'Line fail warning',
  'OPV short warning',
  'Inverter voltage too low fault',
  'Inverter voltage too high fault',
  'Over temperature fault',
  'Fan locked fault',
  'Battery voltage too high fault',
  'Battery low alarm warning',
  '',
  'Battery under shutdown warning',
  'Battery derating warning',
  'Overload fault',
  'EEPROM fault',
  'Inverter over current fault',
  'Inverter soft fail fault',
  'Self test fail fault',
  'OP DC voltage over fault',
  'Battery open fault',
  'Current sensor fail fault',
  'Battery short fault',
  'Power limit warning',
  'PV voltage high warning',
  'MPPT overload fault',
  'MPPT overload warning',
  'Battery too low to charge warning',
  '',
  'Battery weak',
];

const inverterFault = 1;
/** Over temperature, fan locked, battery voltage high and overload are faults only together with bit 1. */
const faultsWithInverterFault: readonly number[] = [9, 10, 11, 16];
const equalisation = { place: 35, label: 'Battery equalisation warning' };

function activeWarnings(isSet: (place: number) => boolean): string {
  const active: string[] = [];
  for (const [place, label] of warningLabels.entries()) {
    if (label === '' || !isSet(place)) continue;
    const isWarning = faultsWithInverterFault.includes(place) && !isSet(inverterFault);
    active.push(isWarning ? label.replace(/ fault$/, ' warning') : label);
  }
  if (isSet(equalisation.place)) active.push(equalisation.label);
  return active.join(', ');
}

/** QPIWS, 32 to 36 characters; 0, 15 and from 31 on MAX models (32 and 33 are the digits of the fault code at 48 V). */
export const warningStatus: readonly TextField[] = [
  flags(
    [
      ...warningLabels,
      { label: 'Fault code digit 1', digit: true },
      { label: 'Fault code digit 2', digit: true },
      '',
      equalisation.label,
    ],
    { name: 'active_warnings', label: 'Active warnings', metric: 'inverter.warning', text: activeWarnings },
  ),
];
