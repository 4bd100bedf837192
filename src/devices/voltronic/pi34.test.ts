import { expect, test } from 'vitest';
import { fromHex, fromLatin1, toLatin1 } from '#core/bytes.ts';
import { decodeFrame } from '../decode-frame.ts';
import { readings } from '../readings.ts';
import { pi34Frames } from './captures/pi34.ts';
import { pi34 } from './pi34.ts';

test.each(pi34Frames)('%s as recorded', (command, hex) => {
  const known = pi34.commands.some(({ name }) => name === command);
  const [frame] = pi34.wire.framer().push(fromHex(hex));
  expect(frame?.fault).toBeUndefined();
  const answer = pi34.wire.answer(frame?.bytes ?? new Uint8Array(), command);
  expect(answer.kind).toBe(known ? 'payload' : 'refused');
  if (answer.kind !== 'payload') return;
  const { problems, fields } = decodeFrame(pi34, command, fromHex(hex));
  expect(problems).toEqual([]);
  expect(fields[0]?.value).toBe(command === 'QPI' ? 'PI34' : toLatin1(answer.payload));
  expect(command !== 'QPI' || pi34.probe.matches(answer.payload)).toBe(true);
});

test('QPIGS: sun, battery and temperature; no current that is only the controller’s', () => {
  const command = pi34.commands.find(({ name }) => name === 'QPIGS');
  const payload = fromLatin1('112.4 53.20 28.40 14.30 14.10 1511 +041 00.00 -005 0000 11000000');
  const decoded = command!.table.decode(payload);
  expect(decoded.problems).toEqual([]);
  const { metric, value } = readings({ rows: command!.table.rows }, decoded);
  expect(Object.fromEntries(metric.map((id, index) => [id, value[index]]))).toEqual({
    'pv.voltage.s1': 112.4,
    'battery.voltage': 53.2,
    'pv.power': 1511,
    'inverter.temperature': 41,
  });
  expect(decoded.values).toContain(-5);
});
