// What the answers of the PI17 family say. Source: [mpp-solar] pi17, pi17m058, the maker's document of
// 2022-09-21 and, for the commands mpp-solar lacks (MAR, CFS, GLTHV, ACCT, ACLT, FPADJ, GOV, GOF, OPMP, MPPTV, SV), its edition
// for Infini-Solar 10 kW and 15 kW as described by wolfgangr/infinitalk. An empty field is one the model does not measure.
import {
  choice,
  clockText,
  countedText,
  dateTimeText,
  flags,
  number,
  skip,
  word,
  type TextField,
} from '#codec/positional-fields.ts';

const tenth = { divide: 10 };
const hundredth = { divide: 100 };
const phases = ['R', 'S', 'T'] as const;
const minute = { multiply: 60 };

/** PI, protocol id: `17`. */
export const protocolId: readonly TextField[] = [word('Protocol Version')];

/** ID: two digits of length, then the number. */
export const serialNumber: readonly TextField[] = [word('Serial Number', { show: countedText })];

/** VFW and VFW2. */
export const firmware = (label: string, after: string): readonly TextField[] => [word(label, { after })];

/** DM. */
export const machineModel: readonly TextField[] = [word('Model code')];

/** MD, the model; mpp-solar gives the rated power the unit kW and the power factor none of its scale. */
export const deviceModel: readonly TextField[] = [
  choice('Machine number', {
    '000': 'Infini-Solar 10KW/3P',
    '001': 'Infini-Solar 15KW/3P',
    '002': 'Infini-Solar 15KW/3P-custom',
    '003': 'Infini-Solar WP (Infini WP 12K/15K)',
    '004': 'Infini-Solar WP 30KW/3P',
    '005': 'Infini-Solar WP LV 6KW/2P',
    '006': 'Infini-Solar WP TWIN',
  }),
  number('Output rated VA', 'VA'),
  number('Output power factor', '', hundredth),
  number('AC input phase number', ''),
  number('AC output phase number', ''),
  number('Nominal AC output voltage', 'V', tenth),
  number('Nominal AC input voltage', 'V', tenth),
  number('Battery piece number', ''),
  number('Battery standard voltage per unit', 'V', tenth),
];

/** PIRI, rated values. */
export const ratedInformation: readonly TextField[] = [
  number('AC input rated voltage', 'V', tenth),
  number('AC input rated frequency', 'Hz', tenth),
  number('AC input rated current', 'A', tenth),
  number('AC output rated voltage', 'V', tenth),
  number('AC output rated current', 'A', tenth),
  number('MPPT rated current per string', 'A', tenth),
  number('Battery rated voltage', 'V', tenth),
  number('MPPT track number', ''),
  choice('Machine type', { '00': 'Grid type', '01': 'Off-grid type', '10': 'Hybrid type' }),
  choice('Topology', { '0': 'transformerless', '1': 'transformer' }),
  choice('Parallel for output', { '0': 'disabled', '1': 'enabled' }),
  choice('Real-time control', { '0': 'disabled', '1': 'enabled' }),
];

/** GS, general status; the battery current is 0 on MPI units, which do not measure it. */
export const generalStatus: readonly TextField[] = [
  number('Solar input voltage 1', 'V', { ...tenth, metric: 'pv.voltage.s1' }),
  number('Solar input voltage 2', 'V', { ...tenth, metric: 'pv.voltage.s2' }),
  number('Solar input current 1', 'A', { ...hundredth, metric: 'pv.current.s1' }),
  number('Solar input current 2', 'A', { ...hundredth, metric: 'pv.current.s2' }),
  number('Battery voltage', 'V', { ...tenth, metric: 'battery.voltage' }),
  number('Battery capacity', '%', { metric: 'battery.soc' }),
  number('Battery current', 'A', tenth),
  number('AC input voltage R', 'V', { ...tenth, metric: 'grid.voltage.l1' }),
  number('AC input voltage S', 'V', { ...tenth, metric: 'grid.voltage.l2' }),
  number('AC input voltage T', 'V', { ...tenth, metric: 'grid.voltage.l3' }),
  number('AC input frequency', 'Hz', { ...hundredth, metric: 'grid.frequency' }),
  number('AC input current R', 'A', tenth),
  number('AC input current S', 'A', tenth),
  number('AC input current T', 'A', tenth),
  number('AC output voltage R', 'V', { ...tenth, metric: 'load.voltage' }),
  number('AC output voltage S', 'V', tenth),
  number('AC output voltage T', 'V', tenth),
  number('AC output frequency', 'Hz', { ...hundredth, metric: 'load.frequency' }),
  number('AC output current R', 'A', tenth),
  number('AC output current S', 'A', tenth),
  number('AC output current T', 'A', tenth),
  number('Inner temperature', '°C', { metric: 'inverter.temperature' }),
  number('Component max temperature', '°C'),
  number('External Battery temperature', '°C', { metric: 'battery.temperature' }),
  choice('Setting change bit', { '0': 'No setting change', '1': 'Settings changed - please refresh' }),
];

