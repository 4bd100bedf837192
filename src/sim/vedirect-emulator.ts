// Emulated Victron devices on a VE.Direct port: a solar charger and a battery monitor that send their text every second and
// answer HEX. By VE.Direct Protocol 3.33 and the BlueSolar HEX protocol.
import type { Emulator, ReadPlant } from './emulator.ts';
import type { PlantSnapshot } from './plant.ts';
import { ascii, little, total } from './wire-bytes.ts';

/** The devices there are. */
export type VedirectKind = 'charger' | 'monitor';

/** Values by label, in the order they are sent. */
type Lines = Readonly<Record<string, string | number>>;

const whole = (value: number): string => String(Math.round(value) + 0);

/** What flows into the battery, as the charger or the monitor counts it. */
function chargerLines({ pv, battery }: PlantSnapshot): Lines {
  const isUp = pv.powerW > 1;
  return {
    PID: '0xA053',
    FW: '156',
    'SER#': 'HQ1942K7LJ8',
    V: whole(battery.voltageV * 1000),
    I: whole((pv.powerW / battery.voltageV) * 1000),
    VPV: whole(pv.voltageV * 1000),
    PPV: whole(pv.powerW),
    CS: isUp ? 3 : 0,
    MPPT: isUp ? 2 : 0,
    OR: isUp ? '0x00000000' : '0x00000001',
    ERR: 0,
    LOAD: 'ON',
    IL: 0,
    H19: whole(pv.energyWh / 10),
    H20: 0,
    H21: 24,
    H22: 1,
    H23: 15,
    HSDS: 3,
  };
}

function monitorLines({ battery }: PlantSnapshot): Lines {
  return {
    PID: '0xA389',
    V: whole(battery.voltageV * 1000),
    T: '---',
    // Positive while charging.
    I: whole(-battery.currentA * 1000),
    P: whole(-battery.powerW),
    CE: whole((battery.soc / 100 - 1) * battery.capacityAh * 1000),
    SOC: whole(battery.soc * 10),
    TTG: battery.currentA > 0 ? 436 : -1,
    Alarm: 'OFF',
    AR: battery.soc < 5 ? 4 : 0,
    BMV: 'SmartShunt 500A/50mV',
    FW: '0413',
    MON: 0,
  };
}

function historyLines({ battery }: PlantSnapshot): Lines {
  return {
    H1: -96_470,
    H2: -6671,
    H4: 29,
    H7: 42_027,
    H8: 57_776,
    H9: 7134,
    H17: whole(battery.dischargeWh / 10),
    H18: whole(battery.chargeWh / 10),
  };
}

/** A block: its bytes with the last one add up to 0. */
function block(lines: Lines): Uint8Array {
  const text = `${Object.entries(lines)
    .map(([label, value]) => `\r\n${label}\t${value}`)
    .join('')}\r\nChecksum\t`;
  const bytes = ascii(text);
  return Uint8Array.of(...bytes, (0x100 - (total(bytes) & 0xff)) & 0xff);
}

const letters = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');

/** A HEX message: its digit and bytes with the last one add up to 55. */
function message(command: number, bytes: readonly number[]): Uint8Array {
  const check = (0x55 - command - total(bytes)) & 0xff;
  return ascii(`:${command.toString(16).toUpperCase()}${letters([...bytes, check])}\n`);
}

function registers(
  { pv, battery }: PlantSnapshot,
  settings: ReadonlyMap<number, readonly number[]>,
): Readonly<Record<number, readonly number[]>> {
  return {
    0x0200: settings.get(0x0200) ?? [1],
    0x0201: [pv.powerW > 1 ? 3 : 0],
    0x010a: [...ascii('HQ1942K7LJ8')],
    0xedd5: little(battery.voltageV * 100, 2),
    0xedd7: little((pv.powerW / battery.voltageV) * 10, 2),
    0xeddb: little(2850, 2),
    0xeddc: little(pv.energyWh / 10, 4),
    0xedda: [0],
    0xedbb: little(pv.voltageV * 100, 2),
    0xedbc: little(pv.powerW * 100, 4),
    0xedbd: little(pv.currentA * 10, 2),
    0xedf0: settings.get(0xedf0) ?? little(150, 2),
    0x2015: settings.get(0x2015) ?? little(0xffff, 2),
  };
}

