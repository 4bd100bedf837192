// A real WebDAV server of the test's own: nginx with its DAV modules, on a free port of 127.0.0.1, behind a password.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { userInfo } from 'node:os';
import { freePort } from './free-port.ts';
import type { Owner } from './owner.ts';
import { tempDir } from './tempdir.ts';

/** A running server. */
export interface Webdav {
  readonly url: string;
  readonly account: string;
  readonly password: string;
  /** The folder it serves. */
  readonly files: string;
}

const module = '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so';

/** Starts a server; `program` is the path of `nginx`. */
export async function webdav(program: string, owner: Owner): Promise<Webdav> {
  const folder = tempDir(owner);
  const files = join(folder, 'files');
  for (const name of ['files', 'temp']) mkdirSync(join(folder, name));
  const [account, password, port] = ['anna', 'a p:ss wörd', await freePort()];
  const hash = spawnSync('openssl', ['passwd', '-apr1', password], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(join(folder, 'users'), `${account}:${hash}\n`);
  const config = join(folder, 'nginx.conf');
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    config,
    `load_module ${module};
    user ${userInfo().username};
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events {}
    http {
      access_log off; client_max_body_size 0;
      ${temps.map((name) => `${name}_temp_path ${folder}/temp/${name};`).join('\n')}
      dav_ext_lock_zone zone=locks:1m;
      server {
        listen 127.0.0.1:${port};
        root ${files};
        location / {
          auth_basic "files"; auth_basic_user_file ${folder}/users;
          dav_methods PUT DELETE MKCOL COPY MOVE;
          dav_ext_methods PROPFIND OPTIONS;
        }
      }
    }`,
  );
  const child = spawn(program, ['-c', config, '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  await once(child, 'spawn');
  owner.onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(url).then(
      () => true,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${child.exitCode}`);
    await sleep(20);
  }
  return { url, account, password, files };
}
