// Thousands of WebSocket clients in one process, so many for each system; they keep how old `last_updated` was, ms of the wall clock
// that all processes of a machine share. On a line of input they tell what they saw since the last one.
// Arguments: address of the server with its path, token, systems, clients of each.
import { once } from 'node:events';
import { WebSocket } from 'ws';

const [address = '', token = '', systems = '0', each = '0'] = process.argv.slice(2);
const key = Buffer.from('"last_updated":"');
let ages: number[] = [];

function onMessage(message: Buffer): void {
  const at = message.indexOf(key);
  if (at < 0) return;
  const from = at + key.length;
  // As many digits as it has.
  ages.push(Date.now() - Date.parse(message.toString('latin1', from, message.indexOf('"', from))));
}

async function open(system: number): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${address}/system-${system}`, { headers, perMessageDeflate: false });
  socket.on('message', onMessage);
  await once(socket, 'open');
}

for (let system = 0; system < Number(systems); system += 1)
  await Promise.all(Array.from({ length: Number(each) }, () => open(system)));
process.stdout.write('ready\n');
process.stdin.on('data', () => {
  const sorted = Float64Array.from(ages).sort();
  ages = [];
  const p99 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? Number.NaN;
  process.stdout.write(`seen ${sorted.length} ${p99} end\n`);
});
process.stdin.on('end', () => process.exit());
