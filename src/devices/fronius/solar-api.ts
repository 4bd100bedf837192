// Fronius Solar API v1: inverters and their Datamanager answer HTTP with JSON. Read only. On new firmware a person has to switch
// the API on in the inverter's settings. Source: [fronius-solar-api].
import type { HttpRequest } from '#core/http-exchange.ts';
import type { JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { Derivation, HttpDefinition } from '../definition.ts';
import { httpDefinition } from '../http-device.ts';
import { booleanAt, numberAt, optionAt, quantityAt, textAt, type TypedStateRow } from '../state-rows.ts';

const phases = [1, 2, 3] as const;
const strings = [1, 2, 3, 4] as const;
const api = '/solar_api/v1';
const get = (path: string): HttpRequest => ({ method: 'GET', path });

const site = (key: string): string => `Body/Data/Site/${key}`;
const inverter = (key: string): string => `Body/Data/Inverters/1/${key}`;

const powerFlow: readonly TypedStateRow[] = [
  textAt({ path: site('Mode'), name: 'site_mode', label: 'Mode of the site' }),
  textAt({ path: site('Meter_Location'), name: 'meter_location', label: 'Place of the meter' }),
  numberAt({ path: site('P_PV'), name: 'p_pv', label: 'Power of the modules', metric: 'pv.power' }, 'W'),
  numberAt({ path: site('P_Grid'), name: 'p_grid', label: 'Power from the grid', metric: 'grid.power' }, 'W'),
  // Negative while the home uses power.
  numberAt({ path: site('P_Load'), name: 'p_load', label: 'Power of the load' }, 'W'),
  numberAt({ path: site('P_Akku'), name: 'p_akku', label: 'Power of the battery', metric: 'battery.power' }, 'W'),
  numberAt({ path: site('rel_Autonomy'), name: 'rel_autonomy', label: 'Autonomy' }, '%'),
  numberAt({ path: site('rel_SelfConsumption'), name: 'rel_self_consumption', label: 'Self-consumption' }, '%'),
  numberAt({ path: site('E_Day'), name: 'e_day', label: 'Energy of the day' }, 'Wh'),
  numberAt({ path: site('E_Year'), name: 'e_year', label: 'Energy of the year' }, 'Wh'),
  numberAt({ path: site('E_Total'), name: 'e_total', label: 'Energy since the beginning' }, 'Wh'),
  booleanAt({ path: site('BackupMode'), name: 'backup_mode', label: 'Runs without the grid' }),
  booleanAt({ path: site('BatteryStandby'), name: 'battery_standby', label: 'Battery in standby' }),
  numberAt({ path: inverter('P'), name: 'inverter_p', label: 'AC power of the inverter' }, 'W'),
  numberAt({ path: inverter('SOC'), name: 'inverter_soc', label: 'State of charge of its battery' }, '%'),
  textAt({ path: inverter('Battery_Mode'), name: 'inverter_battery_mode', label: 'Mode of the battery' }),
];

/** What `Battery_Mode` says where there is none. */
const noBattery = 'disabled';

const powerFlowDerive: readonly Derivation[] = [
  {
    metric: 'load.power',
    name: 'load_power',
    label: 'Power of the home',
    unit: 'W',
    from: ['p_load'],
    calc: (load) => (typeof load === 'number' && load <= 0 ? 0 - load : undefined),
  },
  {
    // With a battery behind it, what the inverter gave is not what the sun gave.
    metric: 'pv.energy',
    name: 'pv_energy',
    label: 'Energy of the modules',
    unit: 'Wh',
    from: ['e_total', 'inverter_battery_mode'],
    needs: 'any',
    calc: (...known) => {
      const total = known.find((value) => typeof value === 'number');
      return known.some((value) => typeof value === 'string' && value !== noBattery) ? undefined : total;
    },
  },
  {
    // An inverter without a battery tells 0 %.
    metric: 'battery.soc',
    name: 'battery_soc',
    label: 'State of charge',
    unit: '%',
    from: ['inverter_battery_mode', 'inverter_soc'],
    calc: (mode, soc) => (mode !== noBattery && typeof soc === 'number' ? soc : undefined),
  },
];

const meter = (key: string): string => `Body/Data/0/${key}`;

const meterRows: readonly TypedStateRow[] = [
  numberAt({ path: meter('Meter_Location_Current'), name: 'meter_location_current', label: 'Place of the meter' }, ''),
  numberAt({ path: meter('PowerReal_P_Sum'), name: 'power_real_p_sum', label: 'Power' }, 'W'),
  ...phases.flatMap((phase) => [
    numberAt(
      {
        path: meter(`PowerReal_P_Phase_${phase}`),
        name: `power_real_p_phase_${phase}`,
        label: `Power, phase ${phase}`,
      },
      'W',
    ),
    numberAt(
      {
        path: meter(`Voltage_AC_Phase_${phase}`),
        name: `voltage_ac_phase_${phase}`,
        label: `Voltage, phase ${phase}`,
        metric: `grid.voltage.l${phase}`,
      },
      'V',
    ),
    numberAt(
      { path: meter(`Current_AC_Phase_${phase}`), name: `current_ac_phase_${phase}`, label: `Current, phase ${phase}` },
      'A',
    ),
  ]),
  numberAt({ path: meter('Frequency_Phase_Average'), name: 'frequency_phase_average', label: 'Frequency' }, 'Hz'),
  numberAt(
    { path: meter('EnergyReal_WAC_Sum_Consumed'), name: 'energy_real_wac_sum_consumed', label: 'Energy drawn' },
    'Wh',
  ),
  numberAt(
    { path: meter('EnergyReal_WAC_Sum_Produced'), name: 'energy_real_wac_sum_produced', label: 'Energy fed in' },
    'Wh',
  ),
];

/** What a meter shows is the grid's only where it stands at the feed-in point (location 0). */
const atFeedIn = ({ from, ...rest }: Omit<Derivation, 'calc' | 'from'> & { readonly from: string }): Derivation => ({
  ...rest,
  from: ['meter_location_current', from],
  calc: (location, value) => (location === 0 && typeof value === 'number' ? value : undefined),
});

const meterDerive: readonly Derivation[] = [
  ...phases.map((phase) =>
    atFeedIn({
      metric: `grid.power.l${phase}`,
      name: `grid_power_l${phase}`,
      label: `Power from the grid, phase ${phase}`,
      unit: 'W',
      from: `power_real_p_phase_${phase}`,
    }),
  ),
  atFeedIn({
    metric: 'grid.energy.import',
    name: 'grid_energy_import',
    label: 'Energy from the grid',
    unit: 'Wh',
    from: 'energy_real_wac_sum_consumed',
  }),
  atFeedIn({
    metric: 'grid.energy.export',
    name: 'grid_energy_export',
    label: 'Energy to the grid',
    unit: 'Wh',
    from: 'energy_real_wac_sum_produced',
  }),
];

const own = (key: string): string => `Body/Data/${key}`;
const dcKey = (key: 'UDC' | 'IDC', string: number): string => (string === 1 ? key : `${key}_${string}`);

/** States by their number; 0 to 6 are steps of starting up. */
const states: Readonly<Record<string, string>> = {
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((step) => [String(step), 'Starting up'])),
  '7': 'Running',
  '8': 'Standby',
  '9': 'Boot loading',
  '10': 'Error',
};

