// Which of the devices that showed themselves are not set up yet.
import { parseAddress } from '#core/address.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { FoundDevice } from '#core/field.ts';
import type { DeviceRecord } from '#core/records.ts';

/** The host of an address; undefined: it has none, or is of no form that is known any more. */
function hostOf(text: string): string | undefined {
  try {
    const address = parseAddress(text);
    return 'host' in address && address.scheme !== 'mqtt' ? address.host.toLowerCase() : undefined;
  } catch (error) {
    if (isSolsteadError(error)) return undefined;
    throw error;
  }
}

/** Those of them that no record is of: by topic, by host, or by the name that they have in the network. */
export function notSetUp(
  found: readonly FoundDevice[],
  records: readonly Pick<DeviceRecord, 'address' | 'topic'>[],
): readonly FoundDevice[] {
  const topics = new Set(records.flatMap(({ topic }) => topic ?? []));
  const hosts = new Set(records.flatMap(({ address }) => hostOf(address) ?? []));
  // A Shelly, an ESPHome node and a Tasmota plug have topics by their names as delivered.
  const last = new Set([...topics].map((topic) => topic.split('/').at(-1)?.toLowerCase()));
  return found.filter(({ topic, name, address }) => {
    if (topic !== undefined) return !topics.has(topic);
    const own = name?.toLowerCase() ?? '';
    return !hosts.has(hostOf(address) ?? '') && !hosts.has(`${own}.local`) && !last.has(own);
  });
}
