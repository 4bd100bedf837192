// Many WebSocket clients in one process: find the mark (ms of the machine's monotonic clock) in every message and keep
// how old it was. On a line of input they tell what they saw since the last one. Arguments: addresses (with commas), how many.
import { once } from 'node:events';
import { hrtime } from 'node:process';
import { WebSocket } from 'ws';

const key = Buffer.from('"metric":"device.uptime","value":');
const digitsShown = 24;
const [text = '', count] = process.argv.slice(2);
const addresses = text.split(',');
let ages: number[] = [];

function onMessage(message: Buffer): void {
  const nowMs = Number(hrtime.bigint()) / 1e6;
  for (let at = message.indexOf(key); at !== -1; at = message.indexOf(key, at + key.length)) {
    const from = at + key.length;
    ages.push(nowMs - Number.parseFloat(message.toString('latin1', from, from + digitsShown)));
  }
}

function share(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

for (let client = 0; client < Number(count); client += 1) {
  const socket = new WebSocket(addresses[client % addresses.length] ?? '', { perMessageDeflate: false });
  await once(socket, 'open');
  socket.on('message', onMessage);
}
process.stdout.write('ready\n');
process.stdin.on('data', () => {
  const sorted = Float64Array.from(ages).sort();
  ages = [];
  process.stdout.write(`seen ${sorted.length} ${share(sorted, 0.5)} ${share(sorted, 0.99)} end\n`);
});
process.stdin.on('end', () => process.exit());
