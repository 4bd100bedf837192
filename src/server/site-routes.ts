// A site: what it is, what it does now, what it did, its devices and their commands. Thin over the hub.
import Type from 'typebox';
import { Command, CommandResult, HistoryQuery, NewDevice, Sites } from '#api/contract.ts';
import { isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MetricValue } from '#core/reading.ts';
import type { DeviceSettings, SiteRecord } from '#core/records.ts';
import type { Hub } from '#hub/types.ts';
import type { App, Desk } from './desk.ts';
import { chartQuery } from './history-query.ts';
import { actorOf, callerOf } from './session.ts';
import { siteView, snapshotMessage } from './views.ts';

const SiteParams = Type.Object({ site: Type.String() });
const DeviceParams = Type.Object({ site: Type.String(), device: Type.String() });
const reader = { config: { access: 'reader' } } as const;

/** A site by its id. Errors: `site.unknown`. */
export function siteOf(hub: Hub, id: string): SiteRecord {
  const site = hub.sites().find((candidate) => candidate.id === id);
  if (site === undefined) throw new SolsteadError('site.unknown', { at: id });
  return site;
}

/** Registers the routes of sites and devices. */
export function siteRoutes(app: App, { options }: Desk): void {
  app.get('/api/v1/sites', { ...reader, schema: { response: { 200: Sites } } }, (request) => {
    const { hub, demo } = callerOf(request);
    return hub.sites().map((site) => siteView(site, demo));
  });

  app.get('/api/v1/sites/:site/latest', { ...reader, schema: { params: SiteParams } }, (request) => {
    const { hub, demo } = callerOf(request);
    const site = siteOf(hub, request.params.site);
    return snapshotMessage(siteView(site, demo), hub.snapshot(site.id));
  });

  app.get(
    '/api/v1/sites/:site/history',
    { ...reader, schema: { params: SiteParams, querystring: HistoryQuery } },
    (request) => {
      const { hub } = callerOf(request);
      const { id, timeZone } = siteOf(hub, request.params.site);
      return hub.chart(id, chartQuery(request.query, { timeZone, nowMs: options.clock.nowMs() }));
    },
  );

  deviceRoutes(app);
}

/** Pace and retries of a new device, those that were given. */
function settingsOf({ liveSeconds, settingsSeconds, retries, backoffSeconds }: NewDevice): DeviceSettings {
  return {
    ...(liveSeconds === undefined ? {} : { liveSeconds }),
    ...(settingsSeconds === undefined ? {} : { settingsSeconds }),
    ...(retries === undefined ? {} : { retries }),
    ...(backoffSeconds === undefined ? {} : { backoffSeconds }),
  };
}

function deviceRoutes(app: App): void {
  app.get(
    '/api/v1/sites/:site/devices',
    { ...reader, schema: { params: SiteParams } },
    (request) => callerOf(request).hub.snapshot(request.params.site).devices,
  );

  app.post(
    '/api/v1/sites/:site/devices',
    { config: { access: 'owner' }, schema: { params: SiteParams, body: NewDevice } },
    async (request, reply) => {
      const caller = callerOf(request);
      const { name, protocol, address, topic } = request.body;
      const device = {
        name,
        protocol,
        address,
        ...(topic === undefined ? {} : { topic }),
        settings: settingsOf(request.body),
      };
      return reply.code(201).send(await caller.hub.addDevice(request.params.site, device, actorOf(caller)));
    },
  );

  app.delete(
    '/api/v1/sites/:site/devices/:device',
    { config: { access: 'owner' }, schema: { params: DeviceParams } },
    async (request, reply) => {
      const caller = callerOf(request);
      const { site, device } = request.params;
      await caller.hub.removeDevice(site, device, actorOf(caller));
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/sites/:site/devices/:device/command',
    {
      config: { access: 'operator' },
      schema: { params: DeviceParams, body: Command, response: { 200: CommandResult } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { site, device } = request.params;
      const { metric } = request.body;
      if (!isMetricId(metric)) {
        throw new SolsteadError('input.invalid', { at: 'metric', why: `metric ${metric} is not in the catalogue` });
      }
      const order = { device, metric, value: orderedValue(request.body.value) };
      const { atMs } = await caller.hub.command(site, order, actorOf(caller));
      return { confirmed: true, atMs };
    },
  );
}

function orderedValue(value: number | string | boolean): MetricValue {
  return typeof value === 'boolean' ? Number(value) : value;
}
