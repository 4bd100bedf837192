// What the answers of the PI30 family say. Source: [mpp-solar] pi30 and pi30max with the maker's
// meanings of [voltronic-pi30], which wins where the two differ; names are mpp-solar's keys in snake_case.
import {
  choice,
  countedText,
  dateTimeText,
  flags,
  letters,
  number,
  rest,
  word,
  type TextField,
  readingsOfPlace,
} from '#codec/positional-fields.ts';

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

const liveAc: readonly TextField[] = [
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
];

const liveStatus = flags([
  'Is SBU Priority Version Added',
  'Is Configuration Changed',
  'Is SCC Firmware Updated',
  'Is Load On',
  'Is Battery Voltage to Steady While Charging',
  'Is Charging On',
  'Is SCC Charging On',
  'Is AC Charging On',
]);

const liveTail: readonly TextField[] = [
  flags(['Is Charging to Float', 'Is Switched On', 'Is Dustproof Installed']),
  choice('Solar Feed to Grid', { '0': 'Disabled', '1': 'Enabled' }),
  choice('Country', { '00': 'India', '01': 'Germany', '02': 'South America' }),
  number('Solar Feed to Grid Power', 'W'),
];

/**
 * Place 13 of QPIGS: units with a high-voltage tracker print the current of the panels in tenths (`01.7`), others what the
 * charger gives to the battery in whole amperes (`0014`: 14 A at 57.45 V from panels of 103.8 V, recorded).
 */
export const panelCurrent = (label: string, string: 1 | 2 | 3 = 1): TextField =>
  readingsOfPlace(
    number(label, 'A'),
    number(`Panel Current ${string}`, 'A', { pointed: true, metric: `pv.current.s${string}` }),
  );

/** QPIGS, general status; 21–23 on MAX and King models only. */
export const generalStatus: readonly TextField[] = [
  ...liveAc,
  panelCurrent('PV Input Current for Battery'),
  number('PV Input Voltage', 'V', { metric: 'pv.voltage.s1' }),
  number('Battery Voltage from SCC', 'V'),
  number('Battery Discharge Current', 'A'),
  liveStatus,
  number('Battery Voltage Offset for Fans On', 'V', { divide: 100 }),
  number('EEPROM Version', ''),
  number('PV Input Power', 'W', { metric: 'pv.power' }),
  ...liveTail,
];

/** QPIGS of models with more than one tracker: it tells of the first, QPIGS2 of the others. */
export const generalStatusMax: readonly TextField[] = [
  ...liveAc,
  panelCurrent('PV1 Input Current'),
  number('PV1 Input Voltage', 'V', { metric: 'pv.voltage.s1' }),
  number('Battery Voltage from SCC', 'V'),
  number('Battery Discharge Current', 'A'),
  liveStatus,
  number('Battery Voltage Offset for Fans On', 'V', { divide: 100 }),
  number('EEPROM Version', ''),
  number('PV1 Charging Power', 'W', { metric: 'pv.power.s1' }),
  ...liveTail,
];

/** QPIGS of REVO: PV power and the energy of the day stand where others have PV and battery current. */
export const generalStatusRevo: readonly TextField[] = [
  ...liveAc,
  number('PV Power', 'W'),
  number('PV Input Voltage', 'V'),
  number('Battery Voltage from SCC', 'V'),
  number('Daily Power Generated', 'Wh'),
  liveStatus,
  number('Battery Voltage Offset for Fans On', 'V', { divide: 100 }),
  number('EEPROM Version', ''),
  number('PV Input Power', 'W'),
  ...liveTail,
];

/** Battery types of QPIRI, QDI and PBT; the maker's list, which mpp-solar's pi30max leaves 7 out of. */
export const batteryTypes: Readonly<Record<string, string>> = {
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
};

const inputRanges = { '0': 'Appliance', '1': 'UPS' };
const outputPriorities = { '0': 'Utility first', '1': 'Solar first', '2': 'SBU first' };

/** Charger source priorities; models with QGMN 045 count them from solar first. */
export const chargerPriorities = {
  usual: {
    '0': 'Utility first',
    '1': 'Solar first',
    '2': 'Solar + Utility',
    '3': 'Only solar charging permitted',
  },
  from045: { '0': 'Solar first', '1': 'Solar + Utility', '2': 'Only solar charging permitted' },
} as const;

/** Output modes by POPM, QPIRI, QDI, QOPM and QPGS. */
export const outputModes: Readonly<Record<string, string>> = {
  '0': 'single machine output',
  '1': 'parallel output',
  '2': 'Phase 1 of 3 Phase output',
  '3': 'Phase 2 of 3 Phase output',
  '4': 'Phase 3 of 3 Phase output',
  '5': 'Phase 1 of 2 phase output',
  '6': 'Phase 2 of 2 phase output (120°)',
  '7': 'Phase 2 of 2 phase output (180°)',
};

