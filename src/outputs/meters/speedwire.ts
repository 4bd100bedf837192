// The datagram of an SMA Energy Meter: a head, and values by their OBIS numbers. Of the two directions of the power one is always 0.
// Sources: "SMA Energy Meter – Measuring values of the SMA Energy Meter" (EMETER-Protokoll-TI-en-10); which values follow which is that of
// recorded datagrams of an Energy Meter 2.0 (600 bytes) and a Sunny Home Manager 2.0 (608, with the frequency).
import type { SmaMeterOutput } from '#api/outputs/sma-meter.ts';
import type { MeterPhase, MeterReading } from './meter-reading.ts';

/** Group and port of Speedwire. */
export const speedwireGroup = { group: '239.12.255.254', port: 9522 } as const;

/** SUSy-ID and version of the firmware by model. */
const models: Readonly<Record<SmaMeterOutput['model'], { readonly susy: number; readonly version: number }>> = {
  'energy-meter': { susy: 349, version: 0x02_00_12_52 },
  'home-manager': { susy: 372, version: 0x02_12_0e_52 },
};

const most32 = 0xffff_ffff;
const wattSeconds = 3600;

/** Bytes in the order of the network. */
class Datagram {
  readonly #bytes: number[] = [];

  u16(value: number): this {
    this.#bytes.push((value >>> 8) & 0xff, value & 0xff);
    return this;
  }

  u32(value: number): this {
    const whole = Math.min(most32, Math.max(0, Math.round(value)));
    return this.u16(Math.floor(whole / 0x1_0000)).u16(whole % 0x1_0000);
  }

  /** A value that is measured: type 4, 32 bits. */
  actual(channel: number, value: number): this {
    return this.u16(channel).u16(0x0400).u32(value);
  }

  /** A counter in Ws: type 8, 64 bits; one that is not known is left out. */
  counter(channel: number, wh: number | undefined): this {
    if (wh === undefined) return this;
    const seconds = Math.round(wh * wattSeconds);
    return this.u16(channel)
      .u16(0x0800)
      .u32(Math.floor(seconds / 0x1_0000_0000))
      .u32(seconds % 0x1_0000_0000);
  }

  get bytes(): readonly number[] {
    return this.#bytes;
  }
}

/** Both directions of a power and their counters. */
interface Directions {
  readonly value: number;
  readonly importWh: number | undefined;
  readonly exportWh: number | undefined;
}

function directions(out: Datagram, channel: number, { value, importWh, exportWh }: Directions): void {
  // Tenths of W, VA and var.
  out.actual(channel, Math.max(0, value) * 10).counter(channel, importWh);
  out.actual(channel + 1, Math.max(0, -value) * 10).counter(channel + 1, exportWh);
}

/** Active, apparent and reactive power, beginning with a channel. Apparent power has the direction of the active one. */
function powers(
  out: Datagram,
  first: number,
  of: Pick<MeterPhase, 'powerW' | 'apparentVA' | 'reactiveVar' | 'importWh' | 'exportWh'>,
): void {
  const { powerW, apparentVA, reactiveVar, importWh, exportWh } = of;
  const isCounted = importWh !== undefined && exportWh !== undefined;
  const none = isCounted ? 0 : undefined;
  directions(out, first, { value: powerW, importWh, exportWh });
  // Nobody counts reactive energy here; where it is none, apparent energy is that of the active power.
  directions(out, first + 2, { value: reactiveVar, importWh: none, exportWh: none });
  directions(out, first + 8, { value: powerW < 0 ? -apparentVA : apparentVA, importWh, exportWh });
}

/** Who sends. */
export interface SpeedwireSender {
  readonly model: SmaMeterOutput['model'];
  readonly serial: number;
}

/** The datagram of a reading; `ticker`: a counter of ms. */
export function speedwireDatagram(
  reading: MeterReading,
  { model, serial }: SpeedwireSender,
  ticker: number,
): Uint8Array {
  const { phases, powerW, importWh, exportWh, frequencyHz } = reading;
  const { susy, version } = models[model];
  const sum = (of: (phase: MeterPhase) => number): number => phases.reduce((total, phase) => total + of(phase), 0);
  const reactiveVar = sum((phase) => phase.reactiveVar);
  const apparentVA = Math.hypot(powerW, reactiveVar);
  const out = new Datagram();
  out
    .u16(susy)
    .u32(serial)
    .u32(ticker % 0x1_0000_0000);
  powers(out, 1, { powerW, apparentVA, reactiveVar, importWh, exportWh });
  out.actual(13, apparentVA === 0 ? 1000 : (Math.abs(powerW) / apparentVA) * 1000);
  if (model === 'home-manager') out.actual(14, frequencyHz * 1000);
  for (const [index, phase] of phases.entries()) {
    const base = 21 + 20 * index;
    powers(out, base, phase);
    out.actual(base + 10, phase.currentA * 1000);
    out.actual(base + 11, phase.voltageV * 1000);
    out.actual(base + 12, phase.factor * 1000);
  }
  out.u16(0x9000).u16(0).u32(version);
  const body = out.bytes;
  const head = [0x53, 0x4d, 0x41, 0, 0, 4, 0x02, 0xa0, 0, 0, 0, 1];
  // The length counts what follows it and its tag, without the end.
  const length = body.length + 2;
  return Uint8Array.from([...head, length >> 8, length & 0xff, 0x00, 0x10, 0x60, 0x69, ...body, 0, 0, 0, 0]);
}