/** PS, powers. AC input is negative while it feeds the grid, which is our sign. */
export const powerStatus: readonly TextField[] = [
  number('Solar input power 1', 'W', { metric: 'pv.power.s1' }),
  number('Solar input power 2', 'W', { metric: 'pv.power.s2' }),
  number('Battery power', 'W'),
  number('AC input active power R', 'W'),
  number('AC input active power S', 'W', { metric: 'grid.power.l2' }),
  number('AC input active power T', 'W', { metric: 'grid.power.l3' }),
  number('AC input total active power', 'W'),
  number('AC output active power R', 'W', { metric: 'load.power.l1' }),
  number('AC output active power S', 'W', { metric: 'load.power.l2' }),
  number('AC output active power T', 'W', { metric: 'load.power.l3' }),
  number('AC output total active power', 'W', { metric: 'load.power' }),
  number('AC output apparent power R', 'VA'),
  number('AC output apparent power S', 'VA'),
  number('AC output apparent power T', 'VA'),
  number('AC output total apparent power', 'VA', { metric: 'load.power_apparent' }),
  number('AC output power percentage', '%', { metric: 'load.level' }),
  choice('AC output connect status', { '0': 'Disconnected', '1': 'Connected' }),
  choice('Solar input 1 work status', { '0': 'Idle', '1': 'Working' }),
  choice('Solar input 2 work status', { '0': 'Idle', '1': 'Working' }),
  choice('Battery power direction', { '0': 'Idle', '1': 'Charging', '2': 'Discharging' }),
  choice('DC/AC power direction', { '0': 'Idle', '1': 'AC to DC', '2': 'DC to AC' }),
  choice('Line power direction', { '0': 'Idle', '1': 'Input', '2': 'Output' }),
];

/** MOD. */
export const workingMode: readonly TextField[] = [
  choice(
    'Working mode',
    {
      '00': 'Power on mode',
      '01': 'Standby mode',
      '02': 'Bypass mode',
      '03': 'Battery mode',
      '04': 'Fault mode',
      '05': 'Hybrid mode (Line mode, Grid mode)',
      '06': 'Charge mode',
    },
    { metric: 'inverter.mode' },
  ),
];

/** Warnings of WS, in their order. */
export const warningLabels = [
  'Solar input 1 loss',
  'Solar input 2 loss',
  'Solar input 1 voltage too high',
  'Solar input 2 voltage too high',
  'Battery under voltage',
  'Battery low voltage',
  'Battery disconnected',
  'Battery over voltage',
  'Battery low in hybrid mode',
  'Grid voltage high loss',
  'Grid voltage low loss',
  'Grid frequency high loss',
  'Grid frequency low loss',
  'AC input long-time average voltage over',
  'AC input voltage loss',
  'AC input frequency loss',
  'AC input island',
  'AC input phase dislocation',
  'Over temperature',
  'Over load',
  'Emergency Power Off active',
  'AC input wave loss',
] as const;

/** WS. */
export const warningStatus: readonly TextField[] = warningLabels.map((label) => flags([label]));

/** FLAG. */
export const flagStatus: readonly TextField[] = [
  'Mute buzzer beep',
  'Mute buzzer beep in standby mode',
  'Mute buzzer beep only on battery discharged status',
  'Generator as AC input',
  'Wide AC input range',
  'N/G relay function',
  'De-rating power for Grid voltage',
  'De-rating power for Grid frequency',
  'BMS Battery Connect',
  'Underfrequency derating',
  'LVRT',
  'HVRT',
  'VDE charging Limit Enable',
  'PV Parallel',
  'GFCI Disable',
  'Gen charging Enable',
].map((label) => flags([label]));

/** T. */
export const deviceTime: readonly TextField[] = [word('DateTime', { show: dateTimeText })];

