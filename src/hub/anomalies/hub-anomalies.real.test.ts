// Findings through the whole hub, over its real stores: a jump that comes in is told, put away, audited and stays so.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { batchOf, site } from '../testing/batches.ts';
import { anna, opened, roof } from '../testing/opened-hub.ts';

test('a jump of a reading is told; who puts it away is kept and stands in the audit log', async (context) => {
  const { hub, records, field } = await opened(context);
  await hub.as(anna).site(site).devices.add(roof);
  const nowMs = clock.nowMs();
  for (const [index, soc] of [40, 40, 90, 90, 90].entries())
    field.listener.onBatch(batchOf('roof', nowMs - 30_000 + index * 5000, { 'battery.soc': soc }));
  const [found] = await hub.as(anna).site(site).anomalies({});
  expect(found).toMatchObject({ kind: 'step', device: 'roof', metric: 'battery.soc', severity: 'warning' });
  const view = await hub
    .as(anna)
    .site(site)
    .dismissAnomaly(found?.id ?? '');
  expect(await hub.as(anna).site(site).anomalies({})).toEqual([view]);
  expect(await records.dismissals.ofSite(site)).toMatchObject([{ subject: 'step.roof.battery.soc', account: 'Anna' }]);
  expect((await hub.as(anna).auditLines({ limit: 1 }))[0]).toMatchObject({
    principal: { name: 'Anna' },
    action: 'dismiss',
    outcome: 'done',
  });
  await expect(hub.as(anna).site(site).dismissAnomaly('nothing')).rejects.toMatchObject({ code: 'anomaly.unknown' });
  expect(() => hub.as(anna).site('nowhere')).toThrow(expect.objectContaining({ code: 'site.unknown' }));
});
