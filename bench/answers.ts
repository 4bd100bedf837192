// Rows "api": readings as a program asks for them, against a bare route of Fastify that has the same bytes ready.
import { Agent, get } from 'node:http';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';
import { startServer } from '#server/server.ts';
import type { Contest, Side } from './contest.ts';
import { batchOf, deviceName, openHouseOf20, site, size } from './house-of-20.ts';
import type { Place } from './place.ts';
import { openBareAnswer } from './reference/bare-answer.ts';

/** Requests of a round, one after another on one connection. */
const requests = 200;
/** A day of one reading a minute and device. */
const minutes = 24 * 60;

function ask(agent: Agent, url: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  get(url, { agent }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => void parts.push(part));
    response.once('error', reject);
    response.once('end', () => {
      const text = Buffer.concat(parts).toString();
      if (response.statusCode === 200) resolve(text);
      else reject(new Error(`${url}: ${response.statusCode} ${text.slice(0, 200)}`));
    });
  }).once('error', reject);
  return promise;
}

/** Mean time of an answer, µs. */
function timed(agent: Agent, url: string): Side {
  return async () => {
    const startMs = performance.now();
    for (let number = 0; number < requests; number += 1) await ask(agent, url);
    return [((performance.now() - startMs) * 1000) / requests];
  };
}

/** A home with a day behind it, on its server. */
async function serve(place: Place): Promise<string> {
  const hub = await openHouseOf20(place);
  const nowMs = clock.nowMs();
  for (let minute = minutes; minute >= 0; minute -= 1)
    for (let index = 0; index < size.devices; index += 1) hub.ingest(batchOf(index, nowMs - minute * minuteMs));
  await hub.flush();
  const log = pino({ level: 'silent' });
  const current = () => ({ hub, demo: true });
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    clock,
    log,
    version: 'bench',
    webRoot: '/nowhere',
    current,
  });
  place.onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

const questions = [
  { name: 'api: the latest of 20 devices', path: `/api/v1/readings/latest?site=${site}` },
  {
    name: 'api: a day of one device, 1440 readings',
    path: `/api/v1/readings?site=${site}&devices=${deviceName(0)}&metrics=pv.power&limit=10000`,
  },
  {
    name: 'api: a day of one device in quarters of an hour',
    path: `/api/v1/readings?site=${site}&devices=${deviceName(0)}&metrics=pv.power&step=15m`,
  },
] as const;

/** Rows "api". */
export const answerContests: readonly Contest[] = questions.map(({ name, path }) => ({
  figures: [{ name, unit: 'µs', note: 'the bare route has the text ready: it looks nothing up and checks nobody' }],
  async open(place) {
    const url = await serve(place);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    place.onTestFinished(() => agent.destroy());
    const bare = await openBareAnswer(await ask(agent, `${url}${path}`));
    place.onTestFinished(() => bare.close());
    return { ours: timed(agent, `${url}${path}`), reference: timed(agent, `http://127.0.0.1:${bare.port}/`) };
  },
}));
