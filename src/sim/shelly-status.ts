// Status objects of the emulated Shelly Pro 3 and Pro 3EM, component by component, as a device with firmware 1.1 sends
// them ([shelly-rpc]; field sets of the recorded dumps in home-assistant-libs/aioshelly, fixtures/).
import type { GridPhase, PlantSnapshot } from './plant.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** The devices that can be emulated. */
export type ShellyKind = 'shelly-pro3' | 'shelly-pro3em' | 'shelly-em' | 'shelly-switch' | 'shelly-sensor';

/** How their ids begin, their model and name of the firmware. */
const kinds: Readonly<Record<ShellyKind, { readonly id: string; readonly model: string; readonly app: string }>> = {
  'shelly-pro3': { id: 'shellypro3', model: 'SPSW-003XE16EU', app: 'Pro3' },
  'shelly-pro3em': { id: 'shellypro3em', model: 'SPEM-003CEBEU', app: 'Pro3EM' },
  'shelly-em': { id: 'shellyemg3', model: 'S3EM-002CXCEU', app: 'EMG3' },
  'shelly-switch': { id: 'shellyplusplugs', model: 'SNPL-00112EU', app: 'PlusPlugS' },
  'shelly-sensor': { id: 'shellyhtg3', model: 'S3SN-0U12A', app: 'HTG3' },
};

/** What tells one device from another. */
export interface ShellyIdentity {
  readonly kind: ShellyKind;
  /** Twelve upper-case hex digits. */
  readonly mac: string;
  /** Name a person gave it. */
  readonly name: string;
}

/** State of one relay of a Pro 3. */
export interface SwitchState {
  readonly isOn: boolean;
  /** What switched it last: init, MQTT, timer, … */
  readonly source: string;
  /** While a timer runs: its start (epoch ms) and length (s). */
  readonly timer?: { readonly startedMs: number; readonly seconds: number };
}

const round = (value: number, decimals: number): number => {
  const scale = 10 ** decimals;
  // Never −0: JSON would print it as 0, but an equality test would not.
  return Math.round(value * scale) / scale + 0;
};

const celsius = (value: number): JsonObject => ({ tC: round(value, 1), tF: round(value * 1.8 + 32, 1) });

/** Device id and default topic prefix: `shellypro3-` and the address in lower case. */
export function shellyId({ kind, mac }: ShellyIdentity): string {
  return `${kinds[kind].id}-${mac.toLowerCase()}`;
}

/** Answer of Shelly.GetDeviceInfo. */
export function deviceInfo(identity: ShellyIdentity): JsonObject {
  const isMeter = identity.kind === 'shelly-pro3em';
  return {
    name: identity.name,
    id: shellyId(identity),
    mac: identity.mac,
    slot: 0,
    model: kinds[identity.kind].model,
    gen: identity.kind === 'shelly-em' ? 3 : 2,
    fw_id: isMeter ? '20231219-134001/1.1.0-g34b5d4f' : '20231219-133956/1.1.0-g34b5d4f',
    ver: '1.1.0',
    app: kinds[identity.kind].app,
    auth_en: false,
    auth_domain: null,
    ...(isMeter ? { profile: 'triphase' } : {}),
  };
}

/** Status of `switch:n` of a Pro 3, which has no meter. */
export function switchStatus(id: number, { isOn, source, timer }: SwitchState, home: PlantSnapshot): JsonObject {
  return {
    id,
    source,
    output: isOn,
    ...(timer === undefined
      ? {}
      : { timer_started_at: round(timer.startedMs / 1000, 2), timer_duration: timer.seconds }),
    temperature: celsius(34 + 3 * home.relays.filter((relay) => relay.isOn).length + 0.5 * id),
  };
}

function phaseStatus(letter: string, phase: GridPhase, frequencyHz: number): JsonObject {
  return {
    [`${letter}_current`]: round(phase.currentA, 3),
    [`${letter}_voltage`]: round(phase.voltageV, 1),
    [`${letter}_act_power`]: round(phase.powerW, 1),
    [`${letter}_aprt_power`]: round(phase.apparentVA, 1),
    [`${letter}_pf`]: round(Math.abs(phase.powerW) / Math.max(1, phase.apparentVA), 2),
    [`${letter}_freq`]: round(frequencyHz, 1),
  };
}

