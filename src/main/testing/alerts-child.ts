// A program for the kill tests: the alerts of a home over real records. Arguments: folder, address of a web hook, number of the first event; or
// `steps` and after how many minutes what one critical event says goes on.
import { openAlertDesk } from '#alerts/desk.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { systemClock as clock } from '#core/clock.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { openFolder } from '#store/folder.ts';
import { makeMemoryLeases } from '#store/memory-leases.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { openHttpClient } from '#transport/http-client.ts';

const [, , path = '', hook = '', first = '0', steps = ''] = process.argv;
const folder = openFolder(path);
const records = await openSqliteRecords({ folder });
const site = { id: 'home', name: 'Home', timeZone: 'UTC' };
await records.sites.save(site);
const channel = {
  site: 'home',
  name: 'Hook',
  isOn: true,
  least: 'info',
  isEscalation: false,
  reports: [],
} as const;
const at = (name: string) => ({ kind: 'webhook', server: new URL(name, hook).href });
await records.alerts.saveChannel({ ...channel, id: 'hook', settings: at('/hook') });
const minutes = steps === '' ? [] : steps.split(',').map(Number);
for (const [index, escalateMinutes] of minutes.entries())
  await records.alerts.saveChannel({
    ...channel,
    id: `behind${index}`,
    isEscalation: true,
    escalateMinutes,
    settings: at(`/behind${index}`),
  });
const facts: SiteFacts = { site, devices: () => [], device: () => undefined, metric: () => undefined };
const none = async (): Promise<never> => {
  throw new TypeError('assertion: nothing is asked');
};
const desk = openAlertDesk({
  clock,
  log: { warn: (_fields, line) => console.error(line) },
  store: records.alerts,
  secrets: { read: async () => undefined, save: none, remove: none },
  openers: {
    openHttp: (server) => openHttpClient(server, clock),
    sendMail: none,
    say: none,
    isPushService: () => false,
  },
  homeOf: () => ({
    facts,
    snapshot: () => undefined,
    budgets: none,
    sunDays: none,
    anomalies: none,
    issues: async () => undefined,
    refusals: () => undefined,
  }),
  energyOf: () => none,
  hearers: async () => new Map(),
  isAlone: () => true,
  show: (_site, alerts) => {
    // They are kept when they are shown.
    for (const { kind, subjects, state } of alerts)
      if (kind === 'rule' && state === 'open') console.log(`kept ${subjects[0]?.id}`);
  },
});
await desk.consumer(facts, await makeMemoryLeases().hold('home'));
// Nothing else holds the process.
process.stdin.resume();
console.log('ready');
const tell = (id: string, severity: 'info' | 'critical'): void =>
  desk.happen('home', {
    kind: 'rule',
    key: `rule/${id}`,
    subject: id,
    severity,
    reason: because('alert.rule', { title: external(id) }),
  });
if (first === 'steps') {
  const before = await records.alerts.list({ site: 'home', limit: 1 });
  if (before.length === 0) tell('fire', 'critical');
} else {
  let event = Number(first);
  clock.every(120, () => tell(`e${(event += 1)}`, 'info'));
}
