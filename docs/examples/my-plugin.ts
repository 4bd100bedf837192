// A plug-in for a meter that answers two bytes in binary-coded hundredths: what no table says, a few lines of code do.
import type { ProtocolPlugin } from '../../packaging/plugin/plugin.d.ts';

/** The sum that guards a frame: all bytes before it, exclusive or. */
const sum = (bytes: Uint8Array): number => bytes.reduce((all, byte) => all ^ byte, 0);

/** 0x12 0x34 is 1234. */
const packed = (bytes: Uint8Array): number =>
  bytes.reduce((all, byte) => all * 100 + (byte >> 4) * 10 + (byte & 15), 0);

export const plugin: ProtocolPlugin = {
  api: 1,
  kind: 'protocol',
  id: 'my-packed-meter',
  maker: 'Example',
  title: 'A meter with packed digits',
  device: 'meter',
  links: ['serial', 'tcp'],
  everySeconds: 5,
  // The second byte says how many follow; begin, length and sum come on top.
  answer: { lengthAt: 1, plus: 3 },
  questions: {
    live: [
      { name: 'power', label: 'Power', unit: 'W', metric: 'grid.power' },
      { name: 'voltage', label: 'Voltage', unit: 'V', metric: 'grid.voltage' },
    ],
  },
  request: () => Uint8Array.from([0x68, 0x01, 0x10, 0x68 ^ 0x01 ^ 0x10]),
  decode(_question, answer) {
    const body = answer.subarray(0, -1);
    if (answer[0] !== 0x68 || sum(body) !== answer.at(-1)) return undefined;
    const sign = answer[2] === 0x2d ? -1 : 1;
    return { power: sign * packed(answer.subarray(3, 6)), voltage: packed(answer.subarray(6, 8)) / 10 };
  },
};
