// The founding stack, started from its compose file on images that are made here, as no registry is asked: a device that is played at
// Mosquitto, a home behind nginx, its records in PostgreSQL, its history in VictoriaMetrics. There is no Grafana.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, startEngine } from './engine.ts';
import { unpacked } from './places.ts';
import { call, makeDebianRoot, needsPrograms, needsRoot, type Place, type Step, until } from './step.ts';

const words = { POSTGRES_PASSWORD: 'word-of-the-records', MQTT_PASSWORD: 'word-of-the-broker', GRAFANA_PASSWORD: 'x' };
const name = 'solar.local';
const programs = ['mosquitto', 'mosquitto-clients', 'postgresql-17', 'victoria-metrics', 'nginx-light'];

/** How the programs of the stack are started in its images. */
const entries = {
  postgres: ['/usr/local/bin/stand-in-postgres'],
  victoria: ['victoria-metrics'],
  nginx: ['nginx', '-g', 'daemon off;'],
  // Its place alone: nginx asks for its name.
  grafana: ['sleep', 'infinity'],
};

/** An image of the programs, one for each way to start them, and that of the home on the same Debian. */
function makeImages({ docker }: Engine, place: Place): void {
  const folder = join(place.folder, 'stack-images');
  mkdirSync(folder);
  const root = join(folder, 'debian.tar');
  makeDebianRoot(root, { packages: [...programs, 'libatomic1', 'libstdc++6'], suite: 'trixie', variant: 'apt' });
  docker('import', root, 'stack:debian');
  rmSync(root);
  const build = (tag: string, lines: readonly string[]): void => {
    writeFileSync(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
    docker('build', '--network', 'none', '-t', tag, folder);
  };
  cpSync(join(place.root, 'tools/test-packages/stand-in-postgres.sh'), join(folder, 'entry'));
  build('stack:programs', [
    'FROM stack:debian',
    'COPY entry /usr/local/bin/stand-in-postgres',
    'RUN chmod 755 /usr/local/bin/stand-in-postgres && rm -f /etc/nginx/sites-enabled/default \\',
    '  && install -d -o mosquitto /mosquitto/data',
    'ENV PATH=/usr/lib/postgresql/17/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ]);
  for (const [tag, entry] of Object.entries(entries))
    build(`stack:${tag}`, ['FROM stack:programs', `ENTRYPOINT ${JSON.stringify(entry)}`]);
  rmSync(folder, { recursive: true });
  const home = join(place.folder, 'stack-home');
  mkdirSync(home);
  cpSync(join(place.root, 'packaging/container/Dockerfile'), join(home, 'Dockerfile'));
  cpSync(unpacked(place, 'amd64'), join(home, `solstead-${place.version}-linux-amd64`), { recursive: true });
  docker('build', '--network', 'none', '--build-arg', 'BASE=stack:programs', '-t', 'stack:solstead', home);
  rmSync(home, { recursive: true });
}

/** A certificate for nginx. */
function makeCertificate(folder: string): string {
  const tls = join(folder, 'tls');
  mkdirSync(tls);
  const files = ['-keyout', join(tls, 'solar.key'), '-out', join(tls, 'solar.pem')];
  call(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, '-days', '2', '-subj', `/CN=${name}`]);
  return tls;
}

/** The stack, and how it is asked. */
interface Stack {
  compose(...args: readonly string[]): string;
  /** A request of a browser at nginx. */
  ask(path: string, body?: object): string;
  /** A program of this computer in the network of the stack. */
  beside(command: readonly string[]): string;
}

function stackOf({ pid, socket }: Engine, { folder, root }: Place): Stack {
  const file = join(root, 'packaging/container/compose.stack.yaml');
  const images = ['postgres', 'victoria', 'nginx', 'grafana', 'solstead'].map((one) => [
    `${one.toUpperCase()}_IMAGE`,
    `stack:${one}`,
  ]);
  const env = {
    PATH: process.env['PATH'],
    DOCKER_HOST: socket,
    ...words,
    ...(Object.fromEntries(images) as Record<string, string>),
    MOSQUITTO_IMAGE: 'stack:programs',
    SOLAR_NAME: name,
    TLS_FOLDER: makeCertificate(folder),
  };
  const beside = (command: readonly string[]): string => call(['nsenter', '-t', pid, '-n', ...command]);
  const jar = join(folder, 'stack-cookies');
  const curl = ['curl', '-sS', '-k', '--max-time', '30', '--resolve', `${name}:443:127.0.0.1`, '-b', jar, '-c', jar];
  return {
    beside,
    compose: (...args) => call(['docker-compose', '-p', 'stack', '-f', file, ...args], { env, timeoutMs: 180_000 }),
    ask(path, body) {
      const sent = body === undefined ? [] : ['-H', 'content-type: application/json', '-d', JSON.stringify(body)];
      return beside([...curl, ...sent, `https://${name}${path}`]);
    },
  };
}

/** Makes the home by a browser at nginx, and its device. */
async function setUp({ compose, ask }: Stack): Promise<void> {
  const begun = (): true | undefined => (ask('/api/v1/session').includes('unclaimed') ? true : undefined);
  await until('the home behind nginx', begun, 120_000);
  const code = [...compose('logs', 'solstead').matchAll(/"setupCode":"([\w-]+)"/g)].at(-1)?.[1];
  const claim = { name: 'ann', password: 'a short sentence of mine', site: { name: 'Home', timeZone: 'UTC' }, code };
  const owned = ask('/api/v1/owner', claim);
  if (!owned.includes('"role":"owner"')) throw new Error(`no owner: ${owned.slice(0, 400)}`);
  const device = { name: 'Roof', protocol: 'solar-assistant', address: 'mqtt://mosquitto:1883', topic: 'solar' };
  const added = ask('/api/v1/sites/home/devices', device);
  if (!added.includes('"id":"roof"')) throw new Error(`no device: ${added.slice(0, 400)}`);
}

/** What the device says reaches the page, the history and the records. */
async function flows({ compose, beside, ask }: Stack): Promise<string> {
  const account = ['-h', '127.0.0.1', '-u', 'solstead', '-P', words.MQTT_PASSWORD];
  const say = (): string =>
    beside(['mosquitto_pub', ...account, '-t', 'solar/total/pv_power/state', '-m', String(1000 + Math.random())]);
  const victoria = compose('exec', '-T', 'victoria', 'hostname', '-i').trim().split(/\s+/)[0];
  const asked = (path: string): string => beside(['curl', '-sSg', `http://${victoria}:8428${path}`]);
  await until(
    'readings in VictoriaMetrics',
    () => {
      say();
      asked('/internal/force_flush');
      return asked('/api/v1/query?query=solstead_pv_power&nocache=1').includes('"device":"roof"') ? true : undefined;
    },
    60_000,
  );
  await until(
    'its scraping of Solstead',
    () => (asked('/api/v1/targets').includes('"health":"up"') ? true : undefined),
    90_000,
  );
  if (!ask('/api/v1/sites/home/devices').includes('"id":"roof"')) throw new Error('the page has no device');
  const psql = `PGPASSWORD=${words.POSTGRES_PASSWORD} psql -h 127.0.0.1 -U solstead -d solstead -tAc`;
  const kept = 'select count(*) from solstead_records.device';
  const count = compose('exec', '-T', 'postgres', 'sh', '-c', `${psql} '${kept}'`).trim();
  if (count !== '1') throw new Error(`PostgreSQL has ${count} devices`);
  const refused = compose('logs', 'mosquitto');
  if (/Future versions will refuse/.test(refused)) throw new Error(`Mosquitto: ${refused.slice(0, 400)}`);
  return 'readings of a played device from Mosquitto to VictoriaMetrics, figures scraped, records in PostgreSQL';
}

/** The compose file of the founding stack. */
export const stackStep: Step = {
  name: 'founding stack',
  async run(place) {
    needsRoot();
    needsPrograms(
      'dockerd',
      'docker',
      'docker-compose',
      'nsenter',
      'unshare',
      'ip',
      'curl',
      'mosquitto_pub',
      'openssl',
    );
    const engine = await startEngine(place.folder, { hasNetwork: true });
    try {
      makeImages(engine, place);
      const stack = stackOf(engine, place);
      stack.compose('up', '-d');
      try {
        await setUp(stack);
        const seen = await flows(stack);
        const beganMs = performance.now();
        stack.compose('stop', '-t', '30', 'solstead');
        const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
        return `up, reached by TLS at nginx; ${seen}; stopped in ${seconds} s; without Grafana, of which there is no image here`;
      } catch (error) {
        const said = stack.compose('logs', '--tail', '5').slice(-2500);
        throw new Error(`${error instanceof Error ? error.message : ''}\n${said}`, { cause: error });
      } finally {
        stack.compose('down', '-v');
      }
    } finally {
      await engine.close();
    }
  },
};
