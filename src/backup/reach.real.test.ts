// No server of backups is asked at an address of a data centre, whether it is written or a name leads there.
import * as dns from 'node:dns';
import { expect, test, vi } from 'vitest';
import type { BackupPlaceSettings } from '#core/backup.ts';
import { systemClock as clock } from '#core/clock.ts';
import { openPlace } from './open-place.ts';

vi.mock('node:dns', { spy: true });

const keys = '169.254.169.254';

function placesAt(host: string): readonly BackupPlaceSettings[] {
  const account = 'anna';
  return [
    { id: 'cloud', kind: 'webdav', url: `http://${host}/dav`, account },
    { id: 'bucket', kind: 's3', url: `http://${host}`, bucket: 'b', prefix: '', region: 'eu', account },
    { id: 'shell', kind: 'sftp', host: host.replace(/^\[|\]$/g, ''), port: 22, path: '/x', account },
  ];
}

async function refusedAt(host: string): Promise<void> {
  for (const settings of placesAt(host)) {
    const isForbidden = (address: string): boolean => address === keys || address === 'fd00:ec2::254';
    const place = await openPlace(settings, { clock, secret: 'secret', isForbidden, onHostKey: () => undefined });
    const why = { code: 'backup.place', reason: { code: 'backup.place-metadata' } };
    await expect(place.list()).rejects.toMatchObject(why);
    await place.close();
  }
}

test.for([keys, '[fd00:ec2::254]'])('nothing is asked of %s', (host) => refusedAt(host));

test('nor of a name that leads there', async () => {
  vi.mocked(dns.lookup).mockImplementation(((
    _host: string,
    options: { all?: boolean },
    done: (...all: unknown[]) => void,
  ) => (options.all === true ? done(null, [{ address: keys, family: 4 }]) : done(null, keys, 4))) as never);
  await refusedAt('backups.example');
});
