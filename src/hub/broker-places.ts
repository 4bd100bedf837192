// Where on the broker a device is: which part of the topics is its place, by how the programs of devices name them.

/** What a device may do on the broker, as topic filters, and nothing besides. */
export interface BrokerAccess {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

const mostTopicLength = 200;

/** What devices append to their own name: the rest distinguishes them. Source: Shelly, MQTT component. */
const endings = /\/(?:(?:online|announce|rpc|events\/rpc)|(?:status|command|debug|solstead)(?:\/.*)?|\+|#)$/;

/**
 * First levels that many devices share, with what each has for itself. Source: Shelly, Gen1 MQTT; Tasmota, MQTT; Home Assistant, MQTT
 * discovery; Victron, dbus-flashmq; [homesync-nodes].
 */
const sharedPatterns: ReadonlyMap<string, string> = new Map(
  [
    ...['shellies', 'tele', 'stat', 'cmnd'].map((first) => `${first}/<device>`),
    'N/<portal>',
    'R/<portal>',
    'W/<portal>',
    'homeassistant/<component>/<node>',
    'homesync/<home>/nodes/<node>',
  ].map((pattern) => [pattern.split('/')[0] ?? '', pattern]),
);

/** Whether a place is within what its first level leaves to one device. */
function isOfOne(place: string, pattern: string): boolean {
  const levels = place.split('/');
  return pattern
    .split('/')
    .every((wanted, at) => (wanted.startsWith('<') ? (levels[at] ?? '') !== '' : levels[at] === wanted));
}

/**
 * First level of what homes say on the broker, and are told there: no device's place. Who published below it could command the home
 * where an output takes commands.
 */
const ownLevel = 'solstead';

/**
 * What Home Assistant, Node-RED and their like may do: hear what homes say and what announces itself, answer that they are there, and give
 * the commands that an output takes. Several of them share it. Source: Home Assistant, MQTT discovery; docs/outputs.md.
 */
export const programAccess: BrokerAccess = {
  publish: ['homeassistant/status', `${ownLevel}/+/+/set/+`],
  subscribe: ['homeassistant/#', `${ownLevel}/#`],
};

/**
 * What devices of Shelly share: anybody may announce itself, and hear that it should. Who said so to all of them could have them load
 * other firmware. Source: Shelly, Gen1 MQTT, "shellies/command".
 */
export const sharedAccess: BrokerAccess = { publish: ['shellies/announce'], subscribe: ['shellies/command'] };

/** Whether a place may belong to one account. */
export function isPlace(place: string): boolean {
  const first = place.split('/')[0] ?? '';
  if (first === ownLevel) return false;
  const pattern = sharedPatterns.get(first);
  return place !== '' && !/[+#\0]/.test(place) && (pattern === undefined || isOfOne(place, pattern));
}

/** The place of a device to which a topic or a filter belongs: `roof/meter` of `roof/meter/status/em:0`; undefined if there is none. */
export function placeOf(topic: string): string | undefined {
  if (topic.length > mostTopicLength || topic.startsWith('$') || topic.startsWith('/')) return undefined;
  const levels = topic.split('/');
  const pattern = sharedPatterns.get(levels[0] ?? '');
  const shortened = topic.replace(endings, '');
  const whole = levels[1] === undefined ? topic : (levels[0] ?? '');
  const untold = pattern === undefined ? whole : levels.slice(0, pattern.split('/').length).join('/');
  const place = shortened === topic ? untold : shortened;
  return isPlace(place) ? place : undefined;
}

/** What to subscribe to instead of a filter that may be nobody's own; undefined where nothing is known. */
export function insteadOf(filter: string): string | undefined {
  const pattern = sharedPatterns.get(filter.split('/')[0] ?? '');
  return pattern !== undefined && placeOf(filter) === undefined ? `${pattern}/#` : undefined;
}

/** What a node of one's own make may do below its topic `homesync/{home}/nodes/{node}`. Source: [homesync-nodes]. */
export const nodeAccess = (topic: string): BrokerAccess => ({
  publish: [`${topic}/telemetry/#`, `${topic}/status`, `${topic}/response/#`],
  subscribe: [`${topic}/command/#`],
});

/** What distinguishes a device in its topics, also in those of its commands: `cellar` of `shellies/cellar`, a portal of `N/<portal>/…`. */
function ownName(topic: string): string {
  const levels = topic.split('/');
  const length = sharedPatterns.get(levels[0] ?? '')?.split('/').length;
  return length === undefined || levels.length < 2 ? topic : levels.slice(1, length).join('/');
}

/** Topics at which all devices of a kind take commands. Source: Shelly, Gen1 MQTT; Tasmota, MQTT, "GroupTopic". */
const broadcasts = ['shellies/command', 'cmnd/tasmotas', 'cmnd/sonoffs'];

/** Whether what is published at a topic may concern one of these devices, which are known by their topics. */
export function concerns(topic: string, devices: readonly string[]): boolean {
  if (devices.length === 0) return false;
  if (broadcasts.some((one) => holds(one, topic))) return true;
  return devices.some((one) => one !== '' && `/${topic}/`.includes(`/${ownName(one)}/`));
}

/** Whether a topic is one that an output of a home says, or takes no commands at: what is below {@link ownLevel} is the homes' own. */
export function isSaidBy(site: string, topic: string): boolean {
  const [first, home, , act] = topic.split('/');
  return first !== ownLevel || (home === site && act !== 'set');
}

/** Whether a place is another one, or within it. */
export const holds = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

/** The places that filters lie in, none within another. */
export function placesOf({ publish, subscribe }: BrokerAccess): readonly string[] {
  const all = new Set([...publish, ...subscribe].flatMap((filter) => placeOf(filter) ?? []));
  return [...all].filter((place) => ![...all].some((other) => other !== place && holds(other, place)));
}
