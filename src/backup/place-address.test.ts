import { expect, test } from 'vitest';
import { placeAt } from './place-address.ts';

test.for([
  [
    'sftp://anna@nas.lan/backups/home',
    { kind: 'sftp', host: 'nas.lan', port: 22, account: 'anna', path: 'backups/home' },
  ],
  ['sftp://anna@[fd00::1]:2222//mnt/a%20b', { kind: 'sftp', host: 'fd00::1', port: 2222, path: '/mnt/a b' }],
  ['sftp://anna@nas.lan', { kind: 'sftp', path: '.' }],
  [
    'https://anna%40x@cloud.example/remote.php/dav/files/anna/my%20backups',
    { kind: 'webdav', account: 'anna@x', url: 'https://cloud.example/remote.php/dav/files/anna/my%20backups' },
  ],
  ['http://127.0.0.1:8080/', { kind: 'webdav', account: '', url: 'http://127.0.0.1:8080/' }],
  [
    's3://AKIA@s3.eu-central-1.amazonaws.com/bucket/home?region=eu-central-1',
    {
      kind: 's3',
      url: 'https://s3.eu-central-1.amazonaws.com',
      bucket: 'bucket',
      prefix: 'home/',
      region: 'eu-central-1',
    },
  ],
  ['s3+http://me@127.0.0.1:9000/bucket', { kind: 's3', url: 'http://127.0.0.1:9000', prefix: '', account: 'me' }],
] as const)('%s is a place', ([text, settings]) => {
  expect(placeAt(text)).toMatchObject(settings);
});

test.for(['home.age', '/mnt/disk/home.age', './a:b', String.raw`C:\backups\home.age`, 'x://'.slice(1)])(
  '%s is a path of this computer',
  (text) => {
    expect(placeAt(text)).toBeUndefined();
  },
);

test.for([
  'sftp://anna:hunter2@nas.lan/x',
  'sftp://nas.lan/x',
  'ftp://anna@nas.lan/x',
  'https://anna:hunter2@cloud.example/x',
  's3://host/bucket',
  's3://id@host/',
  'sftp://',
])('%s is none, and is not repeated', (text) => {
  expect(() => placeAt(text)).toThrow(
    expect.objectContaining({
      code: 'input.usage',
      message: expect.not.stringContaining('hunter2') as string,
    }) as Error,
  );
});
