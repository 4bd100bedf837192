// Shapes and CRCs against frames of real units: sample frames from mpp-solar, MIT licence, copyright jblance.
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, toLatin1 } from '#core/bytes.ts';
import { createHome } from './home.ts';
import { createPi30Emulator, olderPrint, type Pi30Options } from './pi30-emulator.ts';
import { digits, pi30Crc, pi30Frame } from './pi30-frame.ts';

const startMs = Date.parse('2026-06-20T10:00:00Z');

function unit(options: Partial<Pi30Options> = {}): ReturnType<typeof createPi30Emulator> {
  const home = createHome({ startMs, seed: 4, soc: 55 });
  home.advance(startMs + 60_000);
  return createPi30Emulator({ read: () => home.snapshot(), ...options });
}

const ask = (emulator: ReturnType<typeof unit>, command: string): string => {
  const answer = emulator.respond(pi30Frame(command));
  return answer === undefined ? '' : toLatin1(answer.subarray(0, -3));
};

/** A frame's text with every digit turned to 0: where digits, points and spaces stand. */
const shape = (text: string): string => text.replaceAll(/\d/g, '0');
const recorded = (hex: string): string => toLatin1(fromHex(hex).subarray(0, -3));

// Recorded answers, whole frames in hex.
const recordedQpiri =
  '283132302e302032352e30203132302e302036302e302032352e30203330303020333030302034382e302034362e302034342e302035382e342035342e3420322033302030363020312032203020392030312030203620' +
  '35342e30203020312030303020308fed0d';
const recordedQpiriOlder =
  '283233302e302032312e37203233302e302035302e302032312e37203530303020343030302034382e302034362e302034322e302035362e342035342e302030203130203031302031203020302036203031203020302035342e30203020316f7e0d';
const recordedQpiws = '28303030303031303030303030303030303130303030303030303030303030303056a60d';
const recordedQpigs =
  '(227.2 50.0 230.3 50.0 0829 0751 010 447 54.50 020 083 0054 02.7 323.6 00.00 00000 00010110 00 00 00879 010';
const recordedQpigsMs =
  '(000.0 00.0 230.0 49.9 0161 0119 003 460 57.50 012 100 0069 0014 103.8 57.45 00000 00110110 00 00 00856 010';

describe('the CRC of the emulator', () => {
  it('gives the known check values', () => {
    const known =
      'QPI BEAC, QID D6EA, QVFW 6299, QPIRI F854, QFLAG 9874, QPIGS B7A9, QMOD 49C1, QPIWS B4DA, QMN BB64, QGMN 4929, POP00 C248, POP01 D269, POP02 E20B, PCP00 8D7A, PCVV48.3 420E, PBFT55.7 D00B, MCHGC090 0E8F';
    const rows = known.split(', ').map((row) => row.split(' '));
    for (const [command = '', crc = ''] of rows)
      expect(toHex(pi30Frame(command))).toMatch(new RegExp(`${crc}0d$`, 'i'));
    expect(rows).toHaveLength(17);
  });

  it('fits whole recorded frames', () => {
    for (const hex of [recordedQpiri, recordedQpiriOlder, recordedQpiws])
      expect(toHex(pi30Frame(recorded(hex)))).toBe(hex);
    expect(pi30Crc(Uint8Array.from(recordedQpigsMs, (letter) => letter.charCodeAt(0)))).toEqual([0x24, 0x8c]);
    expect(pi30Crc(Uint8Array.from(recordedQpigs, (letter) => letter.charCodeAt(0)))).toEqual([0xf1, 0x8c]);
  });

  it('prints ACK and NAK as the maker does', () => {
    expect(toHex(pi30Frame('(ACK'))).toBe('2841434b39200d');
    expect(toHex(pi30Frame('(NAK'))).toBe('284e414b73730d');
  });
});

