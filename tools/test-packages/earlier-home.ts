// A data folder that version 0.1.0 wrote, taken over by what a release holds: its owner comes in and finds the figures of then, a copy was made
// before anything was changed, and a folder of a later version is refused with words.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpacked } from './places.ts';
import { call, NotHere, type Step, until } from './step.ts';

/** The copies that are made before anything is changed. */
export const keptCopies = [
  'records.db.before-0004-people',
  'history.before-4/history.db',
  'history.before-4/history.db-log0',
];

/** What is said of records with a change that is none of this version. */
export const refusal = 'its change 0999-of-a-later-version is unknown here. Start that version again';

/** Lays that folder, which only its owner may read. */
export function layEarlierData(root: string, target: string): void {
  const from = join(root, 'src/store/testing/earlier/0.1.0');
  mkdirSync(target, { mode: 0o700 });
  for (const name of ['records.db', 'history.db', 'history.db-log0'])
    writeFileSync(join(target, name), gunzipSync(readFileSync(join(from, `${name}.gz`))), { mode: 0o600 });
}

/** Code for Node: signs in as the owner of then, and prints the energy of a day. */
export const visitCode = (base: string): string => `
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'ANNA', password: 'correct horse battery' });
  const visit = async () => {
    const signed = await fetch('${base}/api/v1/session', { method: 'POST', headers, body });
    const cookie = signed.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const day = 'from=1790892000000&to=1790978400000&by=day';
    const energy = await fetch('${base}/api/v1/sites/old-house/energy?' + day, { headers: { cookie } });
    return JSON.stringify({ signed: signed.status, energy: energy.status, ...(await energy.json()).total });
  };
  visit().then(console.log, console.log);`;

/** Whether that is what was there then. */
export const isAsThen = (said: string): boolean =>
  ['"signed":200', '"pvWh":24828.132', '"importWh":2720.701', '"exportWh":12355.5', '"loadWh":14400'].every((one) =>
    said.includes(one),
  );

/** Code for Node: makes a folder's records those of a later version. */
export const laterCode = (folder: string): string => `
  const { DatabaseSync } = require('node:sqlite');
  const records = new DatabaseSync('${folder}/records.db');
  records.exec("INSERT INTO kysely_migration VALUES ('0999-of-a-later-version', '2099-01-01T00:00:00.000Z')");
  records.close();`;

/** A port that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  await new Promise((resolve) => void server.close(resolve));
  if (at === null || typeof at === 'string') throw new Error('no port');
  return at.port;
}

/** Ends it as a person does. Answers with its exit code. */
async function stopped(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  child.kill('SIGTERM');
  const killed = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const code = await ended;
  clearTimeout(killed);
  return code;
}

/** The unpacked folder on data of an earlier version. */
export const folderUpgradeStep: Step = {
  name: 'folder on earlier data',
  async run(place) {
    if (process.arch !== 'x64') throw new NotHere('it is tried on amd64');
    const program = unpacked(place, 'amd64');
    const data = join(place.folder, 'earlier-data');
    layEarlierData(place.root, data);
    const port = await freePort();
    const flags = ['serve', '--data', data, '--host', '127.0.0.1', '--port', String(port), '--mqtt-port', '0'];
    const env = { PATH: '/usr/bin:/bin', SOLSTEAD_NO_MDNS: '1' };
    const node = (code: string): string => call([join(program, 'lib/node'), '-e', code], { timeoutMs: 30_000 });
    const child = spawn(join(program, 'bin/solstead'), flags, { env, cwd: '/', stdio: 'ignore' });
    try {
      const visit = (): string => node(visitCode(`http://127.0.0.1:${port}`));
      await until('the figures of then', () => (isAsThen(visit()) ? true : undefined), 90_000);
    } finally {
      const code = await stopped(child);
      if (code !== 0) console.error(`it ended with ${code}`);
    }
    for (const copy of keptCopies) if (!existsSync(join(data, copy))) throw new Error(`no copy ${copy}`);
    node(laterCode(data));
    const sum = (): string => call(['sha256sum', join(data, 'records.db'), join(data, 'history.db')]);
    const before = sum();
    const refused = spawnSync(join(program, 'bin/solstead'), flags, {
      env,
      cwd: '/',
      encoding: 'utf8',
      timeout: 300_000,
    });
    if (refused.status !== 2 || !refused.stderr.includes(refusal))
      throw new Error(`a later folder: ended with ${refused.status}: ${refused.stderr}`);
    if (sum() !== before) throw new Error('a later folder was changed');
    return 'data of 0.1.0: its owner came in, the figures are those of then, copies of records and history are kept; a later folder is refused with words and the code 2, and stays as it is';
  },
};
