// Flags of `solstead serve` and `demo` about ways in: ports, who gets in from where, TLS.
import { isIP } from 'node:net';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Role, roles } from '#core/access.ts';
import { uplinkForms } from '#core/uplink.ts';

/** A port. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It must be a number from 0 to 65535; 0 picks a free port.');
  return port;
}

/** Options of ways in that are there on wish. */
export const wayOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--monitoring-port <number>', 'also serve /ws/monitoring alone on this port, such as 9000')
        .env('SOLSTEAD_MONITORING_PORT')
        .argParser(portNumber),
    )
    .addOption(
      new Option('--uplink-port <number>', 'also take the readings of other homes on this port, such as 8000')
        .env('SOLSTEAD_UPLINK_PORT')
        .argParser(portNumber),
    )
    .addOption(
      new Option('--ocpp-port <number>', 'also take charge points (OCPP 1.6) on this port, such as 8887')
        .env('SOLSTEAD_OCPP_PORT')
        .argParser(portNumber),
    )
    .addOption(
      new Option('--metrics-open', 'everybody may read /metrics, without a token').env('SOLSTEAD_METRICS_OPEN'),
    )
    .addOption(
      new Option('--connections <number>', 'most connections and sockets at once, for installations with thousands')
        .env('SOLSTEAD_CONNECTIONS')
        .argParser(connectionCount),
    );

/** Most inverters, and most batteries, of one Solar-Assistant. */
const mostParts = 16;

/** A part of all topics of a device. */
function topicPrefix(text: string): string {
  const topic = text.replace(/^\/+|\/+$/g, '');
  if (topic !== '' && !topic.startsWith('$') && !/[+#\0]/.test(topic) && topic.length <= 300) return topic;
  throw new InvalidArgumentError(`“${text}” is no first part of topics without + and #, such as solar_assistant.`);
}

function partCounts(text: string): { readonly inverters: number; readonly batteries: number } {
  const [, inverters, batteries] = /^(\d{1,2}),(\d{1,2})$/.exec(text)?.map(Number) ?? [];
  if (inverters !== undefined && batteries !== undefined && inverters <= mostParts && batteries <= mostParts)
    return { inverters, batteries };
  throw new InvalidArgumentError(`“${text}” is not two numbers from 0 to ${mostParts}, such as 2,1.`);
}

/** Options of coming from an earlier system: a device that the home gets by itself, and a folder that is looked through. */
export const givenDeviceOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--solar-assistant <topics>',
        'set up, once, a Solar-Assistant at the broker whose topics begin so; see docs/home-assistant.md',
      )
        .env('SOLSTEAD_SOLAR_ASSISTANT')
        .argParser(topicPrefix),
    )
    .addOption(
      new Option(
        '--move-from <folder>',
        'let the owner bring over what an earlier system left in this folder, such as /share',
      ).env('SOLSTEAD_MOVE_FROM'),
    )
    .addOption(
      new Option('--solar-assistant-parts <inverters,batteries>', 'how many it has, such as 2,1; 1,1 if absent')
        .env('SOLSTEAD_SOLAR_ASSISTANT_PARTS')
        .argParser(partCounts),
    );

/** Options of sending the readings of the home elsewhere. */
export const uplinkOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--uplink <url>', 'send the readings of the home to another Solstead, such as wss://host:8000').env(
        'SOLSTEAD_UPLINK',
      ),
    )
    .addOption(
      new Option(
        '--uplink-client <id>',
        'client id that the other one gave; its secret is in SOLSTEAD_UPLINK_SECRET or the file of --uplink-secret-file',
      ).env('SOLSTEAD_UPLINK_CLIENT'),
    )
    .addOption(
      new Option('--uplink-secret-file <file>', 'file that holds the secret').env('SOLSTEAD_UPLINK_SECRET_FILE'),
    )
    .addOption(
      new Option('--uplink-ca <file>', 'certificate (PEM) of who signed that of the other one').env(
        'SOLSTEAD_UPLINK_CA',
      ),
    )
    .addOption(
      new Option('--uplink-form <form>', 'how messages are written: that of Solstead, or the one of SolarAutopilot')
        .env('SOLSTEAD_UPLINK_FORM')
        .choices([...uplinkForms]),
    )
    .addOption(
      new Option('--uplink-file <file>', 'YAML that says all of it instead (docs/uplink.md)').env(
        'SOLSTEAD_UPLINK_FILE',
      ),
    )
    .addOption(
      new Option('--uplink-commands', 'people there may set what is not dangerous here').env(
        'SOLSTEAD_UPLINK_COMMANDS',
      ),
    );

function connectionCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 8 && count <= 1_000_000) return count;
  throw new InvalidArgumentError(`“${text}” is no number from 8 to 1000000.`);
}

/** A while. */
export function drainSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 600) return seconds;
  throw new InvalidArgumentError(`“${text}” is no number from 0 to 600.`);
}

/** Texts between commas. */
export const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Addresses of proxies, as networks or one by one. */
export function proxies(text: string): readonly string[] {
  const addresses = listed(text);
  for (const one of addresses) {
    const [address = '', bits, ...rest] = one.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    const isWidth = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
    if (isIP(address) === 0 || !isWidth || rest.length > 0)
      throw new InvalidArgumentError(
        `“${one}” is no IP address, such as 10.0.0.2, nor a network, such as 10.0.0.0/24.`,
      );
  }
  return addresses;
}

/** Addresses of pages, as browsers name them. */
function origins(text: string): readonly string[] {
  const all = listed(text);
  for (const one of all)
    if (!URL.canParse(one) || new URL(one).origin !== one || !/^https?:/.test(one))
      throw new InvalidArgumentError(`“${one}” is no origin, such as https://dashboard.example.com.`);
  return all;
}