describe('answers', () => {
  it('have exactly the shape of recorded frames', () => {
    const emulator = unit();
    expect(shape(ask(emulator, 'QPIGS'))).toBe(shape(recordedQpigs));
    expect(shape(ask(emulator, 'QPIRI'))).toBe(shape(recorded(recordedQpiri)));
    expect(shape(ask(emulator, 'QPIWS'))).toBe(shape(recorded(recordedQpiws)));
    expect(ask(emulator, 'QFLAG')).toBe('(EbuvyzDajkx');
    expect(['QPI', 'QMN', 'QGMN', 'QVFW'].map((command) => ask(emulator, command))).toEqual([
      '(PI30',
      '(VMIII-5000',
      '(022',
      '(VERFW:00072.70',
    ]);
    expect(ask(emulator, 'QID')).toMatch(/^\(\d{14}$/);
    expect(ask(emulator, 'QMOD')).toMatch(/^\([LB]$/);
  });

  it('keep their widths at every hour of the year', () => {
    const home = createHome({ startMs: Date.parse('2026-01-01T00:00:00Z'), seed: 2 });
    const emulator = createPi30Emulator({ read: () => home.snapshot() });
    for (let hour = 1; hour <= 365 * 24; hour += 37) {
      home.advance(Date.parse('2026-01-01T00:00:00Z') + hour * 3_600_000, 3_600_000);
      expect(shape(ask(emulator, 'QPIGS'))).toBe(shape(recordedQpigs));
    }
  });

  it('tell the state of the home', () => {
    const home = createHome({ startMs, seed: 4, soc: 55 });
    home.advance(startMs + 60_000);
    const { battery, load, pv } = home.snapshot();
    const fields = ask(createPi30Emulator({ read: () => home.snapshot() }), 'QPIGS')
      .slice(1)
      .split(' ');
    expect(Number(fields[5])).toBeCloseTo(load.powerW, -1);
    expect(Number(fields[8])).toBeCloseTo(battery.voltageV, 1);
    expect(Number(fields[9])).toBe(Math.round(-battery.currentA));
    expect(Number(fields[15])).toBe(0);
    expect(Number(fields[19])).toBeCloseTo(pv.powerW, -1);
    expect(Number(fields[12]) * Number(fields[13])).toBeGreaterThan(0.95 * pv.powerW);
    expect(fields[16]).toBe('00010110');
  });

  it('come short and with a dash from an older unit', () => {
    const emulator = unit({ print: olderPrint });
    const older = recordedQpigsMs.split(' ').slice(0, 17).join(' ');
    expect(shape(ask(emulator, 'QPIGS'))).toBe(shape(older));
    expect(ask(emulator, 'QPIRI').split(' ')).toHaveLength(21);
    expect(ask(emulator, 'QPIRI').split(' ')[18]).toBe('-');
    expect(ask(unit({ print: { qpiriFields: 17, qpigsFields: 24 } }), 'QPIRI').split(' ')).toHaveLength(17);
    expect(ask(unit({ print: { qpigsFields: 24 } }), 'QPIGS')).toMatch(/ 010 [01] 01 \d{4}$/);
  });

  it('show raised warnings at their place', () => {
    const emulator = unit();
    emulator.warnings.add(5).add(16);
    expect(ask(emulator, 'QPIWS')).toBe('(00000100000000001000000000000000');
  });
});

describe('commands', () => {
  it('set the priorities, which QPIRI then shows', () => {
    const told: unknown[] = [];
    const emulator = unit({ onSettings: (settings) => told.push(settings) });
    expect([ask(emulator, 'POP00'), ask(emulator, 'PCP02')]).toEqual(['(ACK', '(ACK']);
    expect(ask(emulator, 'QPIRI').split(' ').slice(16, 18)).toEqual(['0', '2']);
    expect(told).toHaveLength(2);
    expect(toHex(emulator.respond(fromHex('504f503032e20b0d')) ?? new Uint8Array())).toBe('2841434b39200d');
    expect(emulator.settings.outputPriority).toBe(2);
  });

  it('are refused where unknown, out of range or with a wrong CRC', () => {
    const emulator = unit();
    expect(['POP03', 'PCP04', 'QXX', 'toString', '__proto__'].map((command) => ask(emulator, command))).toEqual(
      Array.from({ length: 5 }, () => '(NAK'),
    );
    expect(toLatin1(emulator.respond(fromHex('515049beae0d')) ?? new Uint8Array()).slice(0, 4)).toBe('(NAK');
  });

  it('are echoed or met with silence where the unit is of that kind', () => {
    expect(toLatin1(unit({ onUnknown: 'echo' }).respond(pi30Frame('QXX')) ?? new Uint8Array())).toBe(
      toLatin1(pi30Frame('QXX')),
    );
    expect(unit({ onUnknown: 'silence' }).respond(pi30Frame('QXX'))).toBeUndefined();
    expect(toLatin1(unit({ echo: true }).respond(pi30Frame('QPI')) ?? new Uint8Array())).toBe(
      toLatin1(pi30Frame('QPI')) + toLatin1(pi30Frame('(PI30')),
    );
  });

  it('are cut at the carriage return, and endless noise is dropped', () => {
    const emulator = unit();
    const two = Uint8Array.of(...pi30Frame('QPI'), ...pi30Frame('QMN'));
    const first = emulator.takeRequest(two);
    expect(first.used).toBe(6);
    expect(emulator.takeRequest(two.subarray(0, 4))).toEqual({ used: 0 });
    expect(emulator.takeRequest(new Uint8Array(80).fill(7)).used).toBe(80);
  });
});

describe('digits', () => {
  it('pad, clamp and round', () => {
    expect([digits(3, 3), digits(-4, 3), digits(99.97, 2, 1), digits(12_345, 4), digits(54.496, 2, 2)]).toEqual([
      '003',
      '000',
      '99.9',
      '9999',
      '54.50',
    ]);
  });
});
