// The links of all homes together: which of them somebody may test, use and see.
import { everySite } from '#core/access.ts';
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceTest, Field, PortView } from '#core/field.ts';
import {
  assertMayReach,
  assertOwnLink,
  assertOwnTopic,
  isOwnTopic,
  linkSitesOf,
  linkTrials,
  pathsOf,
} from './foreign-links.ts';
import type { HubInside } from './inside.ts';
import type { SiteRegistry } from './site-registry.ts';

/** What it is asked of. */
interface LinkParts {
  readonly registry: Pick<SiteRegistry, 'sites' | 'devices'>;
  readonly field: Pick<Field, 'testDevice' | 'ports' | 'foundPrograms'>;
  readonly clock: Clock;
}

function pathOf(text: string): readonly string[] {
  try {
    const address = parseAddress(text);
    if (address.scheme === 'ble') return [address.device];
    if ('usb' in address) return [formatAddress(address)];
    return 'path' in address ? [address.path] : [];
  } catch {
    // A record with an address that cannot be read uses no port; the device itself says what is wrong.
    return [];
  }
}

type MaySee = (site: string) => boolean;

function portsOf({ registry, field, clock }: LinkParts): HubInside['ports'] {
  const userOf = (port: PortView, maySee: MaySee): string | undefined => {
    const paths = new Set([port.path, ...pathOf(port.address)]);
    return registry
      .devices()
      .find(({ record }) => maySee(record.site) && pathOf(record.address).some((path) => paths.has(path)))?.record.name;
  };
  return async (maySee) => {
    const records = registry.devices().map(({ record }) => record);
    const hidden = records.filter(({ site }) => !maySee(site)).map(({ address }) => address);
    const [ports, others] = await Promise.all([field.ports(), pathsOf(hidden, clock)]);
    const views: (PortView & { readonly usedBy?: string })[] = [];
    for (const port of ports) {
      const usedBy = userOf(port, maySee);
      const paths = await pathsOf([port.address], clock);
      // What is connected for another home is nobody else's to know.
      if (usedBy !== undefined) views.push({ ...port, usedBy });
      else if (!others.has(port.path) && [...paths].every((path) => !others.has(path))) views.push(port);
    }
    return views;
  };
}

/** What people may do with links, and where links may lead. */
export function homesLinks(parts: LinkParts): {
  readonly inside: Pick<HubInside, 'assertOwnLink' | 'linkSites' | 'ports' | 'foundPrograms' | 'testDevice'>;
  assertMayReach(address: LinkAddress, found: readonly string[]): Promise<void>;
  assertMaySay(site: string, topic: string): void;
  mayHear(site: string, topic: string): boolean;
} {
  const { registry, field, clock } = parts;
  const trials = linkTrials();
  const used = () => registry.devices().map(({ record }) => record);
  const linkSites: HubInside['linkSites'] = (by) =>
    linkSitesOf(
      by,
      registry.sites().map(({ record }) => record.id),
    );
  /** The device that is set up where something was found; one of another home is not told. */
  const twinOf = (test: DeviceTest, asked: string, sites: readonly string[]): string | undefined => {
    const address = formatAddress(parseAddress(test.address ?? asked));
    return used().find(
      ({ site, ...record }) =>
        record.address === address &&
        record.definition === test.protocol &&
        (sites.includes(everySite) || sites.includes(site)),
    )?.name;
  };
  return {
    inside: {
      linkSites,
      ports: portsOf(parts),
      foundPrograms: () => field.foundPrograms(),
      assertOwnLink: (by, address) => assertOwnLink(by, address, { used: used(), clock }),
      async testDevice(by, address, { protocol, watch }) {
        const end = trials.begin(address, linkSites(by));
        try {
          const test = await field.testDevice(address, protocol, watch);
          const name = twinOf(test, address, linkSites(by));
          return { ...test, ...(name === undefined ? {} : { already: name }) };
        } finally {
          end();
        }
      },
    },
    assertMayReach: (address, found) => assertMayReach(address, found, { used: used(), trials, clock }),
    assertMaySay: (site, topic) => assertOwnTopic(site, topic, used()),
    mayHear: (site, topic) => isOwnTopic(site, topic, used()),
  };
}
