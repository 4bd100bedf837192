// Where the fields of our tables are called otherwise than in mpp-solar, which people's dashboards, entities and scripts know them by. Only
// the differences stand here: the key of any other field is made of its label and is the same. Source: [mpp-solar] and its sample
// answers; `captures/old-keys.ts` holds every key that it gave, `old-names.test.ts` holds this table against them.

/**
 * How switches are told: `bool` 1 and 0 with that unit, `number` the same without one, `digit` as text, `hex` 01 and 00, `word` enabled and
 * disabled, `title` Enabled and Disabled, `capitals` ON and OFF.
 */
export type OldSwitches = 'bool' | 'number' | 'digit' | 'hex' | 'word' | 'title' | 'capitals';

/** What differs in one answer, by our names of its fields. */
export interface OldAnswer {
  /** Names there. */
  readonly names?: Readonly<Record<string, string>>;
  readonly switches?: OldSwitches;
  /** Fields whose values are told in thousands of the unit, in minutes, hours or days instead of seconds. */
  readonly kilo?: readonly string[];
  readonly minutes?: readonly string[];
  readonly hours?: readonly string[];
  readonly days?: readonly string[];
}

/** Names of a list of choices: the first has the name of the list, the others were unknown. */
function choices(name: string, title: string, count = 16): OldAnswer {
  const places = Array.from({ length: count }, (_, index) => index);
  return {
    names: Object.fromEntries(
      places.map((index) => [`${name}_${index + 1}`, index === 0 ? title : `Unknown value in response ${index}`]),
    ),
  };
}

const numbered = (count: number, ours: (index: number) => string, theirs: (index: string) => string): OldAnswer => ({
  names: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [ours(index + 1), theirs(String(index + 1).padStart(2, '0'))]),
  ),
});

const digits: OldAnswer = { switches: 'digit' };
const words: OldAnswer = { switches: 'word' };
const titles: OldAnswer = { switches: 'title' };

const equalisation: OldAnswer = {
  names: { equalization_elapsed_time: 'Equalization Elasped Time' },
  minutes: ['equalization_time', 'equalization_over_time'],
  hours: ['equalization_elapsed_time'],
  days: ['equalization_period'],
};

const pi30: Readonly<Record<string, OldAnswer>> = {
  QFLAG: words,
  QPIWS: digits,
  QPIRI: { minutes: ['max_charging_time_for_cv_stage'] },
  QMCHGCR: choices('max_charging_current', 'Max Charging Current'),
  QMUCHGCR: choices('max_utility_charging_current', 'Max Utility Charging Current'),
};

const pi30max: Readonly<Record<string, OldAnswer>> = {
  ...pi30,
  QDI: { minutes: ['max_charging_time_at_cv'] },
  QBEQI: equalisation,
};

const pi30m044: Readonly<Record<string, OldAnswer>> = {
  ...pi30max,
  QMCHGCR: {},
  QMUCHGCR: {},
  Q1: {
    names: {
      time_until_the_end_of_absorb_charging: 'Absorb time',
      time_until_the_end_of_float_charging: 'Float time',
      scc_flag: 'SCC ok',
      allowscconflag: 'Allow Scc On',
      chargeaveragecurrent: 'AC Charge Average Current',
    },
  },
  QPIRI: {
    names: {
      ac_input_voltage: 'Grid Rating Voltage',
      ac_input_current: 'Grid Rating Current',
      ac_output_voltage: 'AC Output Rating Voltage',
      ac_output_frequency: 'AC Output Rating Frequency',
      ac_output_current: 'AC Output Rating Current',
      ac_output_apparent_power: 'AC Output Rating Apparent Power',
      ac_output_active_power: 'AC Output Rating Active Power',
      battery_voltage: 'Battery Rating Voltage',
    },
  },
  QPIWS: {
    names: {
      battery_voltage_too_high_fault: 'Battery voltage to high fault',
      battery_open_fault: 'Bat open fault',
      fault_code_digit_1: 'Battery weak code1',
      fault_code_digit_2: 'Battery weak code2',
    },
  },
};

