// What a Shelly meter says of itself and of what it measures, component by component.
// Source: shelly-api-docs.shelly.cloud, gen2: Shelly, EM, EMData, EM1, EM1Data, Sys (names, units, which are nullable); the decimals and the
// order are those of recorded devices; gen1: Shelly 3EM (`/shelly`, `/status`, `/emeter`).
import type { ShellyMeterOutput } from '#api/outputs/shelly-meter.ts';
import type { NetworkService } from '#core/network-names.ts';
import type { MeterPhase, MeterReading } from './meter-reading.ts';
import { measured, type Told } from './shelly-text.ts';

/** A model of Shelly. */
export type ShellyModel = ShellyMeterOutput['model'];

interface ModelFacts {
  /** How its id begins. */
  readonly id: string;
  readonly model: string;
  readonly app: string;
  readonly gen: 1 | 2 | 3;
}

/** Names are those the maker's devices give; the firmware is one that batteries in the field know. */
export const shellyModels: Readonly<Record<ShellyModel, ModelFacts>> = {
  'pro-3em': { id: 'shellypro3em', model: 'SPEM-003CEBEU', app: 'Pro3EM', gen: 2 },
  'em-gen3': { id: 'shellyemg3', model: 'S3EM-002CXCEU', app: 'EMG3', gen: 3 },
  'pro-em-50': { id: 'shellyproem50', model: 'SPEM-002CEBEU50', app: 'ProEM', gen: 2 },
  '3em': { id: 'shellyem3', model: 'SHEM-3', app: '', gen: 1 },
};

/** Firmware that is named, as the recorded devices name theirs. */
const firmware = { id: '20250508-110717/1.6.1-g8dbd358', version: '1.6.1' } as const;
const firstFirmware = '20230913-114244/v1.14.0-gcb84623';

/** What a device says of itself where it is found by name. */
export function namedAs(identity: ShellyIdentity): Pick<NetworkService, 'instance' | 'host' | 'types' | 'text'> {
  const { app, gen } = shellyModels[identity.model];
  const id = shellyIdOf(identity);
  if (gen === 1)
    return { instance: id, host: id, types: ['_http._tcp'], text: { id, fw_id: firstFirmware, arch: 'esp8266' } };
  const text = { id, arch: 'esp32', gen: String(gen), fw_id: firmware.id, app, ver: firmware.version };
  return { instance: id, host: id, types: ['_shelly._tcp', '_http._tcp'], text };
}

/** One device that is played. */
export interface ShellyIdentity {
  readonly model: ShellyModel;
  /** Twelve upper-case hex digits. */
  readonly mac: string;
  /** Name of the output. */
  readonly name: string;
}

/** Its id: `shellypro3em-02a1b2c3d4e5`. */
export const shellyIdOf = ({ model, mac }: ShellyIdentity): string => `${shellyModels[model].id}-${mac.toLowerCase()}`;

/** Shelly.GetDeviceInfo, and `/shelly`. */
export function deviceInfo(identity: ShellyIdentity): Told {
  const { model, app, gen } = shellyModels[identity.model];
  const { mac, name } = identity;
  if (gen === 1)
    return {
      type: model,
      mac,
      auth: false,
      fw: firstFirmware,
      longid: 1,
      num_outputs: 1,
      num_meters: 0,
      num_emeters: 3,
    };
  return {
    name,
    id: shellyIdOf(identity),
    mac,
    slot: 0,
    model,
    gen,
    fw_id: firmware.id,
    ver: firmware.version,
    app,
    auth_en: false,
    auth_domain: null,
    ...(identity.model === 'pro-3em' ? { profile: 'triphase' } : {}),
  };
}

const letters = ['a', 'b', 'c'] as const;

const sumOf = (phases: MeterReading['phases'], of: (phase: MeterPhase) => number): number =>
  phases.reduce((sum, phase) => sum + of(phase), 0);

