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
 * Where a device has several places, of one name: it speaks in the first and hears in others, so whoever has one has all. Whoever had
 * `cmnd/plug` alone could keep the plug of `tele/plug` from hearing its commands. What is told below the device's own place (`…/set`,
 * `…/cmd`, `…/rpc`, `…/command`) needs no line. Source: Tasmota, MQTT, "FullTopic"; Victron, dbus-flashmq.
 */
const siblings: readonly (readonly [speaks: string, ...others: string[]])[] = [
  ['tele/', 'stat/', 'cmnd/'],
  ['tasmota/tele/', 'tasmota/stat/', 'tasmota/cmnd/'],
  ['N/', 'R/', 'W/'],
];

/**
 * What each device has for itself where many share the first level; the first that fits counts. Source: Shelly, Gen1 MQTT; Tasmota, MQTT;
 * Home Assistant, MQTT discovery; Victron, dbus-flashmq; [homesync-nodes].
 */
const sharedPatterns: readonly string[] = [
  'shellies/<device>',
  ...siblings.flat().map((place) => `${place}<device>`),
  'tasmota/discovery/<device>',
  'tasmota/<device>',
  'homeassistant/<component>/<node>',
  'homesync/<home>/nodes/<node>',
];

/** The pattern of a topic, a filter or a place whose first level many share. */
function patternOf(topic: string): string | undefined {
  const [first, second] = topic.split('/');
  const all = sharedPatterns.filter((pattern) => pattern.split('/')[0] === first);
  return all.find((pattern) => pattern.split('/')[1] === second) ?? all.at(-1);
}

/** Each further place of a device, with the one in which it speaks. */
const speaksIn = siblings.flatMap(([speaks, ...others]) => others.map((other) => [other, speaks] as const));

/** One node announces parts of several components. Source: Home Assistant, MQTT discovery. */
const anyComponent = 'homeassistant/+/';

/** A topic, filter or place with all places of one device written as one: `tele/plug/POWER` for `cmnd/plug/POWER`. */
export function inOnePlace(topic: string): string {
  for (const [other, speaks] of speaksIn) if (topic.startsWith(other)) return `${speaks}${topic.slice(other.length)}`;
  return topic.startsWith('homeassistant/') ? topic.replace(/^homeassistant\/[^/#]+\//, anyComponent) : topic;
}

/** All places of the device that has one of them: `tele/plug`, `stat/plug` and `cmnd/plug`. */
export function allPlaces(place: string): readonly string[] {
  const one = inOnePlace(place);
  const family = siblings.find(([speaks]) => one.startsWith(speaks));
  return family?.map((other) => `${other}${one.slice(family[0].length)}`) ?? [one];
}

/** Topics at which all devices of a kind take commands. Source: Shelly, Gen1 MQTT; Tasmota, MQTT, "GroupTopic". */
const broadcasts = ['shellies/command', 'cmnd/tasmotas', 'cmnd/sonoffs'];

/** Whether a place is another one, or within it. */
export const holds = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

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
 * What devices share: any Shelly may announce itself; all may hear what is said to all of a kind, and whether Home Assistant is there.
 * Who said so to all of them could have them load other firmware. Source: Shelly, Gen1 MQTT, "shellies/command"; Tasmota, MQTT,
 * "GroupTopic"; Home Assistant, MQTT, birth message.
 */
export const sharedAccess: BrokerAccess = {
  publish: ['shellies/announce'],
  subscribe: ['shellies/command', 'cmnd/tasmotas/#', 'cmnd/sonoffs/#', 'homeassistant/status'],
};

/** What of {@link sharedAccess} concerns who has these filters: a list for another broker need not name the rest. */
export function sharedBeside(filters: readonly string[]): BrokerAccess {
  const first = new Set(filters.map((filter) => filter.split('/')[0]));
  const isBeside = (filter: string): boolean => first.has(filter.split('/')[0]);
  return { publish: sharedAccess.publish.filter(isBeside), subscribe: sharedAccess.subscribe.filter(isBeside) };
}

/** Whether a place may belong to one account. */
export function isPlace(place: string): boolean {
  const first = place.split('/')[0] ?? '';
  if (first === ownLevel) return false;
  const pattern = patternOf(place);
  if (broadcasts.some((one) => holds(inOnePlace(one), inOnePlace(place)))) return false;
  const named = place.startsWith(anyComponent) ? place.slice(anyComponent.length) : place;
  return named !== '' && !/[+#\0]/.test(named) && (pattern === undefined || isOfOne(place, pattern));
}

/** The place of a device to which a topic or a filter belongs: `roof/meter` of `roof/meter/status/em:0`; undefined if there is none. */
export function placeOf(topic: string): string | undefined {
  if (topic.length > mostTopicLength || topic.startsWith('$') || topic.startsWith('/')) return undefined;
  const levels = topic.split('/');
  const pattern = patternOf(topic);
  const shortened = topic.replace(endings, '');
  const whole = levels[1] === undefined ? topic : (levels[0] ?? '');
  const untold = pattern === undefined ? whole : levels.slice(0, pattern.split('/').length).join('/');
  const place = shortened === topic ? untold : shortened;
  return isPlace(place) ? place : undefined;
}

/** What to subscribe to instead of a filter that may be nobody's own; undefined where nothing is known. */
export function insteadOf(filter: string): string | undefined {
  const pattern = patternOf(filter);
  return pattern !== undefined && placeOf(filter) === undefined ? `${pattern}/#` : undefined;
}

/** What a node of one's own make may do below its topic `homesync/{home}/nodes/{node}`. Source: [homesync-nodes]. */
export const nodeAccess = (topic: string): BrokerAccess => ({
  publish: [`${topic}/telemetry/#`, `${topic}/status`, `${topic}/response/#`],
  subscribe: [`${topic}/command/#`],
});

/**
 * What distinguishes a device in its topics, also in those of its commands: `cellar` of `shellies/cellar`, a portal of `N/<portal>/…`, `plug`
 * of `roof/%prefix%/plug`.
 */
function ownName(topic: string): string {
  const told = topic.split(/\/?%prefix%\/?/).findLast((part) => part !== '') ?? topic;
  const levels = told.split('/');
  const length = patternOf(told)?.split('/').length;
  return length === undefined || levels.length < 2 ? told : levels.slice(1, length).join('/');
}

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

/** The places that filters lie in, none within another, those of one device as one ({@link inOnePlace}). */
export function placesOf({ publish, subscribe }: BrokerAccess): readonly string[] {
  const all = new Set([...publish, ...subscribe].flatMap((filter) => inOnePlace(placeOf(filter) ?? '') || []));
  return [...all].filter((place) => ![...all].some((other) => other !== place && holds(other, place)));
}