/** ET counts kWh. */
export const totalEnergy: readonly TextField[] = [
  number('Generated Energy Total', 'Wh', { multiply: 1000, metric: 'pv.energy' }),
];

/** EY, EM, ED, EH. */
export const energyOf = (label: string): readonly TextField[] => [number(label, 'Wh')];

const batteryHead: readonly TextField[] = [
  number('Battery maximum charge current', 'A', tenth),
  number('Battery constant charge voltage', 'V', tenth),
  number('Battery floating charge voltage', 'V', tenth),
  number('Battery stop charger current level in floating charging', 'A', tenth),
  number('Keep charged time of battery catch stopped charging current level', 's', minute),
  number('Battery voltage of recover to charge when battery stop charger in floating charging', 'V', tenth),
  number('Battery under voltage', 'V', tenth),
  number('Battery under back voltage', 'V', tenth),
  number('Battery weak voltage in hybrid mode', 'V', tenth),
  number('Battery weak back voltage in hybrid mode', 'V', tenth),
  choice('Battery Type', { '0': 'Ordinary', '1': 'Li-Fe' }),
  skip,
  skip,
  choice('AC charger keep battery voltage function', { '0': 'Disabled', '1': 'Enabled' }),
  number('AC charger keep battery voltage', 'V', tenth),
  number('Battery temperature sensor compensation', 'V', { divide: 10_000 }),
  number('Max AC charging current', 'A', tenth),
  number('Battery discharge max current in hybrid mode', 'A'),
  number('Battery under Soc', '%'),
  number('Battery under back Soc', '%'),
  number('Battery weak Soc', '%'),
  number('Battery weak back Soc', '%'),
];

/** BATS, settings of the battery; older firmwares end after 18. */
export const batterySettings: readonly TextField[] = [
  ...batteryHead,
  number('Battery under Soc to 2nd', '%'),
  number('Battery under back Soc to 2nd', '%'),
  choice('BMS connection flag for parallel systems', { '0': 'disabled', '1': 'enabled' }),
  number('Max Gen charging current', 'A', tenth),
];

/** BATS of model 058. */
export const batterySettings058: readonly TextField[] = [...batteryHead, number('Unknown', '')];

/** HECS, what may feed what. */
export const energyControl: readonly TextField[] = [
  choice('Solar Energy Distribution Priority', {
    '00': 'Battery-Load-Grid',
    '01': 'Load-Battery-Grid',
    '02': 'Load-Grid-Battery',
  }),
  flags(['Solar charge battery']),
  flags(['AC charge battery']),
  flags(['Feed power to utility']),
  flags(['Battery discharge to loads when solar input normal']),
  flags(['Battery discharge to loads when solar input loss']),
  flags(['Battery discharge to feed grid when solar input normal']),
  flags(['Battery discharge to feed grid when solar input loss']),
  skip,
];

/** BMS: places of unknown meaning are left out. The answer repeats its letters; its last four stand between spaces (recorded). */
export const batteryManagement: readonly TextField[] = [
  number('Battery voltage', 'V', { ...tenth, after: 'BMS' }),
  number('SOC', '%'),
  skip,
  skip,
  number('Max charging voltage 1', 'V', tenth),
  number('Max charging voltage 2', 'V', tenth),
  skip,
  skip,
  skip,
  number('Cut off voltage', 'V', tenth),
  skip,
];

/** GPMP and OPMP. */
export const power = (label: string): readonly TextField[] => [number(label, 'W')];

/** INGS, inner status. */
export const innerStatus: readonly TextField[] = [
  ...phases.map((phase) => number(`Input current ${phase}`, 'A', tenth)),
  ...phases.map((phase) => number(`Output current ${phase}`, 'A', tenth)),
  number('PBusVolt', 'V', { ...tenth, metric: 'inverter.bus.voltage' }),
  number('NBusVolt', 'V', tenth),
  number('PBusAvgV', 'V', tenth),
  number('NBusAvgV', 'V', tenth),
  number('NLintCur', 'A', tenth),
];

/** EMINFO, energy management. */
export const energyManagement: readonly TextField[] = [
  number('EMFirst', ''),
  number('DefFeed-InPow', 'W'),
  number('ActPvPow', 'W'),
  number('ActFeedPow', 'W'),
  number('ReservPow', 'W'),
  number('EMLast', ''),
];

