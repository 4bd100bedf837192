import { describe, expect, it } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { defaultBattery } from './battery.ts';
import { createHome } from './home.ts';
import { createJkEmulator, type JkOptions } from './jk-emulator.ts';

const startMs = Date.parse('2026-06-20T10:00:00Z');
// The request of the maker's document, and the one mpp-solar sends.
const readAll = fromHex('4e57001300000000060300000000000068000001 29');
const readAllOlder = fromHex('4e5700130000000003030000000000006800000126');

// Ids and lengths as the recorded read-all frames of 14 cells hold them (length field 0x011B).
const lengths: Readonly<Record<number, number>> = {
  0x80: 2,
  0x81: 2,
  0x82: 2,
  0x83: 2,
  0x84: 2,
  0x85: 1,
  0x86: 1,
  0x87: 2,
  0x89: 4,
  0x8a: 2,
  0x8b: 2,
  0x8c: 2,
  0x8e: 2,
  0x8f: 2,
  0x90: 2,
  0x91: 2,
  0x92: 2,
  0x93: 2,
  0x94: 2,
  0x95: 2,
  0x96: 2,
  0x97: 2,
  0x98: 2,
  0x99: 2,
  0x9a: 2,
  0x9b: 2,
  0x9c: 2,
  0x9d: 1,
  0x9e: 2,
  0x9f: 2,
  0xa0: 2,
  0xa1: 2,
  0xa2: 2,
  0xa3: 2,
  0xa4: 2,
  0xa5: 2,
  0xa6: 2,
  0xa7: 2,
  0xa8: 2,
  0xa9: 1,
  0xaa: 4,
  0xab: 1,
  0xac: 1,
  0xad: 2,
  0xae: 1,
  0xaf: 1,
  0xb0: 2,
  0xb1: 1,
  0xb2: 10,
  0xb3: 1,
  0xb4: 8,
  0xb5: 4,
  0xb6: 4,
  0xb7: 15,
  0xb8: 1,
  0xb9: 4,
  0xba: 24,
  0xc0: 1,
};

function values(frame: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>();
  let at = 11;
  while (at < frame.length - 9) {
    const id = frame[at] ?? 0;
    const length = id === 0x79 ? (frame[at + 1] ?? 0) + 1 : (lengths[id] ?? Number.NaN);
    expect(length, `length of id ${id.toString(16)}`).not.toBeNaN();
    found.set(id, [...frame.subarray(at + 1, at + 1 + length)]);
    at += 1 + length;
  }
  expect(at).toBe(frame.length - 9);
  return found;
}

const u16 = (bytes: readonly number[] | undefined): number => ((bytes?.[0] ?? 0) << 8) + (bytes?.[1] ?? 0);

function bms(
  options: Partial<JkOptions> & { readonly cells?: number; readonly soc?: number; readonly atMs?: number } = {},
) {
  const fromMs = options.atMs ?? startMs;
  const home = createHome({
    startMs: fromMs,
    seed: 4,
    soc: options.soc ?? 55,
    battery: { ...defaultBattery, cells: options.cells ?? 16 },
  });
  home.advance(fromMs + 60_000);
  return { home, emulator: createJkEmulator({ read: () => home.snapshot(), ...options }) };
}

const answer = (emulator: ReturnType<typeof createJkEmulator>, request: Uint8Array): Uint8Array =>
  emulator.respond(request) ?? new Uint8Array();

describe('read all', () => {
  it('has header, length, end mark and sum of the document', () => {
    const frame = answer(bms({ cells: 14 }).emulator, readAll);
    expect([...frame.subarray(0, 11)]).toEqual([0x4e, 0x57, 0x01, 0x1b, 0, 0, 0, 0, 6, 0, 1]);
    expect(frame).toHaveLength(0x11b + 2);
    expect([...frame.subarray(-9, -4)]).toEqual([0, 0, 0, 0, 0x68]);
    const sum = frame.subarray(0, -4).reduce((total, byte) => total + byte, 0);
    expect([...frame.subarray(-4)]).toEqual([0, 0, (sum >> 8) & 0xff, sum & 0xff]);
  });

  it('holds every id of the recorded frames, in order', () => {
    const found = values(answer(bms().emulator, readAll));
    expect([...found.keys()]).toEqual([0x79, ...Object.keys(lengths).map(Number)]);
  });

  it('tells cells, voltage, current and charge of the home', () => {
    const { home, emulator } = bms();
    const { battery } = home.snapshot();
    const found = values(answer(emulator, readAllOlder));
    const cells = found.get(0x79) ?? [];
    expect(cells[0]).toBe(48);
    expect(u16(cells.slice(2, 4))).toBe(Math.round((battery.cellsV[0] ?? 0) * 1000));
    expect(u16(found.get(0x83))).toBe(Math.round(battery.voltageV * 100));
    // Charging by day: bit 15 is set.
    expect(battery.currentA).toBeLessThan(-5);
    expect(u16(found.get(0x84))).toBe(0x8000 | Math.round(-battery.currentA * 100));
    expect(found.get(0x85)).toEqual([Math.round(battery.soc)]);
    expect(u16(found.get(0x8a))).toBe(16);
    expect(u16(found.get(0x8b))).toBe(0);
    expect(found.get(0xc0)).toEqual([1]);
  });

  it('counts the current from 10000 in the older format', () => {
    const night = bms({ currentFormat: 0, atMs: Date.parse('2026-06-20T23:00:00Z') });
    const { battery } = night.home.snapshot();
    expect(battery.currentA).toBeGreaterThan(1);
    expect(u16(values(answer(night.emulator, readAll)).get(0x84))).toBe(10_000 - Math.round(battery.currentA * 100));
  });

  it('raises alarms: its own when empty, others on demand', () => {
    const { emulator } = bms({ soc: 9, atMs: Date.parse('2026-06-20T23:00:00Z') });
    expect(u16(values(answer(emulator, readAll)).get(0x8b)) & 1).toBe(1);
    emulator.raise(0x410);
    expect(u16(values(answer(emulator, readAll)).get(0x8b))).toBe(0x411);
  });
});

describe('requests', () => {
  const one = (id: number): Uint8Array => {
    const request = readAllOlder.slice();
    request[11] = id;
    const sum = request.subarray(0, -4).reduce((total, byte) => total + byte, 0);
    request.set([sum >> 8, sum & 0xff], request.length - 2);
    return request;
  };

  it('of one id are answered with that id', () => {
    const { emulator, home } = bms();
    const frame = answer(emulator, one(0x85));
    expect(frame).toHaveLength(22);
    expect([frame[8], frame[11], frame[12]]).toEqual([3, 0x85, Math.round(home.snapshot().battery.soc)]);
    expect(emulator.respond(one(0x01))).toBeUndefined();
  });

  it('with a wrong sum stay unanswered', () => {
    const wrong = readAll.slice();
    wrong[20] = 0x2a;
    expect(bms().emulator.respond(wrong)).toBeUndefined();
  });

  it('are found behind noise and in any chunks', () => {
    const { emulator } = bms();
    const noisy = Uint8Array.of(1, 2, 0x4e, 3, ...readAll);
    const taken = emulator.takeRequest(noisy);
    expect(taken.used).toBe(noisy.length);
    expect(taken.request).toEqual(readAll);
    for (let cut = 0; cut < readAll.length; cut += 1)
      expect(emulator.takeRequest(readAll.subarray(0, cut))).toEqual({ used: 0 });
    expect(emulator.takeRequest(Uint8Array.of(0x4e, 0x57, 0xff, 0xff, 0)).used).toBe(2);
  });
});
