// What the answers of PI15 and PI16 devices say. Source: "Voltronic Power SUNNY Protocol" v1.2 (Daniele Pezzini, July 2015, written
// from real devices) and [mpp-solar] pi16. `-` stands for what a model does not have.
import {
  choice,
  clockText,
  dateTimeText,
  flags,
  number,
  parts,
  rest,
  skip,
  word,
  type TextField,
} from '#codec/positional-fields.ts';

/** QPI, protocol id: `PI15`, `PI16`. */
export const protocolId: readonly TextField[] = [word('Protocol Version')];

/** QID. */
export const serialNumber: readonly TextField[] = [rest('Serial Number')];

/** QGMN, not in the document. */
export const generalModel: readonly TextField[] = [word('General Model Name')];

/** QDM: kind of device and grid standard in one number. */
export const modelNumber: readonly TextField[] = [word('Model identification')];

/** QVFW, QVFW2, QSVFW2. */
export const firmware = (label: string, after: string): readonly TextField[] => [word(label, { after })];

/** QMD; names are filled up with `#`. */
export const deviceModel: readonly TextField[] = [
  word('Device model', { show: (text) => text.replaceAll('#', '') || undefined }),
  word('Output rated power', { show: (text) => text.replaceAll('#', '') || undefined }),
  number('Output power factor', '', { divide: 100 }),
  word('Input and output phases'),
  number('Nominal input voltage', 'V'),
  number('Nominal output voltage', 'V'),
  number('Number of batteries', ''),
  number('Nominal battery voltage', 'V'),
];

/** I: when the two processors' programs were made. */
export const programDates: readonly TextField[] = [rest('Program dates')];

/** QPIRI. */
export const ratedInformation: readonly TextField[] = [
  number('Grid Input Voltage Rating', 'V'),
  number('Grid Input Frequency Rating', 'Hz'),
  number('Grid Input Current Rating', 'A'),
  number('AC Output Voltage Rating', 'V'),
  number('AC Output Current Rating', 'A'),
  number('Maximum input current per PV', 'A'),
  number('Battery Voltage Rating', 'V'),
  number('Number of MPP trackers', ''),
  choice('Machine Type', { '00': 'Grid tie', '01': 'Off Grid', '10': 'Hybrid', '11': 'Self-use' }),
  choice('Topology', { '0': 'transformerless', '1': 'transformer' }),
];

/** QPIGS; the first power and current are those of the whole output, by phase there is R only. */
export const generalStatus: readonly TextField[] = [
  number('Grid voltage', 'V', { metric: 'grid.voltage' }),
  number('Output power', 'W'),
  number('Grid frequency', 'Hz', { metric: 'grid.frequency' }),
  number('Output current', 'A'),
  number('AC output voltage R', 'V', { metric: 'load.voltage' }),
  number('AC output power R', 'W', { metric: 'load.power' }),
  number('AC output frequency', 'Hz', { metric: 'load.frequency' }),
  number('AC output current R', 'A'),
  number('Output load percent', '%', { metric: 'load.level' }),
  number('PBUS voltage', 'V', { metric: 'inverter.bus.voltage' }),
  number('SBUS voltage', 'V'),
  number('Positive battery voltage', 'V', { metric: 'battery.voltage' }),
  number('Negative battery voltage', 'V'),
  number('Battery capacity', '%', { metric: 'battery.soc' }),
  number('PV1 input power', 'W', { metric: 'pv.power.s1' }),
  number('PV2 input power', 'W', { metric: 'pv.power.s2' }),
  number('PV3 input power', 'W', { metric: 'pv.power.s3' }),
  number('PV1 input voltage', 'V', { metric: 'pv.voltage.s1' }),
  number('PV2 input voltage', 'V', { metric: 'pv.voltage.s2' }),
  number('PV3 input voltage', 'V', { metric: 'pv.voltage.s3' }),
  number('Max temperature', '°C', { metric: 'inverter.temperature' }),
  parts(
    [1, word('Status letter')],
    [1, flags(['Is grid connected'])],
    [2, skip],
    [1, flags(['Has load'])],
    [2, choice('Battery status', { '00': 'not connected', '01': 'charging', '10': 'discharging' })],
    [1, choice('Inverter direction', { '0': 'DC-AC', '1': 'AC-DC' })],
    [2, choice('Line direction', { '00': 'taking and feeding', '01': 'taking from grid', '10': 'feeding grid' })],
  ),
];