const pvOkConditions = {
  '0': 'As long as one unit of inverters has connect PV, parallel system will consider PV OK',
  '1': 'Only All of inverters have connect PV, parallel system will consider PV OK',
};
const pvBalances = {
  '0': 'PV input max current will be the max charged current',
  '1': 'PV input max power will be the sum of the max charged power and loads power',
};

/** QPIRI, rated values and settings; older models end after 24, 27 is on MAX models. */
export function ratedInformation(modes = outputModes): readonly TextField[] {
  return [
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
    choice('Battery Type', batteryTypes),
    number('Max AC Charging Current', 'A'),
    number('Max Charging Current', 'A'),
    choice('Input Voltage Range', inputRanges),
    choice('Output Source Priority', outputPriorities),
    choice('Charger Source Priority', chargerPriorities.usual),
    number('Max Parallel Units', ''),
    choice('Machine Type', { '00': 'Grid tie', '01': 'Off Grid', '10': 'Hybrid' }),
    choice('Topology', { '0': 'transformerless', '1': 'transformer' }),
    choice('Output Mode', modes),
    number('Battery Redischarge Voltage', 'V'),
    choice('PV OK Condition', pvOkConditions),
    choice('PV Power Balance', pvBalances),
    number('Max charging time for CV stage', 's', { multiply: 60 }),
    choice('Operation Logic', { '0': 'Automatic mode', '1': 'On-line mode', '2': 'ECO mode' }),
    number('Max discharging current', 'A'),
  ];
}

const enabled = { '0': 'disabled', '1': 'enabled' };

/** QDI, the values PF sets; 25 and 26 on MAX models. */
export function defaultSettings(
  priorities: Readonly<Record<string, string>> = chargerPriorities.usual,
): readonly TextField[] {
  return [
    number('AC Output Voltage', 'V'),
    number('AC Output Frequency', 'Hz'),
    number('Max AC Charging Current', 'A'),
    number('Battery Under Voltage', 'V'),
    number('Battery Float Charge Voltage', 'V'),
    number('Battery Bulk Charge Voltage', 'V'),
    number('Battery Recharge Voltage', 'V'),
    number('Max Charging Current', 'A'),
    choice('Input Voltage Range', inputRanges),
    choice('Output Source Priority', outputPriorities),
    choice('Charger Source Priority', priorities),
    choice('Battery Type', batteryTypes),
    choice('Buzzer', { '0': 'enabled', '1': 'disabled' }),
    choice('Power saving', enabled),
    choice('Overload restart', enabled),
    choice('Over temperature restart', enabled),
    choice('LCD Backlight', enabled),
    choice('Primary source interrupt alarm', enabled),
    choice('Record fault code', enabled),
    choice('Overload bypass', enabled),
    choice('LCD reset to default', enabled),
    choice('Output mode', outputModes),
    number('Battery Redischarge Voltage', 'V'),
    choice('PV OK condition', pvOkConditions),
    choice('PV Power Balance', pvBalances),
    number('Max Charging Time at CV', 's', { multiply: 60 }),
    number('Max Discharging current', 'A'),
  ];
}

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

/** QVFW2, QVFW3, QVFW4 and VERFW: firmware of further processors. */
export const firmwareOf = (label: string, after = 'VERFW:'): readonly TextField[] => [rest(label, { after })];

/** QSID, serial number of up to 20 digits with its length before it. */
export const longSerialNumber: readonly TextField[] = [word('Serial Number', { show: countedText })];

/** QT, the device's clock. */
export const deviceTime: readonly TextField[] = [word('Device Time', { show: dateTimeText })];

const chargingStages = { '10': 'nocharging', '11': 'bulk stage', '12': 'absorb', '13': 'float' };

/** Q1, not in the makers' documents; meanings by comparison with the display. */
export const chargeDetails: readonly TextField[] = [
  number('Time until the end of absorb charging', 's'),
  number('Time until the end of float charging', 's'),
  choice('SCC Flag', { '00': 'SCC not communicating', '01': 'SCC is powered and communicating' }),
  choice('AllowSccOnFlag', { '00': 'Off', '01': 'On' }),
  number('ChargeAverageCurrent', 'A'),
  number('SCC PWM temperature', '°C'),
  number('Inverter temperature', '°C'),
  number('Battery temperature', '°C'),
  number('Transformer temperature', '°C'),
  number('GPIO13', ''),
  choice('Fan lock status', { '00': 'Not locked', '01': 'Locked' }),
  word('Not used'),
  number('Fan PWM speed', '%'),
  number('SCC charge power', 'W'),
  word('Parallel Warning'),
  number('Sync frequency', 'Hz'),
  choice('Inverter charge status', chargingStages),
];

/** QBOOT. */
export const bootstrap: readonly TextField[] = [choice('DSP Has Bootstrap', { '0': 'No', '1': 'Yes' })];

/** QOPM. */
export const outputMode: readonly TextField[] = [choice('Output mode', outputModes)];

/** Stages of charging by QCST, and as PCST takes them. */
export const stageCounts: Readonly<Record<string, string>> = {
  '00': 'Automatic',
  '01': 'Two stages',
  '02': 'Three stages',
};

