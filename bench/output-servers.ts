// Rows "outputs" into databases, a broker and a web service: readings through filter, spool on the disk and sink until the server has them,
// against a bare client of the same driver.
import { connect, headers } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { connectAsync } from 'mqtt';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import type { Batch } from '#core/reading.ts';
import { webService } from '#main/testing/web-stub.ts';
import { mariaDb } from '#tools/testkit/mariadb.ts';
import { mongoPeer } from '#tools/testkit/mongo-peer.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { natsServer } from '#tools/testkit/nats-server.ts';
import { needsPostgres, postgres } from '#tools/testkit/postgres.ts';
import type { Contest } from './contest.ts';
import { bare, bareClient, nextBatches, ours, pointsFigure } from './output-load.ts';
import type { Place } from './place.ts';

type Row = readonly [time: Date, site: string, device: string, metric: string, value: unknown];

const rowsOf = (batches: readonly Batch[]): readonly Row[] =>
  batches.flatMap(({ site, device, atMs, metric, value }) =>
    metric.map((id, index): Row => [new Date(atMs), site, device, id, value[index]]),
  );

async function postgresSides(place: Place) {
  const { url } = await postgres(needsPostgres(place), place);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  place.onTestFinished(() => client.end());
  await client.query(
    'CREATE TABLE bare (time timestamptz, site text, device text, metric text, value double precision, PRIMARY KEY (site, device, metric, time))',
  );
  const next = nextBatches(place);
  const insert =
    'INSERT INTO bare SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::double precision[])';
  return {
    ours: await ours(place, { settings: { kind: 'postgres', server: url } }, next),
    reference: bareClient((batches) => {
      const rows = rowsOf(batches);
      return client.query(
        insert,
        [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
      );
    }, next),
  };
}

async function mariaSides(place: Place) {
  const server = await mariaDb(place);
  const { port } = server;
  const client = await createConnection({ host: '127.0.0.1', port, user: 'anna', password: 'right', database: 'home' });
  place.onTestFinished(() => client.end());
  await client.query(
    'CREATE TABLE bare (time datetime(3), site varchar(190), device varchar(190), metric varchar(190), value double, PRIMARY KEY (site, device, metric, time)) CHARACTER SET utf8mb4',
  );
  const next = nextBatches(place);
  const settings = { kind: 'mysql', server: `mysql://anna@127.0.0.1:${port}/home` };
  return {
    ours: await ours(place, { settings, secret: 'right' }, next),
    reference: bareClient((batches) => client.query('INSERT INTO bare VALUES ?', [rowsOf(batches)]), next),
  };
}

async function mongoSides(place: Place) {
  const { port } = await mongoPeer(place);
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/`, { directConnection: true });
  place.onTestFinished(() => client.close());
  const collection = client.db('home').collection<{ _id: string }>('bare');
  const next = nextBatches(place);
  const documentOf = ({ site, device, atMs, metric, value }: Batch) => ({
    updateOne: {
      filter: { _id: `${site}/${device}/${atMs}` },
      update: { $set: Object.fromEntries(metric.map((id, index) => [id.replaceAll('.', '_'), value[index]])) },
      upsert: true,
    },
  });
  return {
    ours: await ours(place, { settings: { kind: 'mongodb', server: `mongodb://127.0.0.1:${port}/home` } }, next),
    reference: bareClient((batches) => collection.bulkWrite(batches.map(documentOf), { ordered: false }), next),
  };
}

async function brokerSides(place: Place) {
  // It holds back what goes beyond its queue of a client.
  const { port, url } = await mosquitto(place, { config: ['max_inflight_messages 0', 'max_queued_messages 0'] });
  const client = await connectAsync({ host: '127.0.0.1', port });
  place.onTestFinished(() => client.endAsync(true));
  const next = nextBatches(place);
  const settings = { kind: 'mqtt', server: url, prefix: 'home', qos: 1, retain: false };
  return {
    ours: await ours(place, { settings }, next),
    reference: bareClient(
      (batches) =>
        Promise.all(
          rowsOf(batches).map(([, site, device, metric, value]) =>
            client.publishAsync(`bare/${site}/${device}/${metric.replaceAll('.', '/')}`, String(value), { qos: 1 }),
          ),
        ),
      next,
    ),
  };
}

const natsText = ({ site, device, atMs, metric, value }: Batch): string =>
  JSON.stringify({
    site,
    device,
    time: new Date(atMs).toISOString(),
    values: Object.fromEntries(metric.map((id, index) => [id, value[index]])),
  });

async function natsSides(place: Place) {
  const { url } = await natsServer(place, { hasNoStreams: true });
  const client = await connect({ servers: url });
  place.onTestFinished(() => client.close());
  const next = nextBatches(place);
  return {
    ours: await ours(place, { settings: { kind: 'nats', server: url } }, next),
    reference: bareClient((batches) => {
      for (const batch of batches) client.publish(`bare.${batch.site}.${batch.device}`, natsText(batch));
      return client.flush();
    }, next),
  };
}

async function streamSides(place: Place) {
  const server = await natsServer(place);
  await server.stream('OURS', ['solstead.>']);
  await server.stream('BARE', ['bare.>']);
  const client = await connect({ servers: server.url });
  place.onTestFinished(() => client.close());
  const next = nextBatches(place);
  const send = (batch: Batch) => {
    const own = headers();
    own.set('Nats-Msg-Id', `${batch.device} ${batch.atMs}`);
    return client.request(`bare.${batch.site}.${batch.device}`, natsText(batch), { timeout: 10_000, headers: own });
  };
  return {
    ours: await ours(place, { settings: { kind: 'nats', server: server.url } }, next),
    reference: bareClient((batches) => Promise.all(batches.map(send)), next),
  };
}

async function serviceSides(place: Place) {
  const { url } = await webService(place, () => ({ status: 204 }));
  const next = nextBatches(place);
  const headers = { 'content-type': 'application/json' };
  const body = (batches: readonly Batch[]): string => JSON.stringify(batches);
  return {
    ours: await ours(place, { settings: { kind: 'webhook', server: url } }, next),
    reference: bare(url, { path: '/', headers, body }, next),
  };
}

const note = (reference: string): string => `ours with filter and a spool on the disk; bare: ${reference}`;

/** Outputs to databases, a broker and a web service. */
export const outputServerContests: readonly Contest[] = [
  { figures: pointsFigure('into PostgreSQL', note('pg, columns in one INSERT')), rounds: 5, open: postgresSides },
  { figures: pointsFigure('into MariaDB', note('mysql2, one INSERT of many rows')), rounds: 5, open: mariaSides },
  {
    figures: pointsFigure('into MongoDB', note('mongodb, bulkWrite into the same stand-in')),
    rounds: 5,
    open: mongoSides,
  },
  { figures: pointsFigure('MQTT at QoS 1', note('MQTT.js, a message for each value')), rounds: 5, open: brokerSides },
  {
    figures: pointsFigure('into NATS', note('nats.js, a message for each batch, and flush')),
    rounds: 5,
    open: natsSides,
  },
  {
    figures: pointsFigure('into NATS with JetStream', note('nats.js, a request for each batch')),
    rounds: 5,
    open: streamSides,
  },
  { figures: pointsFigure('to a web service', note('JSON.stringify and fetch')), rounds: 5, open: serviceSides },
];
