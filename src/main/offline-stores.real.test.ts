// What a command says about a data folder in which nobody has set up a home.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { openFolder } from '#store/folder.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHomeStores } from './home-stores.ts';
import { openOfflineStores } from './offline-stores.ts';

test('a folder without a home is named, with what helps', async (ctx) => {
  const path = tempDir(ctx);
  const home = openFolder(path);
  const stores = await openHomeStores(home, {
    clock,
    log: pino({ level: 'silent' }),
    isOffline: true,
    isTimeConfirmed: () => false,
  });
  await stores.close();
  home.close();
  const offline = await openOfflineStores({ folder: path, instead: '' });
  ctx.onTestFinished(() => offline.close());
  expect(() => offline.site(undefined)).toThrow(
    expect.objectContaining({ code: 'site.unknown', at: path, repair: expect.stringContaining('--data') as string }),
  );
});