function monitorRegisters({ battery }: PlantSnapshot): Readonly<Record<number, readonly number[]>> {
  return {
    0x010a: [...ascii('HQ2103ABCDE')],
    0xed8d: little(battery.voltageV * 100, 2),
    0xed8c: little(-battery.currentA * 1000, 4),
    0xed8e: little(-battery.powerW, 2),
    0x0fff: little(battery.soc * 100, 2),
    0x0ffe: little(0xffff, 2),
    0x1000: little(battery.capacityAh, 2),
    0xeeff: little((battery.soc / 100 - 1) * battery.capacityAh * 10, 4),
  };
}

function bytesOf(request: Uint8Array): number[] | undefined {
  const match = /^:([\dA-F])((?:[\dA-F]{2})+)\n$/.exec(String.fromCharCode(...request));
  if (match === null) return undefined;
  const bytes = [
    Number.parseInt(match[1] ?? '', 16),
    ...((match[2] ?? '').match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)),
  ];
  return (total(bytes) & 0xff) === 0x55 ? bytes : undefined;
}

/** Makes an emulated VE.Direct device. */
export function createVedirectEmulator(kind: VedirectKind, { read }: { readonly read: ReadPlant }): Emulator {
  const settings = new Map<number, readonly number[]>();
  const product = kind === 'charger' ? 0xa053 : 0xa389;
  let turn = 0;
  const text = (): Uint8Array => {
    turn += 1;
    if (kind === 'charger') return block(chargerLines(read()));
    return Uint8Array.of(...block(monitorLines(read())), ...block(historyLines(read())));
  };
  /** Voltages, in hundredths of a volt: the charger's own, the monitor's. */
  const unasked = (): Uint8Array => {
    const [low, high] = kind === 'charger' ? [0xd5, 0xed] : [0x8d, 0xed];
    return message(0xa, [low, high, 0, ...little(read().battery.voltageV * 100, 2)]);
  };
  const answerRegister = (command: number, data: readonly number[]): Uint8Array => {
    const [low = 0, high = 0, , ...value] = data;
    const register = high * 256 + low;
    const known = kind === 'charger' ? registers(read(), settings) : monitorRegisters(read());
    if (!Object.hasOwn(known, register)) return message(command, [low, high, 1]);
    if (command === 8) settings.set(register, value);
    return message(command, [low, high, 0, ...(command === 8 ? value : (known[register] ?? []))]);
  };
  return {
    name: kind === 'charger' ? 'vedirect' : 'vedirect-bmv',
    baud: 19_200,
    speak: {
      everyMs: 1000,
      // A message nobody asked for stands between two blocks now and then.
      bytes: () => (turn % 5 === 4 ? Uint8Array.of(...text(), ...unasked()) : text()),
    },
    takeRequest(held) {
      const from = held.indexOf(0x3a);
      if (from < 0) return { used: held.length };
      const to = held.indexOf(0x0a, from);
      return to < 0 ? { used: from } : { request: held.slice(from, to + 1), used: to + 1 };
    },
    respond(request) {
      const bytes = bytesOf(request);
      if (bytes === undefined) return message(4, [0xaa, 0xaa]);
      const [command = 0, ...data] = bytes.slice(0, -1);
      if (command === 1) return message(5, [0x56, 0x41]);
      if (command === 3) return message(1, [0x56, 0x41]);
      if (command === 4) return message(1, little(product, 2));
      return command === 7 || command === 8 ? answerRegister(command, data) : message(3, []);
    },
  };
}