const inverterRows: readonly TypedStateRow[] = [
  quantityAt({ path: own('PAC'), name: 'pac', label: 'AC power' }, 'W'),
  quantityAt({ path: own('SAC'), name: 'sac', label: 'Apparent AC power' }, 'VA'),
  quantityAt({ path: own('UAC'), name: 'uac', label: 'AC voltage' }, 'V'),
  quantityAt({ path: own('IAC'), name: 'iac', label: 'AC current' }, 'A'),
  quantityAt({ path: own('FAC'), name: 'fac', label: 'Frequency', metric: 'grid.frequency' }, 'Hz'),
  ...strings.flatMap((string) => [
    quantityAt(
      {
        path: own(dcKey('UDC', string)),
        name: `udc_${string}`,
        label: `DC voltage, tracker ${string}`,
        metric: `pv.voltage.s${string}`,
      },
      'V',
    ),
    quantityAt(
      {
        path: own(dcKey('IDC', string)),
        name: `idc_${string}`,
        label: `DC current, tracker ${string}`,
        metric: `pv.current.s${string}`,
      },
      'A',
    ),
  ]),
  quantityAt({ path: own('DAY_ENERGY'), name: 'day_energy', label: 'Energy of the day' }, 'Wh'),
  quantityAt({ path: own('YEAR_ENERGY'), name: 'year_energy', label: 'Energy of the year' }, 'Wh'),
  quantityAt({ path: own('TOTAL_ENERGY'), name: 'total_energy', label: 'Energy since the beginning' }, 'Wh'),
  optionAt(
    { path: own('DeviceStatus/StatusCode'), name: 'status_code', label: 'State', metric: 'inverter.mode' },
    states,
  ),
  numberAt({ path: own('DeviceStatus/ErrorCode'), name: 'error_code', label: 'Error' }, ''),
];