function someRoles(text: string): readonly Role[] {
  const known = listed(text).map((one) => roles.find((role) => role === one));
  if (known.includes(undefined)) throw new InvalidArgumentError(`Give roles between commas: ${roles.join(', ')}.`);
  return known.flatMap((role) => role ?? []);
}

/** Longest list of people whom Home Assistant names. */
const mostNamed = 100;

/** Roles of the people whom Home Assistant has signed in, by name; `*` is everybody else. */
function ingressRoles(text: string): ReadonlyMap<string, Role> {
  const found = new Map<string, Role>();
  for (const one of listed(text)) {
    const [, name = '', word = ''] = /^(.+?)=([a-z]+)$/.exec(one) ?? [];
    const role = roles.find((known) => known === word);
    if (role === undefined)
      throw new InvalidArgumentError(`“${one}” is not name=role, such as ann=owner; roles are ${roles.join(', ')}.`);
    found.set(name.trim().toLowerCase(), role);
  }
  if (found.size > mostNamed) throw new InvalidArgumentError(`These are more than ${mostNamed} people.`);
  return found;
}

function oneAddress(text: string): string {
  if (isIP(text) === 0) throw new InvalidArgumentError(`“${text}” is no IP address, such as 172.30.32.2.`);
  return text;
}

/** Options of standing behind the ingress of Home Assistant. */
export const ingressOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--ingress-from <address>',
        'believe who is signed in at Home Assistant, by the headers that its Supervisor at this address sends; see docs/home-assistant.md',
      )
        .env('SOLSTEAD_INGRESS_FROM')
        .argParser(oneAddress),
    )
    .addOption(
      new Option(
        '--ingress-roles <people>',
        'what people of Home Assistant may do when they first come, such as ann=owner,*=viewer; who is not named gets no account',
      )
        .env('SOLSTEAD_INGRESS_ROLES')
        .argParser(ingressRoles),
    );

/** Longest address of Grafana. */
const longestAddress = 500;

/** An address that a page may frame: of another host, or a path of the same one. */
function framedAddress(text: string): string {
  const isPath = /^\/(?![/\\])/.test(text);
  const base = isPath ? 'http://host' : undefined;
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  const isOpen = url?.username === '' && url.password === '';
  if (url === undefined || !isOpen || !/^https?:$/.test(url.protocol) || text.length > longestAddress)
    throw new InvalidArgumentError(
      'It must be an address without an account, such as https://grafana.example.com/d/x, or a path such as /grafana/.',
    );
  return isPath ? `${url.pathname}${url.search}` : url.href;
}

/** An address of the web without an account in it. */
function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (isWeb && text.length <= longestAddress) return url.href;
  throw new InvalidArgumentError(`It must be an address without an account, such as https://example.com/latest.json.`);
}

/** Option of asking for a newer version. */
export const updateOption = (): Option =>
  new Option(
    '--update-check <address>',
    'ask this address once a day whether there is a newer version; nothing of this computer is sent; see docs/doctor.md',
  )
    .env('SOLSTEAD_UPDATE_CHECK')
    .argParser(webAddress);

/** Options of who gets in from where. */
export const accessOptions = (command: Command): Command =>
  command
    .addOption(updateOption())
    .addOption(
      new Option(
        '--grafana <address>',
        'show Grafana as a page: its address, or its path on the same host such as /grafana/; see docs/grafana.md',
      )
        .env('SOLSTEAD_GRAFANA')
        .argParser(framedAddress),
    )
    .addOption(
      new Option(
        '--allow-origin <origins>',
        'let pages of these other sites ask with a token, such as https://dashboard.example.com; none by default',
      )
        .env('SOLSTEAD_ALLOW_ORIGIN')
        .argParser(origins),
    )
    .addOption(
      new Option('--prove-commands <roles>', 'people with these roles confirm that it is them before what is dangerous')
        .env('SOLSTEAD_PROVE_COMMANDS')
        .argParser(someRoles),
    );

/** Options of speaking TLS. */
export const tlsOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--tls-cert <file>', 'certificate with its chain (PEM): speak HTTPS; read again when it changes').env(
        'SOLSTEAD_TLS_CERT',
      ),
    )
    .addOption(new Option('--tls-key <file>', 'key of that certificate (PEM)').env('SOLSTEAD_TLS_KEY'))
    .addOption(
      new Option('--tls-self-signed', 'speak HTTPS with a certificate that this computer makes and signs itself')
        .env('SOLSTEAD_TLS_SELF_SIGNED')
        .conflicts(['tlsCert', 'tlsKey']),
    )
    .addOption(
      new Option(
        '--redirect-port <number>',
        'also listen without TLS on this port, such as 80, to send browsers to HTTPS',
      )
        .env('SOLSTEAD_REDIRECT_PORT')
        .argParser(portNumber),
    )
    .addOption(
      new Option(
        '--no-mdns',
        'do not tell the local network by multicast DNS where this home, and the meters it plays, are, nor look for devices by it',
      ).env('SOLSTEAD_NO_MDNS'),
    )
    .addOption(
      new Option('--hsts', 'tell browsers to use HTTPS alone for this name, on every port').env('SOLSTEAD_HSTS'),
    )
    .addOption(
      new Option('--mqtts-port <number>', 'port of the built-in MQTT broker over TLS, where there is a certificate')
        .env('SOLSTEAD_MQTTS_PORT')
        .argParser(portNumber)
        .default(8883),
    );
