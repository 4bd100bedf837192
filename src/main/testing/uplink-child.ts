// A program for the kill tests of the uplink: a home that reads without end and sends, or the hub that takes it. Arguments: `home`, folder,
// port, client id, secret, first number; or `hub`, folder, port. A home prints the number of each reading that its own history has on the disk.
import { writeSync } from 'node:fs';
import { systemClock as clock } from '#core/clock.ts';
import { addRoof, batchAt, openHome, openHubHouse, owner, uplinkTo } from './uplinked.ts';

const [role = '', folder = '', port = '', id = '', secret = '', first = '1'] = process.argv.slice(2);

if (import.meta.main) {
  if (role === 'hub') {
    const hub = await openHubHouse(folder, Number(port));
    if ((await hub.house.farHomes.homes()).length === 0) {
      const made = await hub.house.farHomes.add({ name: 'Home', site: 'far' });
      writeSync(1, `account ${made.id} ${made.secret}\n`);
    }
    writeSync(1, `port ${hub.port}\n`);
  } else {
    const home = await openHome(folder, 'near', { uplink: uplinkTo(Number(port), { id, secret }) });
    if (home.hub.as(owner).site('near').seen().devices.length === 0) await addRoof(home, 'near');
    for (let number = Number(first); ; number += 1) {
      home.hub.ingest(batchAt('near', clock.nowMs(), number));
      if (number % 20 !== 0) {
        await clock.sleep(2);
        continue;
      }
      await home.hub.flush();
      writeSync(1, `kept ${number}\n`);
      await clock.sleep(20);
    }
  }
}