/** Status of `em:0`: act_power + is import, − export. */
export function emStatus({ grid }: PlantSnapshot): JsonObject {
  const [a, b, c] = grid.phases;
  return {
    id: 0,
    ...phaseStatus('a', a, grid.frequencyHz),
    ...phaseStatus('b', b, grid.frequencyHz),
    ...phaseStatus('c', c, grid.frequencyHz),
    n_current: null,
    total_current: round(a.currentA + b.currentA + c.currentA, 3),
    total_act_power: round(grid.powerW, 3),
    total_aprt_power: round(a.apparentVA + b.apparentVA + c.apparentVA, 3),
    user_calibrated_phase: [],
  };
}

/** Status of `emdata:0`, Wh; the totals are sums of the phases' counters, not balanced across phases. */
export function emDataStatus({ grid }: PlantSnapshot): JsonObject {
  const [a, b, c] = grid.phases;
  return {
    id: 0,
    a_total_act_energy: round(a.importWh, 2),
    a_total_act_ret_energy: round(a.exportWh, 2),
    b_total_act_energy: round(b.importWh, 2),
    b_total_act_ret_energy: round(b.exportWh, 2),
    c_total_act_energy: round(c.importWh, 2),
    c_total_act_ret_energy: round(c.exportWh, 2),
    total_act: round(a.importWh + b.importWh + c.importWh, 2),
    total_act_ret: round(a.exportWh + b.exportWh + c.exportWh, 2),
  };
}

/** Status of `em1:n`: channel 0 is the first phase of the grid, 1 the sun (against the arrow: what it gives is negative). */
export function em1Status({ grid, pv }: PlantSnapshot, id: 0 | 1): JsonObject {
  const [phase] = grid.phases;
  const [power, apparent] = id === 0 ? [phase.powerW, phase.apparentVA] : [-pv.powerW, pv.powerW];
  return {
    id,
    current: round(apparent / phase.voltageV, 3),
    voltage: round(phase.voltageV, 1),
    act_power: round(power, 1),
    aprt_power: round(apparent, 1),
    pf: round(apparent === 0 ? 1 : Math.abs(power) / apparent, 2),
    freq: round(grid.frequencyHz, 1),
    calibration: 'factory',
  };
}

/** Status of `em1data:n`, Wh. */
export function em1DataStatus({ grid, pv }: PlantSnapshot, id: 0 | 1): JsonObject {
  const [phase] = grid.phases;
  const [drawn, fedIn] = id === 0 ? [phase.importWh, phase.exportWh] : [0, pv.energyWh];
  return { id, total_act_energy: round(drawn, 2), total_act_ret_energy: round(fedIn, 2) };
}

function systemStatus({ mac }: ShellyIdentity, now: { readonly atMs: number; readonly uptimeMs: number }): JsonObject {
  return {
    mac,
    restart_required: false,
    time: new Date(now.atMs).toISOString().slice(11, 16),
    unixtime: Math.floor(now.atMs / 1000),
    uptime: Math.floor(now.uptimeMs / 1000),
    ram_size: 244_312,
    ram_free: 125_084,
    fs_size: 524_288,
    fs_free: 184_320,
    cfg_rev: 29,
    kvs_rev: 0,
    schedule_rev: 0,
    webhook_rev: 0,
    available_updates: {},
    reset_reason: 1,
  };
}

/** Components every device has, around those of its own. */
export function fullStatus(
  identity: ShellyIdentity,
  own: JsonObject,
  now: { readonly atMs: number; readonly uptimeMs: number },
): JsonObject {
  const extra: JsonObject =
    identity.kind === 'shelly-pro3em' ? { modbus: {}, 'temperature:0': { id: 0, ...celsius(46.6) } } : {};
  return {
    ble: {},
    cloud: { connected: false },
    ...own,
    eth: { ip: null },
    mqtt: { connected: true },
    sys: systemStatus(identity, now),
    ...extra,
    wifi: { sta_ip: '192.168.33.2', status: 'got ip', ssid: 'home', rssi: -58 },
    ws: { connected: false },
  };
}
