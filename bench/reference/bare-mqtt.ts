// The barest way from MQTT to a page: Aedes with nothing of its own, a number parsed, a row a message in SQLite, written each second,
// and what changed gathered for 50 ms and sent to every WebSocket.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { Aedes } from 'aedes';
import { openBareBroadcast } from './bare-broadcast.ts';

/** A running one. */
export interface BareMqtt {
  readonly mqttPort: number;
  readonly socketPort: number;
  close(): Promise<void>;
}

const gatherMs = 50;

/** Opens it with its table at a path. */
export async function openBareMqtt(path: string): Promise<BareMqtt> {
  const db = new DatabaseSync(path);
  db.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE reading (topic TEXT, at_ms INTEGER, value REAL)',
  );
  const insert = db.prepare('INSERT INTO reading VALUES (?, ?, ?)');
  const broadcast = await openBareBroadcast();
  const aedes = await Aedes.createBroker();
  const server = createServer({ noDelay: true }, (socket) => void aedes.handle(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let rows: [topic: string, atMs: number, value: number][] = [];
  const changed = new Map<string, { metric: string; value: number; device: string; atMs: number }>();
  aedes.subscribe(
    'homesync/#',
    ({ topic, payload }, done) => {
      const value = Number(payload.toString());
      const device = topic.split('/')[3] ?? '';
      if (Number.isFinite(value)) {
        const atMs = Date.now();
        rows.push([topic, atMs, value]);
        changed.set(device, { metric: 'device.uptime', value, device, atMs });
      }
      done();
    },
    () => undefined,
  );
  const store = setInterval(() => {
    const taken = rows;
    rows = [];
    db.exec('BEGIN');
    for (const row of taken) insert.run(...row);
    db.exec('COMMIT');
  }, 1000);
  const tell = setInterval(() => {
    if (changed.size === 0) return;
    broadcast.send(JSON.stringify({ type: 'changes', values: [...changed.values()] }));
    changed.clear();
  }, gatherMs);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('assertion: no port');
  return {
    mqttPort: address.port,
    socketPort: broadcast.port,
    async close() {
      clearInterval(store);
      clearInterval(tell);
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      await broadcast.close();
      db.close();
    },
  };
}
