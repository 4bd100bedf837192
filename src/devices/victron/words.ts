// The choices and bits of Victron's VE.Direct in words, shared by text and HEX.
// Source: [vedirect] (CS, ERR, MPPT, MODE, AR, WARN, OR, MON).

type Words = Readonly<Record<string, string>>;

/** State of operation (CS, register 0x0201). */
export const states: Words = {
  '0': 'Off',
  '1': 'Low power',
  '2': 'Fault',
  '3': 'Bulk',
  '4': 'Absorption',
  '5': 'Float',
  '6': 'Storage',
  '7': 'Equalize (manual)',
  '9': 'Inverting',
  '11': 'Power supply',
  '245': 'Starting up',
  '246': 'Repeated absorption',
  '247': 'Auto equalize or recondition',
  '248': 'BatterySafe',
  '252': 'External control',
};

/** Error of a charger (ERR, register 0xEDDA). */
export const errors: Words = {
  '0': 'No error',
  '2': 'Battery voltage too high',
  '17': 'Charger temperature too high',
  '18': 'Charger over current',
  '19': 'Charger current reversed',
  '20': 'Bulk time limit exceeded',
  '21': 'Current sensor issue',
  '26': 'Terminals overheated',
  '28': 'Converter issue',
  '33': 'Input voltage too high (solar panel)',
  '34': 'Input current too high (solar panel)',
  '38': 'Input shutdown (battery voltage too high)',
  '39': 'Input shutdown (current while off)',
  '65': 'Lost communication with one of the devices',
  '66': 'Synchronised charging configuration issue',
  '67': 'BMS connection lost',
  '68': 'Network misconfigured',
  '116': 'Factory calibration data lost',
  '117': 'Invalid firmware',
  '119': 'User settings invalid',
};

/** What the tracker does (MPPT). */
export const trackers: Words = { '0': 'Off', '1': 'Voltage or current limited', '2': 'Tracker active' };

/** How the device is switched (MODE, register 0x0200). */
export const modes: Words = { '1': 'Charger', '2': 'Inverter', '4': 'Off', '5': 'Eco', '253': 'Hibernate' };

/** What a battery monitor watches (MON). */
export const monitors: Words = {
  '-9': 'Solar charger',
  '-8': 'Wind turbine',
  '-7': 'Shaft generator',
  '-6': 'Alternator',
  '-5': 'Fuel cell',
  '-4': 'Water generator',
  '-3': 'DC/DC charger',
  '-2': 'AC charger',
  '-1': 'Generic source',
  '0': 'Battery monitor',
  '1': 'Generic load',
  '2': 'Electric drive',
  '3': 'Fridge',
  '4': 'Water pump',
  '5': 'Bilge pump',
  '6': 'DC system',
  '7': 'Inverter',
  '8': 'Water heater',
};

const bits = (labels: readonly string[]): readonly { readonly bit: number; readonly label: string }[] =>
  labels.map((label, bit) => ({ bit, label }));

/** Why there is an alarm or a warning (AR, WARN). */
export const alarms = bits([
  'Low voltage',
  'High voltage',
  'Low SOC',
  'Low starter voltage',
  'High starter voltage',
  'Low temperature',
  'High temperature',
  'Mid voltage',
  'Overload',
  'DC ripple',
  'Low AC output voltage',
  'High AC output voltage',
  'Short circuit',
  'BMS lockout',
]);

/** Why it is off (OR). */
export const offReasons = bits([
  'No input power',
  'Switched off (power switch)',
  'Switched off (device mode)',
  'Remote input',
  'Protection active',
  'PAYGO',
  'BMS',
  'Engine shutdown detection',
  'Analysing input voltage',
]);