/** QPIBI. */
export const batteryInformation: readonly TextField[] = [
  number('Unknown', ''),
  number('Number of batteries', ''),
  number('Battery total capacity', 'Ah'),
  number('Unknown 2', ''),
  number('Battery remaining time', 's', { multiply: 60 }),
];

/** QMOD. */
export const deviceMode: readonly TextField[] = [
  choice(
    'Device Mode',
    {
      B: 'Inverter (Battery) Mode',
      C: 'PV charging Mode',
      D: 'Shutdown Mode',
      F: 'Fault Mode',
      G: 'Grid Mode',
      L: 'Line Mode',
      P: 'Power on Mode',
      S: 'Standby Mode',
      Y: 'Bypass Mode',
    },
    { metric: 'inverter.mode' },
  ),
];

const warnings: readonly string[] = [
  'Device has fault',
  'CPU is performing the auto-correction of AD signals',
  'An external Flash device failed',
  'Input PV is found lost',
  'PV input voltage reads low',
  'Power island',
  'An Error occurred in the CPU initialization',
  'Power grid voltage exceeds the upper threshold',
  'Power grid voltage falls below the lower threshold',
  'Power grid frequency exceeds the upper threshold',
  'Power grid frequency falls below the lower threshold',
  'Power grid-connected average voltage exceeds the maximum threshold',
  'Require power from the power grid',
  'Emergent grid disconnection',
  'Battery voltage is too low',
  'Low battery',
  'Battery disconnected',
  'End of battery discharge',
  'Overload',
  'EPO active',
  '',
  '',
  'Over temperature alarm',
  'No electrical ground',
  'Fan fault',
];

/** QPIWS, 128 characters of which 25 are known. */
export const warningStatus: readonly TextField[] = [
  flags(warnings, {
    name: 'active_warnings',
    label: 'Active warnings',
    metric: 'inverter.warning',
    text: (isSet) => warnings.filter((label, place) => label !== '' && isSet(place)).join(', '),
  }),
];

const faults: Readonly<Record<string, string>> = {
  '01': 'DC bus voltage exceeds the upper threshold',
  '02': 'DC bus voltage falls below the lower threshold',
  '03': 'DC bus voltage soft-start is time-out',
  '04': 'Inverter soft-start is time-out',
  '05': 'An Inverter overcurrent event is detected',
  '06': 'Over temperature fault',
  '07': 'A relay failure event is detected',
  '08': 'DC component in the output current exceeds the upper threshold',
  '09': 'PV input voltage exceeds the upper threshold',
  '10': 'Auxiliary power failed',
  '11': 'A PV input overcurrent event is detected',
  '12': 'Leakage current exceeds the allowable range',
  '13': 'PV insulation resistance is too low',
  '14': 'Inverter DC component exceeds the allowable range',
  '15': 'A difference occurred in the readings from the main and secondary controllers',
  '16': 'Leakage current CT failed',
  '17': 'Communication with the main and secondary controllers is interrupted',
  '18': 'A communicating error occurred in the handshake between MCU and DSP',
  '19': 'No electrical ground',
  '20': 'Discharge circuit fault',
  '21': 'Soft start in battery discharge fails',
  '22': 'Charging voltage is too high',
  '23': 'Overload fault',
  '24': 'Battery disconnected',
  '25': 'Inverter current is too high for a long time',
  '26': 'Short circuited on inverter output',
  '27': 'Fan fault',
  '28': 'OP Current Sensor fault',
  '29': 'Charger failure',
  '30': 'Version mismatch between controller board and power board',
  '31': 'Reverse connection of input and output wires',
};

