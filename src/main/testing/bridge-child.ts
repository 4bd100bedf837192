// A program for the kill tests: the built-in broker with a bridge. Arguments: folder, port, file of the bridge.
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import { startBroker } from '#transport/broker.ts';
import { readBridgePlan } from '../bridge-file.ts';
import { journalAt } from '../house-broker.ts';
import { bridgeFrom } from '../house-bridge.ts';

const [, , folder = '', port = '0', file = ''] = process.argv;
const log = pino({ level: 'warn' });
const broker = await startBroker({
  host: '127.0.0.1',
  port: Number(port),
  clock,
  log,
  authenticate: async () => ({ topics: ['#'] }),
  openJournal: journalAt(join(folder, 'broker.journal'), { clock, log }),
});
await bridgeFrom(broker.link(), { plan: readBridgePlan(file) }, { folder, clock, log });
console.log(`listening on ${broker.port}`);
