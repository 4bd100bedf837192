// An emulated device of lines against the codec that reads such lines: each guard is written twice, apart.
import { expect, test } from 'vitest';
import { fromLatin1, toLatin1 } from '#core/bytes.ts';
import { type LineFormat, lineWire } from '#codec/line-text.ts';
import { createHome } from './home.ts';
import { lineDevice, type LineGuard, sumGuard, unguarded, xorGuard } from './line-device.ts';

const home = createHome({ startMs: Date.parse('2026-06-20T11:00:00Z'), seed: 4, soc: 50 });
const read = () => home.snapshot();

test.for<readonly [LineFormat['checksum'], LineGuard, LineFormat['end'], '\r' | '\n' | '\r\n']>([
  ['none', unguarded, 'lf', '\n'],
  ['xor8', xorGuard, 'crlf', '\r\n'],
  ['sum8', sumGuard, 'cr', '\r'],
])('lines guarded by %s', ([checksum, guard, ending, end]) => {
  const wire = lineWire({ start: '#', end: ending, checksum, accepted: ['OK'], refused: ['NO'] });
  const emulator = lineDevice({
    name: 'lines',
    baud: 9600,
    end,
    guard,
    start: '#',
    answers: { 'SOC?': ({ battery }) => battery.soc.toFixed(1) },
    otherwise: (question) => (question === 'ON' ? 'OK' : 'NO'),
  })(read);
  const ask = (question: string) => {
    const sent = wire.request(question);
    expect(emulator.takeRequest(sent.subarray(0, 2))).toEqual({ used: 0 });
    const { request, used } = emulator.takeRequest(sent);
    expect(used).toBe(sent.length);
    const answer = emulator.respond(request ?? new Uint8Array()) ?? new Uint8Array();
    const [frame] = wire.framer().push(answer);
    expect(frame?.fault).toBeUndefined();
    return wire.answer(frame?.bytes ?? new Uint8Array(), question);
  };
  const soc = ask('SOC?');
  expect(soc.kind === 'payload' ? toLatin1(soc.payload) : soc.kind).toBe(read().battery.soc.toFixed(1));
  expect(ask('ON')).toEqual({ kind: 'ack' });
  expect(ask('toString')).toMatchObject({ kind: 'refused' });
});

test('a wrong guard, half a line and a flood of letters are met with silence', () => {
  const emulator = lineDevice({ name: 'lines', baud: 9600, end: '\r', guard: xorGuard, answers: { A: () => '1' } })(
    read,
  );
  expect(emulator.respond(fromLatin1('A41\r'))).toEqual(fromLatin1('131\r'));
  expect(emulator.respond(fromLatin1('A40\r'))).toBeUndefined();
  expect(emulator.respond(fromLatin1('B42\r'))).toBeUndefined();
  expect(emulator.respond(fromLatin1('A41'))).toBeUndefined();
  expect(emulator.takeRequest(fromLatin1('A'.repeat(600)))).toEqual({ used: 600 });
});