/** QPIFS and QPIHFnn: one fault and how things were; without one QPIFS answers `OK`. */
export const faultRecord: readonly TextField[] = [
  choice('Type of fault', { OK: 'No fault', ...faults }),
  word('Fault date', { show: dateTimeText }),
  number('PV1 input voltage', 'V'),
  number('PV1 input current', 'A'),
  number('PV2 input voltage', 'V'),
  number('PV2 input current', 'A'),
  number('PV3 input voltage', 'V'),
  number('PV3 input current', 'A'),
  number('Inverter voltage', 'V'),
  number('Inverter current', 'A'),
  number('Grid voltage', 'V'),
  number('Grid frequency', 'Hz'),
  number('Grid current', 'A'),
  number('Output load percent', '%'),
  number('Output load current', 'A'),
  number('Output load voltage', 'V'),
  number('Output load frequency', 'Hz'),
  number('Battery voltage', 'V'),
  number('Max temperature', '°C'),
  word('Run status'),
];

/** QPICF. */
export const currentFault: readonly TextField[] = [word('Fault status'), word('Fault ID')];

/** QFLAG, switches set with PE and PD. */
export const switchLetters = {
  a: 'Alarm control',
  b: 'Alarm at battery mode',
  g: 'Green power function',
  p: 'Alarm at bypass mode',
} as const;

/** Operational options of QENF and ENF, by letter. */
export const optionLabels = {
  A: 'Allow to charge battery',
  B: 'Allow AC to charge battery',
  C: 'Allow to feed-in to the grid',
  D: 'Allow battery to discharge when PV is available',
  E: 'Allow battery to discharge when PV is unavailable',
  F: 'Allow battery to feed-in to the grid when PV is available',
  G: 'Allow battery to feed-in to the grid when PV is unavailable',
} as const;

/** QENF: `A1B0C1…`. */
export const operationalOptions: readonly TextField[] = [
  parts(
    ...Object.values(optionLabels).flatMap(
      (label) =>
        [
          [1, skip],
          [1, flags([label])],
        ] as const,
    ),
  ),
];

/** GNTMQ. */
export const generatorOption: readonly TextField[] = [parts([1, skip], [1, flags(['Generator as AC source'])])];

/** QPRIO. */
export const priority: readonly TextField[] = [
  choice('PV energy supply priority', {
    '00': 'none',
    '01': 'Battery, load, grid',
    '02': 'Load, battery, grid',
    '03': 'Load, grid, battery',
  }),
];

/** QDI. */
export const defaults1: readonly TextField[] = [
  number('Grid output high voltage', 'V'),
  number('Grid output low voltage', 'V'),
  number('Grid output high frequency', 'Hz'),
  number('Grid output low frequency', 'Hz'),
  number('Grid input high voltage', 'V'),
  number('Grid input low voltage', 'V'),
  number('Grid input high frequency', 'Hz'),
  number('Grid input low frequency', 'Hz'),
  number('PV input high voltage', 'V'),
  number('PV input low voltage', 'V'),
  number('MPP high voltage', 'V'),
  number('MPP low voltage', 'V'),
  number('Maximum output power', 'W'),
  number('Max grid input average voltage', 'V'),
  number('LCD sleep time', 's', { multiply: 30 }),
];

/** QDI2. */
export const defaults2: readonly TextField[] = [
  number('Max battery-charging current', 'A'),
  number('Floating battery-charging voltage', 'V'),
  number('Waiting time before grid connection', 's'),
  number('Cut-off battery-discharging voltage', 'V'),
  number('Bulk battery-charging voltage', 'V'),
];

const bothEnds = (label: string, unit: 'V' | 'Hz' | 's' | 'A' | 'W'): readonly TextField[] => [
  number(`Max ${label}`, unit),
  number(`Min ${label}`, unit),
];