const version: readonly TypedStateRow[] = [
  numberAt({ path: 'APIVersion', name: 'api_version', label: 'Version of the API' }, ''),
  textAt({ path: 'BaseURL', name: 'base_url', label: 'Where the API is' }),
  textAt({ path: 'CompatibilityRange', name: 'compatibility_range', label: 'Compatible versions' }),
];

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** Every answer says in its head how it went; 0 is well. */
function refusal({ Head: head }: JsonObject): string | undefined {
  const status = isObject(head) ? head['Status'] : undefined;
  if (!isObject(status) || status['Code'] === 0 || status['Code'] === undefined) return undefined;
  const reason = typeof status['Reason'] === 'string' ? status['Reason'].slice(0, 120) : '';
  return `${reason === '' ? 'it says no more' : reason} (code ${JSON.stringify(status['Code'])})`;
}

/** Fronius inverters over their Solar API. */
export const froniusSolarApi: HttpDefinition = freezeDeep(
  httpDefinition({
    id: 'fronius-solar-api',
    autodetect: 200,
    aliases: ['fronius-http'],
    version: 1,
    kind: 'inverter',
    maker: 'Fronius',
    title: 'Fronius inverters over HTTP (Solar API v1)',
    // As the GEN24 and those after it announce themselves; the API is at port 80.
    mdns: [{ type: '_Fronius-SE-Inverter._tcp', port: 80 }],
    models: ['GEN24', 'Symo', 'Primo', 'Eco', 'Galvo', 'IG Plus with Datamanager'],
    verified: 'document',
    sources: ['Fronius: Solar API v1', 'captures/solar-api.ts: one power flow of a GEN24 with a battery'],
    pages: [
      {
        name: 'powerflow',
        title: 'Power flow of the site',
        request: get(`${api}/GetPowerFlowRealtimeData.fcgi`),
        answerBytes: 4000,
        rows: powerFlow,
        derive: powerFlowDerive,
      },
      {
        name: 'meter',
        title: 'First meter',
        request: get(`${api}/GetMeterRealtimeData.cgi?Scope=System`),
        answerBytes: 12_000,
        rows: meterRows,
        derive: meterDerive,
      },
      {
        name: 'inverter',
        title: 'First inverter',
        request: get(`${api}/GetInverterRealtimeData.cgi?Scope=Device&DeviceId=1&DataCollection=CommonInverterData`),
        answerBytes: 6000,
        rows: inverterRows,
      },
      {
        name: 'version',
        title: 'Version of the API',
        request: get('/solar_api/GetAPIVersion.cgi'),
        answerBytes: 400,
        rows: version,
      },
    ],
    refusal,
    // The API's server answers one after another, and older ones ask the inverters over a slow line.
    pauseMs: 1000,
    responseMs: 8000,
    live: { everySeconds: 15, commands: ['powerflow', 'meter', 'inverter'] },
    settings: { everySeconds: 86_400, commands: [] },
    probe: { command: 'version', matches: (body) => body['BaseURL'] === '/solar_api/v1/' },
  }),
);
