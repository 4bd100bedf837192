// An emulated Voltronic/Axpert inverter of 5 kW at 48 V on RS-232 with 2400 baud, protocol PI30.
import type { Emulator, ReadPlant } from './emulator.ts';
import { modeLetter, type Pi30Print, type Pi30Settings, qpigs, qpiws, ratingFields } from './pi30-answers.ts';
import { pi30Frame, pi30Request } from './pi30-frame.ts';
import { pi30Setters } from './pi30-setters.ts';
import { createShown, createSwitches, type Shown } from './voltronic-home.ts';

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

const priorities = [0, 1, 2, 3] as const;

/** The priorities as QPIRI shows them. */
function settingsOf(rating: Shown): Pi30Settings {
  const output = Number(rating.at(16));
  return {
    outputPriority: output === 0 ? 0 : output === 1 ? 1 : 2,
    chargerPriority: priorities.find((priority) => priority === Number(rating.at(17))) ?? 3,
  };
}

/** Makes an emulated PI30 inverter. */
export function createPi30Emulator(options: Pi30Options): Pi30Emulator {
  const print: Pi30Print = { ...usualPrint, ...options.print };
  const warnings = new Set<number>();
  const first: Pi30Settings = { outputPriority: 2, chargerPriority: 3, ...options.settings };
  const rating = createShown(ratingFields(first, print));
  const switches = createSwitches('abjkuvxyz', 'buvyz');
  const apply = pi30Setters(
    { rating, switches },
    { letters: 'abjkuvxyz', gridDigits: 2, gridAmps: 60, yearDigits: 4, isMax: false },
  );
  const queries: Readonly<Record<string, () => string>> = {
    QPI: () => 'PI30',
    QID: () => options.serialNumber ?? '96332309100452',
    QVFW: () => 'VERFW:00072.70',
    QPIRI: () => rating.text().split(' ').slice(0, print.qpiriFields).join(' '),
    QFLAG: () => switches.text(),
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
    if (text !== undefined && apply(text)) {
      options.onSettings?.(settingsOf(rating));
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
      return settingsOf(rating);
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
