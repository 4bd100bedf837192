// For tests only: a home and the hub that takes its readings, each a whole house over its own folder, the hub behind its server.
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import type { Batch } from '#core/reading.ts';
import type { Principal } from '#core/access.ts';
import type { TlsPem } from '#core/tls.ts';
import type { UplinkSettings } from '#core/uplink.ts';
import { startServer } from '#server/server.ts';
import { webRoot } from '../serve-home.ts';
import { type House, openHouse } from '../house.ts';

const host = '127.0.0.1';
const log = pino({ level: process.env['UPLINK_LOG'] ?? 'silent' });

/** Who furnishes the homes. */
export const owner: Principal = { id: 'anna', name: 'Anna', kind: 'person', grants: [{ site: '*', may: 'owner' }] };

/** A house that takes the readings of others, and its ports. */
export interface HubHouse {
  readonly house: House;
  readonly port: number;
  /** Its main port. */
  readonly mainPort: number;
  close(): Promise<void>;
}

const made = { name: 'Far home', timeZone: 'UTC' };

/** Opens a house in a folder with one home of this id. */
export async function openHome(
  folder: string,
  site: string,
  options: Partial<Parameters<typeof openHouse>[0]> = {},
): Promise<House> {
  const house = await openHouse({
    folder,
    clock,
    log,
    broker: { host, port: 0 },
    findPorts: async () => [],
    ...options,
  });
  const known = house.hub.as(owner).sites();
  if (!known.some(({ id }) => id === site)) await house.hub.addSite({ ...made, id: site });
  return house;
}

/** Opens one with its server. */
export async function openHubHouse(folder: string, uplinkPort = 0, tls?: TlsPem): Promise<HubHouse> {
  const house = await openHome(folder, 'far');
  const identity = tls === undefined ? {} : { tls: { current: () => tls, onChange: () => () => undefined } };
  const server = await startServer({
    host,
    port: 0,
    uplinkPort,
    ...identity,
    clock,
    log,
    version: 'test',
    webRoot,
    current: () => ({ hub: house.hub, demo: false }),
    acceptUplink: (socket, visit) => house.farHomes.accept(socket, visit),
  });
  return {
    house,
    port: server.uplinkPort ?? 0,
    mainPort: server.port,
    async close() {
      await server.close();
      await house.close();
    },
  };
}

/** Where a home sends to. */
export function uplinkTo(
  port: number,
  { id, secret }: { readonly id: string; readonly secret: string },
  more: Partial<UplinkSettings> = {},
) {
  const settings: UplinkSettings = {
    address: `ws://127.0.0.1:${port}/`,
    clientId: id,
    form: 'solstead',
    mayCommand: false,
    ...more,
  };
  return { settings, secret: makeSecret(secret) };
}

/** A reading of a device. */
export const batchAt = (site: string, atMs: number, value: number): Batch => ({
  site,
  device: 'roof',
  atMs,
  metric: ['pv.power'],
  value: [value],
  quality: ['good'],
});

/** Gives a home a device that is not there; its readings are put in by hand. */
export async function addRoof({ hub }: House, site: string, name = 'Roof'): Promise<string> {
  const { id } = await hub.as(owner).site(site).devices.add({ name, protocol: 'pi30', address: `tcp://127.0.0.1:9` });
  return id;
}

/** Every point of a home, as text. */
export async function pointsOf({ hub }: House, site: string): Promise<readonly string[]> {
  await hub.flush();
  const history = await hub.as(owner).site(site).history();
  const series = await history.series(site);
  const points: string[] = [];
  for await (const { columns } of history.pages({ series, fromMs: 0, toMs: 8e15 }))
    for (const { key, atMs, value, quality } of columns)
      for (const [index, at] of atMs.entries())
        points.push(`${key.device} ${key.metric} ${at} ${value[index]} ${quality[index]}`);
  return points.toSorted();
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 30_000): Promise<void> {
  const endMs = clock.monotonicMs() + ms;
  while (!(await holds())) {
    if (clock.monotonicMs() > endMs) throw new Error(`it did not come to this: ${what}`);
    await clock.sleep(50);
  }
}