/** QCST. */
export const chargingStage: readonly TextField[] = [choice('Charging Stage', stageCounts)];

/** QCVT: minutes at constant voltage; 255 leaves it to the device. */
export const constantVoltageTime: readonly TextField[] = [
  word('Charging Time in CV Mode', {
    show: (text) => (text === '255' ? 'Automatic' : /^\d{3}$/.test(text) ? `${Number(text)} min` : undefined),
  }),
];

/** QMCHGCR, QMUCHGCR and QMSCHGCR: what may be chosen, as many as the model has. */
export const currentChoices = (label: string): readonly TextField[] =>
  Array.from({ length: 16 }, (_, index) => number(`${label} ${index + 1}`, 'A'));

const no = { '0': 'No', '1': 'Yes' };

/** QBMS, what a lithium battery told the inverter. */
export const batteryInformation: readonly TextField[] = [
  choice('Battery connect status', { '0': 'Connected', '1': 'Disconnected' }),
  number('Battery capacity from BMS', '%'),
  choice('Battery force charging', no),
  choice('Battery stop discharge flag', { '0': 'Enable discharge', '1': 'Disable discharge' }),
  choice('Battery stop charge flag', { '0': 'Enable charge', '1': 'Disable charge' }),
  number('Battery bulk charging voltage from BMS', 'V', { divide: 10 }),
  number('Battery float charging voltage from BMS', 'V', { divide: 10 }),
  number('Battery cut off voltage from BMS', 'V', { divide: 10 }),
  number('Battery max charging current', 'A'),
  number('Battery max discharge current', 'A'),
];

/** QPIGS2 of models with two trackers. */
export const secondTracker: readonly TextField[] = [
  panelCurrent('PV2 Input Current', 2),
  number('PV2 Input Voltage', 'V', { metric: 'pv.voltage.s2' }),
  number('PV2 Charging Power', 'W', { metric: 'pv.power.s2' }),
];

/** QPIGS2 of models with three trackers (PIP4048MST). */
export const furtherTrackers: readonly TextField[] = [
  panelCurrent('PV2 Input Current', 2),
  number('PV2 Input Voltage', 'V', { metric: 'pv.voltage.s2' }),
  number('Battery voltage from SCC 2', 'V'),
  number('PV2 Charging Power', 'W', { metric: 'pv.power.s2' }),
  word('Device status'),
  number('AC charging current', 'A'),
  number('AC charging power', 'W'),
  panelCurrent('PV3 Input Current', 3),
  number('PV3 Input Voltage', 'V', { metric: 'pv.voltage.s3' }),
  number('Battery voltage from SCC 3', 'V'),
  number('PV3 Charging Power', 'W', { metric: 'pv.power.s3' }),
  number('PV total charging power', 'W', { metric: 'pv.power' }),
];

/** QOPPT and QCHPT: one priority an hour, the present one, and the three of the display's order. */
export const timedPriorities = (label: 'Output Source Priority' | 'Charger Source Priority'): readonly TextField[] => {
  const options =
    label === 'Output Source Priority'
      ? { '0': 'Utility Solar Battery (USB)', '1': 'Solar Utility Battery (SUB)', '2': 'Solar Battery Utility (SBU)' }
      : { '0': 'undefined', '1': 'Solar first', '2': 'Solar + Utility', '3': 'Only Solar' };
  const hours = Array.from({ length: 24 }, (_, hour) => `${label} ${String(hour).padStart(2, '0')} hours`);
  const orders = [1, 2, 3].map((order) => `Selection of ${label} Order ${order}`);
  return [...hours, `Device ${label}`, ...orders].map((name) => choice(name, options));
};

/** QBEQI, equalisation. */
export const equalisationStatus: readonly TextField[] = [
  choice('Equalization Enabled', { '0': 'Disabled', '1': 'Enabled' }),
  number('Equalization Time', 's', { multiply: 60 }),
  number('Equalization Period', 's', { multiply: 86_400 }),
  number('Equalization Max Current', 'A'),
  word('Reserved1'),
  number('Equalization Voltage', 'V'),
  word('Reserved2'),
  number('Equalization Over Time', 's', { multiply: 60 }),
  choice('Equalization Active', { '0': 'Inactive', '1': 'Active' }),
  number('Equalization Elapsed Time', 's', { multiply: 3600 }),
];

/** One counter of energy, Wh. */
export const energyOf = (label: string, metric?: 'pv.energy' | 'load.energy'): readonly TextField[] => [
  number(label, 'Wh', metric === undefined ? {} : { metric }),
];

/** QLED, the lights of the front. */
export const ledStatus: readonly TextField[] = [
  choice('LED Enabled', { '0': 'Disabled', '1': 'Enabled' }),
  choice('LED Speed', { '0': 'Low', '1': 'Medium', '2': 'Fast' }),
  choice('LED Effect', { '0': 'Breathing', '1': 'Unknown', '2': 'Solid', '3': 'Right Scrolling' }),
  number('LED Brightness', ''),
  number('LED Number of Colors', ''),
  rest('RGB'),
];