/** QVFTR, between which limits it can be set. */
export const acceptableLimits: readonly TextField[] = [
  ...bothEnds('grid output high voltage', 'V'),
  ...bothEnds('grid output low voltage', 'V'),
  ...bothEnds('grid output high frequency', 'Hz'),
  ...bothEnds('grid output low frequency', 'Hz'),
  ...bothEnds('grid wait time', 's'),
  ...bothEnds('floating battery-charging voltage', 'V'),
  ...bothEnds('max battery-charging current', 'A'),
  ...bothEnds('PV input high voltage', 'V'),
  ...bothEnds('PV input low voltage', 'V'),
  ...bothEnds('MPP high voltage', 'V'),
  ...bothEnds('MPP low voltage', 'V'),
  ...bothEnds('maximum output power', 'W'),
  ...bothEnds('bulk battery-charging voltage', 'V'),
];

/** A pair of limits: QGOV, QBYV, QGOF, QBYF, QPVIPV, QMPPTV. */
export const limits = (what: string, unit: 'V' | 'Hz'): readonly TextField[] => {
  const at = what.lastIndexOf(' ');
  const [device, quantity] = [what.slice(0, at), what.slice(at + 1)];
  return [number(`${device} high ${quantity}`, unit), number(`${device} low ${quantity}`, unit)];
};

/** One number: QFT, QOPMP, QGPMP, QLST, QOPF, QPPS, QPPD, QPFL. */
export const single = (label: string, unit: 's' | 'W' | '%'): readonly TextField[] => [number(label, unit)];

/** QCHGS. */
export const charging: readonly TextField[] = [
  number('Battery-charging current', 'A'),
  number('Floating battery-charging voltage', 'V'),
  number('Max battery-charging current', 'A'),
  number('Bulk battery-charging voltage', 'V'),
];

/** QOFFC. */
export const chargerLimits: readonly TextField[] = [
  number('Min floating battery-charging current', 'A'),
  number('Restart battery-charging voltage', 'V'),
  number('Time below the current before the charger is switched off', 's', { multiply: 60 }),
];

/** QBSDV. */
export const dischargeLimits: readonly TextField[] = [
  number('Cut-off battery-discharging voltage when grid is unavailable', 'V'),
  number('Cut-off battery-discharging voltage when grid is available', 'V'),
  number('Restart battery-discharging voltage when grid is unavailable', 'V'),
  number('Restart battery-discharging voltage when grid is available', 'V'),
];

/** QCHT, QPKT, QLDT. */
export const timeOfDay = (what: string): readonly TextField[] => [
  word(`Start time of ${what}`, { show: clockText }),
  word(`End time of ${what}`, { show: clockText }),
];

/** QGLTV. */
export const averageVoltage: readonly TextField[] = [
  number('Max grid input average voltage', 'V'),
  number('Min grid input average voltage', 'V'),
];

/** QPDG. */
export const powerFactorCurve: readonly TextField[] = [flags(['Power factor curve capability'])];

/** QT. */
export const deviceTime: readonly TextField[] = [word('Device time', { show: dateTimeText })];

/** QFET: `yyyymmddhh`. */
export const energyStart: readonly TextField[] = [word('Energy start date')];

/** QEH, QED, QEM, QEY. */
export const energy: readonly TextField[] = [number('Energy produced', 'Wh')];

/** QSTS. */
export const selfTest: readonly TextField[] = [
  choice('Self test result', { '00': 'still self testing', '01': 'self test passed' }),
  number('High voltage', 'V'),
  number('Low voltage', 'V'),
  number('High frequency', 'Hz'),
  number('Low frequency', 'Hz'),
  number('High voltage trip time', 's', { divide: 1000 }),
  number('Low voltage trip time', 's', { divide: 1000 }),
  number('High frequency trip time', 's', { divide: 1000 }),
  number('Low frequency trip time', 's', { divide: 1000 }),
];