const pi41: Readonly<Record<string, OldAnswer>> = {
  ...pi30,
  QPIRI: {
    names: { max_charging_time_for_cv_stage: 'Max Charging Time at CV Stage' },
    minutes: ['max_charging_time_for_cv_stage'],
  },
  QPIGS: { names: { is_l1_line_lost: 'is_l1_line_not_ok' } },
  QPGSn: { names: { is_l1_line_lost: 'is_l1_line_off', is_load_on: 'is_l1_load_on' } },
  QP2GSn: {
    names: {
      parallel_instance_number: 'Parallel instance number??',
      is_l2_ac_charging_on: 'is_l2_ac_charging',
      is_l2_scc_charging_on: 'is_l2_scc_charging',
      is_load_on: 'is_l2_load_on',
    },
  },
};

const nominal: OldAnswer = {
  names: {
    nominal_ac_output_voltage: 'Norminal AC output voltage',
    nominal_ac_input_voltage: 'Norminal AC input voltage',
  },
};

const pi17: Readonly<Record<string, OldAnswer>> = {
  MD: nominal,
  WS: words,
  FLAG: titles,
  HECS: words,
  ET: { kilo: ['generated_energy_total'] },
  BATS: {
    names: {
      battery_constant_charge_voltage: 'Battery constant charge voltage(C.V.)',
      max_ac_charging_current: 'Max. AC charging current',
    },
    minutes: ['keep_charged_time_of_battery_catch_stopped_charging_current_level'],
  },
  BMS: { names: { max_charging_voltage_1: 'max charging voltage' } },
};

const pi17m058: Readonly<Record<string, OldAnswer>> = {
  ...pi17,
  BATS: {
    names: {
      battery_under_back_voltage: 'Battery under voltage release',
      battery_weak_back_voltage_in_hybrid_mode: 'Battery weak voltage release in hybrid mode',
      ac_charger_keep_battery_voltage_function: 'AC charger keep battery voltage function enable/diable',
      max_ac_charging_current: 'Max. AC charging current',
      battery_weak_soc: 'Battery weak SOC in hybrid mode',
      battery_weak_back_soc: 'Battery weak back SOC in hybrid mode',
    },
    minutes: ['keep_charged_time_of_battery_catch_stopped_charging_current_level'],
  },
};

const selectable = (ours: string): OldAnswer => ({
  names: Object.fromEntries(
    Array.from({ length: 16 }, (_, index) => [
      `${ours}_${index + 1}`,
      `Max. Charging Current Selectable Value ${index + 1}`,
    ]),
  ),
});

const pi18lvx: Readonly<Record<string, OldAnswer>> = {
  FLAG: titles,
  GS: {
    names: {
      grid_voltage: 'AC Input Voltage',
      grid_frequency: 'AC Input Frequency',
      output_load_percent: 'AC Output Load',
      battery_charging_current: 'Battery Charge Current',
      inverter_heat_sink_temperature: 'Inverter Temperature',
      dc_ac_power_direction: 'DC/AC power direction',
    },
  },
  MCHGCR: selectable('max_charging_current_value'),
  MUCHGCR: selectable('max_ac_charging_current_value'),
  ET: { names: { total_pv_generated_energy: 'Generated energy' } },
  EYyyyy: { names: { pv_generated_energy_for_year: 'Generated energy' } },
  EMyyyymm: { names: { pv_generated_energy_for_month: 'Generated energy' } },
  EDyyyymmdd: { names: { pv_generated_energy_for_day: 'Generated energy' } },
  PIRI: {
    names: {
      ac_output_rating_apparent_power: 'AC output rated apparent power',
      ac_output_rating_active_power: 'AC output rated active power',
      battery_re_charge_voltage: 'Battery recharge voltage',
      battery_re_discharge_voltage: 'Battery redischarge voltage',
      mppt_strings: 'MPPT string',
    },
  },
};

const daly: Readonly<Record<string, OldAnswer>> = {
  '90': { names: { gather_voltage: 'acquistion' } },
  '93': { switches: 'hex' },
  '94': { names: { charge_discharge_cycles: 'Charge/Discharge Cycles' } },
  '95': numbered(
    48,
    (index) => `voltage_cell${String(index).padStart(2, '0')}`,
    (index) => `Cell ${index} Voltage`,
  ),
  '96': numbered(
    16,
    (index) => `temperature_${index}`,
    (index) => `Cell ${index} Temperature`,
  ),
};

const jk: Readonly<Record<string, OldAnswer>> = {
  device_info: { names: { power_on_times: 'Power-on Times' } },
};

const vedirectCommon = {
  product: 'Product ID',
  firmware: 'Firmware version 16 bit',
  firmware_24_bit: 'Firmware version 24 bit',
  battery_voltage: 'Main or channel 1 battery voltage',
  battery_current: 'Main or channel 1 battery current',
  alarm: 'Alarm condition active',
};

