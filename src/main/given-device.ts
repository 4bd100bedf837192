// The device that the flags of `serve` give a home, as the app for Home Assistant does: it is set up once, and again when the flags name other
// topics. What a person does with it afterwards – another name, gone – stays.
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Principal } from '#core/access.ts';
import { isRecord } from '#core/entries.ts';
import { said } from '#core/reason.ts';
import type { DeviceRecord, RecordStore, SiteRecord } from '#core/records.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import { readKeptJson, writeKeptJson } from '#store/kept-json.ts';

/** A device of the broker, by the flags. */
export interface GivenDevice {
  readonly name: string;
  readonly protocol: string;
  /** Definitions that read the same topics: one of these that is set up there already is the device. */
  readonly alike: readonly string[];
  readonly topic: string;
  /** Parts that it is said to have. */
  readonly expects: readonly string[];
}

interface GivenDeviceParts {
  readonly folder: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly records: Pick<RecordStore, 'devices'>;
  /** Name of the broker, as devices are kept with. */
  readonly address: string;
}

/** What was done with the flags before. */
interface Placed {
  readonly site: string;
  readonly device: string;
  readonly topic: string;
  readonly expects: readonly string[];
}

const mostBytes = 64 * 1024;

const furnisher = (site: string): Principal => ({
  id: 'given-device',
  name: 'Solstead',
  kind: 'home',
  grants: [{ site, may: 'admin' }],
});

function placedIn(kept: unknown): Placed | undefined {
  if (!isRecord(kept)) return undefined;
  const { site, device, topic, expects } = kept;
  if (typeof site !== 'string' || typeof device !== 'string' || typeof topic !== 'string') return undefined;
  const parts = Array.isArray(expects) ? expects.filter((one) => typeof one === 'string') : [];
  return { site, device, topic, expects: parts };
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join(' ') === other.join(' ');

/** Sets it up, or changes what the flags gave before; the id of the device. Errors: `address.invalid`, `input.invalid`, `store.*`. */
async function furnish(
  hub: OpenHub,
  given: GivenDevice,
  {
    site,
    devices,
    before,
    address,
  }: {
    readonly site: string;
    readonly devices: readonly DeviceRecord[];
    readonly before: Placed | undefined;
    readonly address: string;
  },
): Promise<string> {
  const door = hub.as(furnisher(site)).site(site).devices;
  const { name, protocol, topic, expects, alike } = given;
  const own = devices.find(({ id }) => id === before?.device);
  // With other topics of their own choice it is a person's device by now.
  const isOurs = own !== undefined && own.topic === before?.topic;
  const there = devices.find((one) => one.topic === topic && alike.includes(one.definition));
  if (there !== undefined && there.id !== own?.id) return there.id;
  if (!isOurs && (before?.topic === topic || there !== undefined)) return before?.device ?? there?.id ?? '';
  if (!isOurs) return (await door.add({ name, protocol, address, topic, settings: { expects } })).id;
  await door.change(own.id, { topic, settings: { ...own.settings, expects } });
  return own.id;
}

/** What is told of each site that is opened: the first one gets the device. */
export function givenDevice(
  given: GivenDevice | undefined,
  { folder, log, records, address }: GivenDeviceParts,
): (hub: OpenHub, record: SiteRecord) => void {
  if (given === undefined) return () => undefined;
  const path = join(folder, 'given-device.json');
  let last: Promise<unknown> = Promise.resolve();
  const place = async (hub: OpenHub, { id: site }: SiteRecord): Promise<void> => {
    const before = placedIn(await readKeptJson(path, mostBytes));
    if (before !== undefined && before.site !== site) return;
    const { topic, expects } = given;
    if (before?.topic === topic && isSame(before.expects, expects)) return;
    const devices = await records.devices.ofSite(site);
    const device = await furnish(hub, given, { site, devices, before, address });
    await writeKeptJson(path, { site, device, topic, expects } satisfies Placed);
    log.info({ site, device, topic }, 'the device of the flags is set up');
  };
  return (hub: OpenHub, record: SiteRecord): void => {
    last = last
      .then(() => place(hub, record))
      .catch((error: unknown) =>
        log.warn({ why: said(error), topic: given.topic }, 'the device of the flags is not set up'),
      );
  };
}

/** Solar-Assistant, or what speaks its topics, with so many inverters and batteries. */
export function solarAssistantAt({
  topic,
  inverters,
  batteries,
}: {
  readonly topic: string;
  readonly inverters: number;
  readonly batteries: number;
}): GivenDevice {
  const parts = (kind: string, count: number) => Array.from({ length: count }, (_, index) => `${kind}_${index + 1}`);
  return {
    name: 'Solar-Assistant',
    protocol: 'solar-assistant',
    alike: ['solar-assistant', 'solar-assistant-inverted'],
    topic,
    expects: [...parts('inverter', inverters), ...parts('battery', batteries)],
  };
}
