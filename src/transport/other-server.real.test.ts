// What listens at an address is often another server: that is told in words, and not in those of a driver.
import { type AddressInfo, createServer } from 'node:net';
import { expect, type TestContext, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeMongoLink } from './mongo-link.ts';
import { makeMqttLink } from './mqtt-link.ts';
import { makeMysqlLink } from './mysql-link.ts';
import { makeNatsLink } from './nats/nats-link.ts';
import { makePostgresLink } from './postgres-link.ts';

/** A server that says something and hangs up, as one of another kind may. */
async function stranger(test: Pick<TestContext, 'onTestFinished'>, says: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(says);
  });
  test.onTestFinished(() => void server.close());
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const host = '127.0.0.1';
const waits = { connectMs: 4000, answerMs: 4000 };
const placeOf = (port: number) => ({ name: 'there', host, port, user: 'anna', database: 'home', tls: undefined });
const asks: Readonly<Record<string, (port: number) => Promise<unknown>>> = {
  MQTT: async (port) => {
    const link = makeMqttLink({ scheme: 'mqtt', host, port, tls: false }, { clock, clientId: 'one', random: () => 0 });
    try {
      await link.connect();
    } finally {
      await link.close();
    }
  },
  PostgreSQL: (port) => makePostgresLink(placeOf(port), { clock, waits }).query('SELECT 1'),
  MySQL: (port) => makeMysqlLink(placeOf(port), { clock, waits }).query('SELECT 1'),
  NATS: (port) =>
    makeNatsLink(
      { servers: [{ host, port }], account: { by: 'none' }, delivery: 'auto', subjects: '>' },
      { clock },
    ).publish(() => []),
  MongoDB: (port) =>
    makeMongoLink({ ...placeOf(port), accounts: 'admin', collection: 'home' }, { waits }).merge([{ id: '1', set: {} }]),
};

test.for(Object.entries(asks))('%s is not what listens there, or nothing does', async ([protocol, ask], ctx) => {
  const other = await stranger(ctx, 'hello\r\n');
  const reason = { code: 'host.other-server', params: { protocol } };
  await expect(ask(other)).rejects.toMatchObject({ code: 'link.unavailable', reason });
  await expect(ask(9)).rejects.toMatchObject({ code: 'link.unavailable', reason: { code: 'host.refused' } });
});
