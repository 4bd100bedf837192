// An emulated Voltronic/Axpert inverter of 5 kW at 48 V on RS-232 with 2400 baud, protocol PI30.
import type { Emulator, ReadPlant } from './emulator.ts';
import { modeLetter, type Pi30Print, type Pi30Settings, qpigs, qpiri, qpiws } from './pi30-answers.ts';
import { pi30Frame, pi30Request } from './pi30-frame.ts';

/** How the emulated unit behaves; every part has a default. */
export interface Pi30Options {
  readonly read: ReadPlant;
  readonly print?: Partial<Pi30Print>;
  readonly settings?: Partial<Pi30Settings>;
  /** 14 digits. */
  readonly serialNumber?: string;
  /** Some firmwares send an unknown request back, others say nothing. */
  readonly onUnknown?: 'nak' | 'echo' | 'silence';
  /** Whether the line returns every request before the answer, as two-wire adapters do. */
  readonly echo?: boolean;
  /** Told when a client changed a setting. */
  readonly onSettings?: (settings: Pi30Settings) => void;
}

/** The emulated inverter; its settings and warnings can be looked at and raised from outside. */
export interface Pi30Emulator extends Emulator {
  readonly settings: Pi30Settings;
  /** Warning bits that are raised besides those of the home's state. */
  readonly warnings: Set<number>;
}

/** The usual unit: tracker for 450 V, 21 fields of QPIGS, 27 of QPIRI. */
const usualPrint: Pi30Print = { qpigsFields: 21, qpiriFields: 27, pvCurrent: 'panel', parallelDash: false };
/** An older unit: QPIGS and QPIRI end early, no parallel work. */
export const olderPrint: Pi30Print = { qpigsFields: 17, qpiriFields: 21, pvCurrent: 'battery', parallelDash: true };

/** Longest request the line buffer of the device holds, bytes. */
const longestRequest = 64;

function setting(text: string): Partial<Pi30Settings> | undefined {
  const value = Number(text.slice(3));
  if (/^POP0[012]$/.test(text)) return { outputPriority: value === 0 ? 0 : value === 1 ? 1 : 2 };
  if (/^PCP0[0123]$/.test(text)) return { chargerPriority: value === 0 ? 0 : value === 1 ? 1 : value === 2 ? 2 : 3 };
  return undefined;
}

/** Makes an emulated PI30 inverter. */
export function createPi30Emulator(options: Pi30Options): Pi30Emulator {
  const print: Pi30Print = { ...usualPrint, ...options.print };
  const warnings = new Set<number>();
  let settings: Pi30Settings = { outputPriority: 2, chargerPriority: 3, ...options.settings };
  const queries: Readonly<Record<string, () => string>> = {
    QPI: () => 'PI30',
    QID: () => options.serialNumber ?? '96332309100452',
    QVFW: () => 'VERFW:00072.70',
    QPIRI: () => qpiri(settings, print),
    QFLAG: () => 'EbuvyzDajkx',
    QPIGS: () => qpigs(options.read(), print),
    QMOD: () => modeLetter(options.read()),
    QPIWS: () => qpiws(options.read(), warnings),
    QGMN: () => '022',
    QMN: () => 'VMIII-5000',
  };
  const answer = (request: Uint8Array): Uint8Array | undefined => {
    const text = pi30Request(request);
    const query = text === undefined || !Object.hasOwn(queries, text) ? undefined : queries[text];
    if (query !== undefined) return pi30Frame(`(${query()}`);
    const changed = text === undefined ? undefined : setting(text);
    if (changed !== undefined) {
      settings = { ...settings, ...changed };
      options.onSettings?.(settings);
      return pi30Frame('(ACK');
    }
    if (options.onUnknown === 'silence') return undefined;
    return options.onUnknown === 'echo' ? request.slice() : pi30Frame('(NAK');
  };
  return {
    name: 'pi30',
    baud: 2400,
    warnings,
    get settings() {
      return settings;
    },
    takeRequest(held) {
      const end = held.indexOf(0x0d);
      if (end < 0) return { used: held.length > longestRequest ? held.length : 0 };
      return end === 0 ? { used: 1 } : { request: held.slice(0, end + 1), used: end + 1 };
    },
    respond(request) {
      const reply = answer(request);
      if (options.echo !== true) return reply;
      return Uint8Array.of(...request, ...(reply ?? []));
    },
  };
}
