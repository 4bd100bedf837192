// What single registers say in words, as the makers' lists print them: states, kinds and texts, beside the numbers of
// `<maker>/captures/registers.ts`. Kept apart from tables and emulators.

/** A register, what it holds – one word, or a text of two letters each – and what is shown of it. */
export type PrintedWord = readonly [register: number, holds: number | string, name: string, shown: string | boolean];

/** Words of one kind of register. */
export interface PrintedWords {
  readonly of: readonly string[];
  readonly kind: 'input' | 'holding';
  readonly words: readonly PrintedWord[];
}

const growattTexts: readonly PrintedWord[] = [
  [9, 'DH1.0Z', 'firmware_version', 'DH1.0Z'],
  [23, 'XSK0CKS058', 'serial_number', 'XSK0CKS058'],
];

/** By definition. */
export const printedWords: readonly PrintedWords[] = [
  {
    of: ['daly-modbus'],
    kind: 'holding',
    words: [
      [47, 2, 'state', 'Discharging'],
      [52, 1, 'balancer', 'on'],
      [53, 1, 'charging_mos', 'on'],
      [54, 1, 'discharging_mos', 'on'],
      [0xa9, 'T00K_321042_11', 'software_version', 'T00K_321042_11'],
      [0xb1, 'H2.0_103R_309F9F', 'hardware_version', 'H2.0_103R_309F9F'],
    ],
  },
  {
    of: ['seplos-v3'],
    kind: 'input',
    words: [
      [0x1700, 'XZHTEC-FACTORY-00001', 'factory', 'XZHTEC-FACTORY-00001'],
      [0x170a, '1101-SP76-MODEL-0001', 'model', '1101-SP76-MODEL-0001'],
      [0x1714, '16', 'software_version', '16'],
      [0x1715, 'CN0123456789012345678901234567', 'serial_number', 'CN0123456789012345678901234567'],
    ],
  },
  {
    of: ['sungrow-hybrid'],
    kind: 'input',
    words: [
      [12_999, 0x0100, 'inverter.mode', 'Fault'],
      [13_000, 0x12, 'power_flow_status', 'Battery charging, Feeding in'],
      [4953, 'SAPPHIRE-H_03011.95.01', 'arm_software', 'SAPPHIRE-H_03011.95.01'],
      [4989, 'A2340512345ABCDEFGHI', 'serial_number', 'A2340512345ABCDEFGHI'],
    ],
  },
  { of: ['sungrow-hybrid'], kind: 'holding', words: [[13_074, 0xaa, 'backup_mode', 'On']] },
  {
    of: ['sungrow-string'],
    kind: 'input',
    words: [
      [5037, 0x5500, 'inverter.mode', 'Fault'],
      [4989, 'A2261012345ABCDEFGHI', 'serial_number', 'A2261012345ABCDEFGHI'],
    ],
  },
  {
    of: ['huawei-sun2000'],
    kind: 'holding',
    words: [
      [32_089, 512, 'inverter.mode', 'On-grid'],
      [32_089, 40_960, 'inverter.mode', 'Standby: no irradiation'],
      [37_100, 1, 'meter_status', 'Normal'],
      [37_125, 1, 'meter_type', 'Three phases'],
      [37_762, 2, 'storage_running_status', 'Running'],
      [30_000, 'SUN2000-10KTL-M1-ABCDEFGHIJKLM', 'model_name', 'SUN2000-10KTL-M1-ABCDEFGHIJKLM'],
      [30_015, 'HV2140123456ABCDEFGH', 'serial_number', 'HV2140123456ABCDEFGH'],
      [30_035, 'V100R001C00SPC139ABCDEFGHIJKLM', 'firmware_version', 'V100R001C00SPC139ABCDEFGHIJKLM'],
    ],
  },
  {
    of: ['growatt-sph', 'growatt-sph-tl3'],
    kind: 'input',
    words: [
      [0, 3, 'inverter.mode', 'Fault'],
      [0, 6, 'inverter.mode', 'Battery online'],
    ],
  },
  { of: ['growatt-mod', 'growatt-string'], kind: 'input', words: [[0, 3, 'inverter.mode', 'Fault']] },
  {
    of: ['growatt-min'],
    kind: 'input',
    words: [
      [3000, 3, 'inverter.mode', 'Fault'],
      [3000, 0x0600, 'work_mode', 'Battery online'],
    ],
  },
  // Begin and end of the slots beside the bits of switch and priority, all of which are set here.
  {
    of: ['growatt-min', 'growatt-mod'],
    kind: 'holding',
    words: ([3038, 3040, 3042, 3044, 3050, 3052, 3054, 3056, 3058] as const).flatMap(
      (register, index): readonly PrintedWord[] => [
        [register, 0xe000 | (23 << 8) | 59, `slot_${index + 1}_begin`, '23:59'],
        [register + 1, 0xe000 | (23 << 8) | 59, `slot_${index + 1}_end`, '23:59'],
      ],
    ),
  },
  { of: ['growatt-min', 'growatt-mod'], kind: 'input', words: [[3144, 1, 'priority', 'Battery']] },
  { of: ['growatt-sph', 'growatt-sph-tl3'], kind: 'holding', words: [[1044, 1, 'priority', 'Battery first']] },
  {
    of: ['growatt-sph', 'growatt-sph-tl3', 'growatt-min', 'growatt-mod', 'growatt-spf', 'growatt-string'],
    kind: 'holding',
    words: growattTexts,
  },
  { of: ['growatt-spf'], kind: 'input', words: [[0, 11, 'inverter.mode', 'Bypass']] },
  {
    of: ['goodwe-et'],
    kind: 'holding',
    words: [
      [35_184, 3, 'battery_mode', 'Charge'],
      [35_187, 1, 'inverter.mode', 'Normal (on-grid)'],
      [35_003, '9010KETU000W0000', 'serial_number', '9010KETU000W0000'],
      [35_011, 'GW10K-ET-A', 'model_name', 'GW10K-ET-A'],
      [35_021, '04029-06-S11', 'firmware', '04029-06-S11'],
    ],
  },
  {
    of: ['goodwe-dt'],
    kind: 'holding',
    words: [
      [30_129, 1, 'inverter.mode', 'Normal'],
      [30_004, '00000MSU00000000', 'serial_number', '00000MSU00000000'],
      [30_012, 'GW5000-MSA', 'model_name', 'GW5000-MSA'],
    ],
  },
  {
    of: ['deye-p1', 'deye-string', 'deye-micro'],
    kind: 'holding',
    words: [[59, 2, 'inverter.mode', 'Normal']],
  },
  { of: ['deye-p3', 'deye-p3-hv'], kind: 'holding', words: [[500, 2, 'inverter.mode', 'Normal']] },
  {
    of: ['deye-p1', 'deye-p3', 'deye-p3-hv', 'deye-string', 'deye-micro'],
    kind: 'holding',
    words: [
      [0, 0x0300, 'device_type', 'Single-phase hybrid'],
      [3, '2303124567', 'device_serial_number', '2303124567'],
    ],
  },
  // 32 bits, the high word first.
  {
    of: ['sma-inverter', 'sma-hybrid', 'sma-battery'],
    kind: 'holding',
    words: [[30_201 + 1, 307, 'inverter.mode', 'Ok']],
  },
  {
    of: ['srne'],
    kind: 'holding',
    words: [
      [0x120, 2, 'inverter.mode', 'MPPT'],
      [0x120, 0x8000, 'dc_load_on', true],
      [0x121, 2, 'inverter.warning', 'Battery over-voltage'],
      [0x0c, 'ML4860-ABCDEFGHI', 'product_model', 'ML4860-ABCDEFGHI'],
    ],
  },
  {
    of: ['srne-hybrid'],
    kind: 'holding',
    words: [
      [0x0b, 4, 'product_type', 'All-in-one inverter'],
      [0x10b, 4, 'charging_state', 'Float charge'],
      [0x210, 5, 'inverter.mode', 'Inverter operation'],
    ],
  },
  { of: ['pzem-004t'], kind: 'input', words: [[9, 0xffff, 'power_alarm', 'On']] },
  {
    of: ['pzem-017'],
    kind: 'input',
    words: [
      [6, 0xffff, 'high_voltage_alarm', 'On'],
      [7, 0xffff, 'low_voltage_alarm', 'On'],
    ],
  },
];