/** DI, the values of the factory. */
export const defaultSettings: readonly TextField[] = [
  number('AC input highest voltage for feed power', 'V', tenth),
  number('AC input lowest voltage for feed power', 'V', tenth),
  number('AC input highest frequency for feed power', 'Hz', hundredth),
  number('AC input lowest frequency for feed power', 'Hz', hundredth),
  number('Solar input highest MPPT voltage', 'V', tenth),
  number('Solar input lowest MPPT voltage', 'V', tenth),
  number('Solar input highest voltage', 'V', tenth),
  number('Solar input lowest voltage', 'V', tenth),
  number('Solar input highest average voltage', 'V', tenth),
  number('LCD sleep wait time', 's', { multiply: 30 }),
  number('Battery maximum charge current', 'A', tenth),
  number('Battery constant charge voltage CV', 'V', tenth),
  number('Battery float charge voltage', 'V', tenth),
  number('The wait time for feed power', 's'),
  word('Start time for support loads', { show: clockText }),
  word('Ending time for support loads', { show: clockText }),
  word('Start time for AC charger', { show: clockText }),
  word('Ending time for AC charger', { show: clockText }),
  number('Battery under voltage', 'V', tenth),
  number('Battery under back voltage', 'V', tenth),
  number('Battery weak voltage in hybrid mode', 'V', tenth),
  number('Battery weak back voltage in hybrid mode', 'V', tenth),
  number('Battery stop charge current level in floating charging', 'A', tenth),
  // A time by its name; mpp-solar gives it amperes.
  number('Keep charged time of battery catch stop charger current level', 's', minute),
  number('Battery voltage of recover to charge when battery stop charger in floating charging', 'V', tenth),
];

type Scale = readonly [unit: 'V' | 'A' | 'Hz' | 's' | 'W', divide: number];
const limits = (what: string, [unit, divide]: Scale): readonly TextField[] =>
  ['upper', 'lower'].map((end) => number(`${end} limit of ${what}`, unit, { divide }));

/** MAR, between which limits the machine can be set. */
export const adjustableRange: readonly TextField[] = [
  ...limits('AC input highest voltage for feed power', ['V', 10]),
  ...limits('AC input lowest voltage for feed power', ['V', 10]),
  ...limits('AC input highest frequency for feed power', ['Hz', 100]),
  ...limits('AC input lowest frequency for feed power', ['Hz', 100]),
  ...limits('wait time for feed power', ['s', 1]),
  ...limits('solar maximum input voltage', ['V', 10]),
  ...limits('solar minimum input voltage', ['V', 10]),
  ...limits('solar maximum MPPT voltage', ['V', 10]),
  ...limits('solar minimum MPPT voltage', ['V', 10]),
  ...limits('battery charged voltage', ['V', 10]),
  ...limits('battery max charged current', ['A', 10]),
  ...limits('maximum feeding power', ['W', 1]),
];

/** CFS. */
export const currentFault: readonly TextField[] = [word('Latest fault code'), word('Latest fault ID in flash')];

/** GLTHV. */
export const averageVoltage: readonly TextField[] = [number('AC input long-time highest average voltage', 'V', tenth)];

/** ACCT: one or two spans of time. */
export const chargeTimes: readonly TextField[] = [
  word('Start time 1 for AC charger', { show: clockText }),
  word('Ending time 1 for AC charger', { show: clockText }),
  word('Start time 2 for AC charger', { show: clockText }),
  word('Ending time 2 for AC charger', { show: clockText }),
];

/** ACLT. */
export const loadTimes: readonly TextField[] = [
  word('Start time for AC supply to load', { show: clockText }),
  word('Ending time for AC supply to load', { show: clockText }),
];

/** FPADJ, correction of the power fed in; direction 0 or 1 before each power. */
export const feedCalibration: readonly TextField[] = ['Total', ...phases].flatMap((what) => [
  word(`${what} feeding grid direction`),
  number(`${what} feeding grid calibration power`, 'W'),
]);

/** GOV and GOF, between which limits it feeds the grid. */
export const feedLimits = (what: 'voltage' | 'frequency'): readonly TextField[] =>
  ['Highest', 'Lowest', 'Highest back', 'Lowest back'].map((end) =>
    what === 'voltage' ? number(`${end} voltage`, 'V', tenth) : number(`${end} frequency`, 'Hz', hundredth),
  );

/** MPPTV and SV, limits of the strings' voltage. */
export const solarLimits: readonly TextField[] = [
  number('Highest voltage', 'V', tenth),
  number('Lowest voltage', 'V', tenth),
];