/** EM.GetStatus: act_power + from the grid; current and apparent power without a sign. */
export function emStatus({ phases, powerW, frequencyHz }: MeterReading): Told {
  const each = letters.flatMap((letter, index): readonly (readonly [string, Told])[] => {
    const phase = phases[index] ?? phases[0];
    return [
      [`${letter}_current`, measured(phase.currentA, 3)],
      [`${letter}_voltage`, measured(phase.voltageV, 1)],
      [`${letter}_act_power`, measured(phase.powerW, 1)],
      [`${letter}_aprt_power`, measured(phase.apparentVA, 1)],
      [`${letter}_pf`, measured(phase.factor, 2)],
      [`${letter}_freq`, measured(frequencyHz, 1)],
    ];
  });
  return {
    id: 0,
    ...Object.fromEntries(each),
    n_current: null,
    total_current: measured(
      sumOf(phases, ({ currentA }) => currentA),
      3,
    ),
    total_act_power: measured(powerW, 3),
    total_aprt_power: measured(
      sumOf(phases, ({ apparentVA }) => apparentVA),
      3,
    ),
    user_calibrated_phase: [],
  };
}

/** EMData.GetStatus, Wh. */
export function emDataStatus({ phases, importWh, exportWh }: MeterReading): Told {
  const each = letters.flatMap((letter, index): readonly (readonly [string, Told])[] => {
    const phase = phases[index] ?? phases[0];
    return [
      [`${letter}_total_act_energy`, measured(phase.importWh, 2)],
      [`${letter}_total_act_ret_energy`, measured(phase.exportWh, 2)],
    ];
  });
  return {
    id: 0,
    ...Object.fromEntries(each),
    total_act: measured(importWh, 2),
    total_act_ret: measured(exportWh, 2),
  };
}

/** EM1.GetStatus: the whole of it, whatever the phases. */
export function em1Status({ phases, powerW, frequencyHz }: MeterReading): Told {
  const apparentVA = Math.max(
    Math.abs(powerW),
    sumOf(phases, (phase) => (phase.powerW < 0 ? -1 : 1) * phase.apparentVA),
  );
  const { voltageV } = phases[0];
  return {
    id: 0,
    current: measured(apparentVA / Math.max(1, voltageV), 3),
    voltage: measured(voltageV, 1),
    act_power: measured(powerW, 1),
    aprt_power: measured(apparentVA, 1),
    pf: measured(apparentVA === 0 ? 1 : Math.abs(powerW) / apparentVA, 2),
    freq: measured(frequencyHz, 1),
    calibration: 'factory',
  };
}

/** EM1Data.GetStatus, Wh. */
export const em1DataStatus = ({ importWh, exportWh }: MeterReading): Told => ({
  id: 0,
  total_act_energy: measured(importWh, 2),
  total_act_ret_energy: measured(exportWh, 2),
});

/** Sys.GetStatus. */
export function sysStatus(
  { mac }: ShellyIdentity,
  { nowMs, upMs }: { readonly nowMs: number; readonly upMs: number },
): Told {
  return {
    mac,
    restart_required: false,
    time: new Date(nowMs).toISOString().slice(11, 16),
    unixtime: Math.floor(nowMs / 1000),
    uptime: Math.floor(upMs / 1000),
    available_updates: {},
  };
}

/** One meter of a Shelly of the first generation: power + from the grid, counters in Wh. */
export function emeterStatus({ phases }: MeterReading, index: number): Told {
  const phase = phases[index] ?? phases[0];
  return {
    power: measured(phase.powerW, 2),
    pf: measured(phase.factor, 2),
    current: measured(phase.currentA, 2),
    voltage: measured(phase.voltageV, 2),
    is_valid: true,
    total: measured(phase.importWh, 1),
    total_returned: measured(phase.exportWh, 1),
  };
}

/** `/status` of the first generation. */
export function firstStatus(reading: MeterReading, { mac }: ShellyIdentity, nowMs: number): Told {
  return {
    wifi_sta: { connected: true, ssid: '', ip: '', rssi: 0 },
    cloud: { enabled: false, connected: false },
    mqtt: { connected: false },
    time: new Date(nowMs).toISOString().slice(11, 16),
    unixtime: Math.floor(nowMs / 1000),
    serial: 1,
    has_update: false,
    mac,
    relays: [],
    emeters: [0, 1, 2].map((index) => emeterStatus(reading, index)),
    total_power: measured(reading.powerW, 2),
    fs_mounted: true,
  };
}
