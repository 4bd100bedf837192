// A program for the kill tests: the built-in broker over a journal, with accounts for everybody. Arguments: path of the journal, port.
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import { startBroker } from '#transport/broker.ts';
import { journalAt } from '../house-broker.ts';

const [, , path = '', port = '0'] = process.argv;
const log = pino({ level: 'warn' });
const broker = await startBroker({
  host: '127.0.0.1',
  port: Number(port),
  clock,
  log,
  authenticate: async () => ({ topics: ['home/#'] }),
  openJournal: journalAt(path, { clock, log }),
});
console.log(`listening on ${broker.port}`);
