// What the command line does with uplinks: homes that send to an installation at rest, and trying an uplink.
import { join } from 'node:path';
import type { UplinkTools } from '#cli/context.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { openUplinkSocket } from '#transport/uplink-socket.ts';
import { openFarSide } from '#uplink/far-side.ts';
import { ReceivedDevices } from '#uplink/received-devices.ts';
import { tryUplink } from '#uplink/try-uplink.ts';
import { farPlace } from './far-place.ts';
import { givenUplink } from './given-uplink.ts';
import { openOfflineRecords } from './offline-records.ts';

const instead = 'Let homes in, and end them, on its page "Account and people" instead, or stop it.';
const nothing = (): Promise<never> => Promise.reject(new TypeError('assertion: nobody sends to a home at rest'));

/** Both. */
export const uplinkTools: UplinkTools = {
  async withFarHomes({ folder, records: place }, act) {
    const records = await openOfflineRecords({ folder, instead, ...(place === undefined ? {} : { place }) });
    try {
      const sites = new Set((await records.sites.list()).map(({ id }) => id));
      const side = await openFarSide({
        clock,
        log: { info: () => undefined, warn: () => undefined },
        tokens: records.tokens,
        place: farPlace(join(folder, 'uplink')),
        homes: {
          hasSite: (site) => sites.has(site),
          devices: () => [],
          addDevice: nothing,
          changeDevice: nothing,
          removeDevice: nothing,
          giveRole: nothing,
          durable: nothing,
        },
        received: new ReceivedDevices(),
        watch: () => ({ found: () => [], close: () => undefined }),
        hub: () => 'Solstead',
      });
      return await act(side);
    } finally {
      await records.close();
    }
  },
  async tryUplink(flags) {
    const given = await givenUplink(flags);
    if (given === undefined) throw new SolsteadError('input.usage', { at: 'url', why: because('uplink.no-address') });
    return tryUplink({ clock, open: openUplinkSocket, ...given });
  },
};
