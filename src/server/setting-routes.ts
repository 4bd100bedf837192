// Settings of devices, and the log of who changed what. Thin over the hub, which checks, arms and writes down.
import Type from 'typebox';
import { AuditLines, AuditQuery, SettingChange, SettingOutcome, Settings } from '#api/settings.ts';
import type { SettingView } from '#core/field.ts';
import type { Static } from 'typebox';
import type { App } from './desk.ts';
import { actorOf, callerOf } from './session.ts';

const DeviceParams = Type.Object({ site: Type.String(), device: Type.String() });
const SettingParams = Type.Object({ site: Type.String(), device: Type.String(), name: Type.String() });
const auditLimit = 100;

/** A setting as it is sent: lists are copied, since the contract's are not read-only. */
function settingOf(view: SettingView): Static<typeof Settings>[number] {
  const { value } = view;
  return { ...view, value: value.kind === 'choice' ? { ...value, options: [...value.options] } : value };
}

/** Registers the routes of settings and of the audit log. */
export function settingRoutes(app: App): void {
  app.get(
    '/api/v1/sites/:site/devices/:device/settings',
    { config: { access: 'reader' }, schema: { params: DeviceParams, response: { 200: Settings } } },
    async (request) => {
      const { site, device } = request.params;
      return (await callerOf(request).hub.settings(site, device)).map(settingOf);
    },
  );

  app.post(
    '/api/v1/sites/:site/devices/:device/settings/:name',
    {
      config: { access: 'owner' },
      schema: { params: SettingParams, body: SettingChange, response: { 200: SettingOutcome } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { site, device, name: setting } = request.params;
      const { value = '', arm } = request.body;
      const order = { device, setting, value, ...(arm === undefined ? {} : { arm }) };
      const result = await caller.hub.set(site, order, actorOf(caller));
      return result.outcome === 'armed' ? { ...result, setting: settingOf(result.setting) } : result;
    },
  );

  app.get(
    '/api/v1/audit',
    { config: { access: 'owner' }, schema: { querystring: AuditQuery, response: { 200: AuditLines } } },
    async (request) => [...(await callerOf(request).hub.auditLines(request.query.limit ?? auditLimit))],
  );
}
