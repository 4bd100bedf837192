// Nodes that publish over MQTT: the mark (ms of the machine's monotonic clock) as a plain number, each on its own connection. A line of input
// says how many messages and at which pace; what was sent is told. Argument: port and accounts, as JSON.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { hrtime } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import mqttPacket from 'mqtt-packet';

interface Told {
  readonly port: number;
  readonly nodes: readonly { readonly username: string; readonly password: string; readonly topic: string }[];
}

const { port, nodes } = JSON.parse(process.argv[2] ?? '{}') as Told;
const mark = (): string => (Math.round(Number(hrtime.bigint()) / 1e3) / 1e3).toFixed(3);
const tickMs = 10;

async function node({ username, password, topic }: Told['nodes'][number]): Promise<() => void> {
  const socket: Socket = connect(port, '127.0.0.1').setNoDelay(true);
  const hello = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 0 } as const;
  socket.write(mqttPacket.generate({ ...hello, clientId: username, username, password: Buffer.from(password) }));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer[3] !== 0) throw new Error(`${username} was refused with code ${answer[3]}`);
  socket.resume();
  const packet = { cmd: 'publish', topic, qos: 0, dup: false, retain: false } as const;
  return () => void socket.write(mqttPacket.generate({ ...packet, payload: mark() }));
}

const say: (() => void)[] = [];
for (const one of nodes) say.push(await node(one));
process.stdout.write('ready\n');
let next = 0;

async function send(count: number, perSecond: number): Promise<void> {
  const startMs = performance.now();
  for (let sent = 0; sent < count; await sleep(tickMs)) {
    const due = Math.min(count, Math.ceil(((performance.now() - startMs + tickMs) / 1000) * perSecond));
    for (; sent < due; sent += 1) {
      say[next % say.length]?.();
      next += 1;
    }
  }
  process.stdout.write(`sent ${count} in ${Math.round(performance.now() - startMs)} end\n`);
}

process.stdin.on('data', (line: Buffer) => {
  const [count, perSecond] = line.toString().split(' ').map(Number);
  void send(count ?? 0, perSecond ?? 1);
});
process.stdin.on('end', () => process.exit());
