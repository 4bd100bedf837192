// An action that rules name: a siren in the network that is switched by a datagram.
import { createSocket } from 'node:dgram';
import type { ActionPlugin } from '../../packaging/plugin/plugin.d.ts';

const tones = { low: 1, high: 2 } as const;

export const plugin: ActionPlugin = {
  api: 1,
  kind: 'action',
  id: 'siren',
  title: 'Siren in the hall',
  network: true,
  mostPerHour: 10,
  params: {
    host: { type: 'text', label: 'Address of the siren' },
    port: { type: 'number', label: 'Port', least: 1, most: 65535, default: 7000 },
    tone: { type: 'choice', label: 'Tone', options: ['low', 'high'], default: 'low' },
    seconds: { type: 'number', label: 'How long, s', least: 1, most: 60, default: 5 },
    text: { type: 'text', label: 'What it shows', optional: true, longest: 40 },
  },
  async run({ host, port, tone, seconds, text = '' }) {
    const frame = Buffer.from(`SIREN ${tone === 'high' ? tones.high : tones.low} ${seconds} ${text}`);
    const socket = createSocket('udp4');
    try {
      await new Promise<void>((resolve, reject) =>
        socket.send(frame, Number(port), String(host), (error) => (error === null ? resolve() : reject(error))),
      );
    } finally {
      socket.close();
    }
    return `${tone} for ${seconds} s`;
  },
};
