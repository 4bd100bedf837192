// Which kind of device is likely behind what was heard by Bluetooth: by its name, the company it files its data under, and where that
// has many kinds a byte of the data. Nobody is connected for it.
import type { FoundPort, HeardSigns, PortView } from '#core/field.ts';
import type { BleSigns } from '#devices/definition.ts';
import type { ListedDefinition } from '#devices/listed.ts';

/** Names are told by strangers: the patterns of definitions take no longer with them. */
function fits(signs: BleSigns, { name, companies }: HeardSigns): boolean {
  if (name !== undefined && signs.names?.some((pattern) => new RegExp(pattern, 'i').test(name)) === true) return true;
  const { record } = signs;
  return (
    signs.companies?.some((company) => {
      const data = companies.get(company);
      return data !== undefined && (record === undefined || data[record.at] === record.byte);
    }) === true
  );
}

/** The ports with the kind each is likely of; of those by Bluetooth only what has a name or is likely something. */
export function withLikelyKinds(
  ports: readonly FoundPort[],
  definitions: readonly Pick<ListedDefinition, 'id' | 'title' | 'ble'>[],
): readonly PortView[] {
  const told = ports.flatMap(({ heard, ...port }): readonly PortView[] => {
    if (heard === undefined) return [port];
    const likely = definitions.find(({ ble }) => ble !== undefined && fits(ble, heard));
    if (likely !== undefined) return [{ ...port, likely: likely.id, likelyTitle: likely.title }];
    return heard.name === undefined ? [] : [port];
  });
  // Those that are likely of use first, the nearest of each first.
  return told.toSorted((left, right) => Number(right.likely !== undefined) - Number(left.likely !== undefined));
}