const vedirect: OldAnswer = {
  names: {
    ...vedirectCommon,
    channel_2_voltage: 'Channel 2 battery voltage',
    channel_3_voltage: 'Channel 3 battery voltage',
    channel_2_current: 'Channel 2 battery current',
    channel_3_current: 'Channel 3 battery current',
    load_output: 'Load output state ON/OFF',
    tracker_state: 'Tracker operation mode',
    error: 'Error code',
    yield_total: 'Yield total - user resettable counter',
    day_sequence_number: 'Day sequence number 0..364',
  },
  switches: 'capitals',
  kilo: ['yield_total', 'yield_today', 'yield_yesterday'],
};

const vedirectMonitor: OldAnswer = {
  names: {
    ...vedirectCommon,
    starter_battery_voltage: 'Auxiliary starter voltage',
    midpoint_voltage: 'Mid-point voltage of the battery bank',
    midpoint_deviation: 'Mid-point deviation of the battery bank',
    battery_power: 'Instantaneous power',
    consumed_charge: 'Consumed Amp Hours',
    state_of_charge: 'State-of-charge',
    time_to_go: 'Time-to-go',
    model: 'Model description',
    monitor_mode: 'DC Monitor Mode',
    deepest_discharge: 'Depth of the deepest discharge',
    last_discharge: 'Depth of the last discharge',
    average_discharge: 'Depth of the average discharge',
    charge_cycles: 'Number of charge cycles',
    full_discharges: 'Number of full discharges',
    cumulative_charge_drawn: 'Cumulative Amp Hours drawn',
    minimum_battery_voltage: 'Minimum main battery voltage',
    maximum_battery_voltage: 'Maximum main battery voltage',
    time_since_full_charge: 'Number of seconds since last full charge',
    automatic_synchronisations: 'Number of automatic synchronizations',
    low_voltage_alarms: 'Number of low main voltage alarms',
    high_voltage_alarms: 'Number of high main voltage alarms',
    low_starter_voltage_alarms: 'Number of low auxiliary voltage alarms',
    high_starter_voltage_alarms: 'Number of high auxiliary voltage alarms',
    minimum_starter_voltage: 'Minimum auxiliary battery voltage',
    maximum_starter_voltage: 'Maximum auxiliary battery voltage',
    discharged_energy: 'Amount of discharged energy',
    charged_energy: 'Amount of charged energy',
  },
  switches: 'capitals',
  minutes: ['time_to_go'],
  kilo: ['discharged_energy', 'charged_energy'],
};

/** What differs, by definition and by our name of the question or report. */
export const oldAnswers: Readonly<Record<string, Readonly<Record<string, OldAnswer>>>> = {
  pi30,
  pi30max,
  pi30m044,
  pi30m045: pi30max,
  pi30mst: pi30max,
  pi30revo: { QLITH0: { names: { warning_code_from_bms: 'Warning Code fom BMS' } } },
  pi41,
  pi17,
  pi17infini: pi17,
  pi17m058,
  pi18: { FLAG: titles, PIRI: { names: { input_voltage_range: 'Input voltage rang' } } },
  pi18lvx,
  pi18sv: pi18lvx,
  daly,
  daly40: daly,
  jk02: jk,
  jk04: {
    ...jk,
    cell_info: { names: { up_time: 'uptime' } },
  },
  jbd: {
    '03': {
      names: {
        total_voltage: 'Total Battery Voltage',
        current: 'Total Current',
        remaining_share: 'Remaining Battery',
        number_of_cells: 'Number of Battery Strings',
        ...numbered(
          8,
          (index) => `temperature_${index}`,
          (index) => `NTC ${Number(index)}`,
        ).names,
      },
    },
  },
  jk485: { read_all: { names: { balance_on: 'Balance On / Off', alarm_code: 'Alarm - todo' }, switches: 'hex' } },
  'jk-serial': {
    read_all: {
      names: {
        battery_strings: 'Cells_connected',
        charge_mos_on: 'Charge Enabled',
        discharge_mos_on: 'Discharge Enabled',
        balancing: 'Balancer Active',
        total_cycle_capacity: 'Total_capacity',
      },
      switches: 'number',
    },
  },
  vedirect: { text: vedirect },
  'vedirect-bmv': { text: vedirectMonitor },
};
