// A kind of output: each batch as a line of CSV, sent to a server of one's own by TCP, which answers each with `ok`.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { OutputContext, OutputPlugin, PluginBatch } from '../../packaging/plugin/plugin.d.ts';

/** One line a value: time, device, metric, value. */
const linesOf = ({ time, device, values }: PluginBatch): string[] =>
  Object.entries(values).map(([metric, value]) => [time, device, metric, value].join(';'));

async function send(lines: readonly string[], { settings, secret }: OutputContext): Promise<void> {
  const socket = connect(Number(settings['port']), String(settings['host']));
  try {
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.write([`key ${secret ?? ''}`, ...lines, ''].join('\n'));
    const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
    for (const line of lines) {
      const { value: answer } = await answers.next();
      // What this server will never take is left out; all else goes on.
      if (answer === 'never') throw Object.assign(new Error(`it does not take ${line}`), { unfit: true });
      if (answer !== 'ok') throw new Error(`it answered ${answer ?? 'nothing'}`);
    }
    // All that was written goes out first.
    await new Promise<void>((done) => void socket.end(done));
  } finally {
    socket.destroy();
  }
}

export const plugin: OutputPlugin = {
  api: 1,
  kind: 'output',
  id: 'csv-lines',
  title: 'CSV over TCP',
  network: true,
  secret: 'Key of the server',
  settings: {
    host: { type: 'text', label: 'Server', hint: 'Name or address, such as 192.168.1.5' },
    port: { type: 'number', label: 'Port', least: 1, most: 65535, default: 9100 },
  },
  batches: 20,
  async deliver(batches, context) {
    const lines = batches.flatMap(linesOf);
    if (lines.length > 0) await send(lines, context);
  },
  async test(batches, context) {
    await send([], context);
    return batches.flatMap(linesOf).slice(0, 3);
  },
};
