// History in a real InfluxDB 1.
import type { TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import type { HistoryServerPart } from '#tools/testkit/victoria-metrics.ts';
import { historyConformance } from '../history-conformance.ts';
import { openInfluxHistory } from './influx-history.ts';

const owner = suiteOwner();
const account = { username: 'solar', password: 'it is "my" pass' };
let server: Promise<HistoryServerPart> | undefined;
let homes = 0;

historyConformance('InfluxDB 1', (test) => {
  const started = (server ??= influxdb(test as TestContext, { account }, owner));
  homes += 1;
  const database = `home ${homes}`;
  return async () => {
    const { url } = await started;
    const store = openInfluxHistory({ url, clock, version: 1, database, ...account });
    test.onTestFinished(() => store.close());
    return store;
  };
});
