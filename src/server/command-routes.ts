// Commands that can be followed, and devices whichever home they belong to. Thin over the hub.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { because } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { IssuedCommand } from '#core/issued-command.ts';
import { isSetPointId } from '#core/set-points.ts';
import type { ArmedCommand, Command, SwitchCommand, Switched } from '#api/commands.ts';
import type { Device } from '#api/contract.ts';
import type { NewDevice } from '#api/set-up.ts';
import type { commandEndpoints } from '#api/endpoints/commands.ts';
import type { ListedDevice, OneDevice, RegisteredDevice } from '#api/homes.ts';
import type { BulkAnswer } from '#api/bulk.ts';
import type { ArmedBulk, GivenBulk } from '#hub/bulk-types.ts';
import { nodeAccess } from '#hub/broker-places.ts';
import type { ArmedCommand as HubArmed, HubDoor, Issued, SiteDoor } from '#hub/types.ts';
import { commandOf, deviceOf, registrationOf } from './device-requests.ts';
import { commandView, listedDevices } from './device-views.ts';
import type { Handler, HandlersOf } from './endpoint-routes.ts';
import { keyOf } from './request-key.ts';
import { siteMeant } from './one-site.ts';
import type { RouteContext, ServerOptions } from './route-context.ts';
import { doorOf } from './session.ts';
import { hostsOf } from './setup-routes.ts';

/** Longest wait that a client may ask for, s. */
const mostWaitSeconds = 60;
const usualPage = 100;

/** Seconds that a client wants to wait. Source: RFC 7240 §4.3. */
function waitOf(request: FastifyRequest): number {
  const asked = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(String(request.headers['prefer'] ?? ''))?.[1];
  return Math.min(Number(asked ?? 0), mostWaitSeconds);
}

/** Waits for a command, but no longer than the client wants to; undefined if it has not come to its end by then. */
async function within(
  clock: Clock,
  seconds: number,
  ended: Promise<IssuedCommand>,
): Promise<IssuedCommand | undefined> {
  if (seconds === 0) return undefined;
  const stop = new AbortController();
  const timeUp = clock.sleep(seconds * 1000, { signal: stop.signal }).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([ended, timeUp]);
  } finally {
    stop.abort();
  }
}

const isEnded = ({ state }: IssuedCommand): boolean => state !== 'accepted' && state !== 'sent';

const armedView = ({ arm, untilMs, setting }: HubArmed): ArmedCommand => ({ state: 'armed', arm, untilMs, setting });

/** Answers a command that was given: where to follow it, or what became of it. */
async function answerIssued(
  { clock, prefix = '' }: ServerOptions,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  given: HubArmed | Issued,
): Promise<Command | ArmedCommand> {
  if (given.outcome === 'armed') {
    reply.code(200);
    return armedView(given);
  }
  const seconds = waitOf(request);
  const { id } = given.command();
  const now = isEnded(given.command()) ? given.command() : await within(clock, seconds, given.ended);
  reply.header('location', `${prefix}/api/v1/commands/${id}`);
  if (seconds > 0) reply.header('preference-applied', `wait=${seconds}`);
  reply.code(now === undefined ? 202 : 200);
  return commandView(now ?? given.command());
}

/** Answers about commands. */
function commandsHandlers({
  options,
}: RouteContext): Pick<HandlersOf<typeof commandEndpoints>, 'issueCommand' | 'readCommand' | 'listCommands'> {
  const { clock } = options;
  return {
    async issueCommand({ params: { device }, body, request, reply }) {
      const { expiresInSeconds, ...command } = body;
      const site = doorOf(request).siteOf(device);
      const given = await site.devices.issue({
        ...commandOf(device, command),
        ...(expiresInSeconds === undefined ? {} : { expiryMs: expiresInSeconds * 1000 }),
        key: keyOf(request, device),
      });
      return answerIssued(options, { request, reply }, given);
    },
    async readCommand({ params: { id }, request, reply }) {
      const door = doorOf(request);
      const found = await door.command(id);
      const seconds = waitOf(request);
      if (seconds === 0 || isEnded(found)) return commandView(found);
      reply.header('preference-applied', `wait=${seconds}`);
      return commandView(await followed(door, found, { clock, seconds, reply }));
    },
    async listCommands({ query, request }) {
      const { limit = usualPage, cursor: before, device } = query;
      const commands = await siteMeant(doorOf(request), query.site).commands({
        limit: limit + 1,
        ...(before === undefined ? {} : { before }),
        ...(device === undefined ? {} : { device }),
      });
      const page = commands.slice(0, limit);
      const next = commands.length > limit ? page.at(-1)?.id : undefined;
      return { commands: page.map(commandView), ...(next === undefined ? {} : { next }) };
    },
  };
}

/** How often a command that another request gave is looked at, ms. */
const lookMs = 200;

/** A command when it has come to its end, or the client has waited or left. */
async function followed(
  door: HubDoor,
  found: IssuedCommand,
  { clock, seconds, reply }: { readonly clock: Clock; readonly seconds: number; readonly reply: FastifyReply },
): Promise<IssuedCommand> {
  const endMs = clock.monotonicMs() + seconds * 1000;
  let now = found;
  while (!isEnded(now) && clock.monotonicMs() < endMs && !reply.raw.destroyed) {
    await clock.sleep(lookMs);
    now = await door.command(found.id);
  }
  return now;
}

/** What the relay shows now, by what came in last. Errors: `command.limits` if it is not known. */
function isOn(site: SiteDoor, device: string, setPoint: string): boolean {
  const shown = site.seen().values.find((one) => one.device === device && one.metric === setPoint);
  if (shown !== undefined) return shown.value === 1;
  throw new SolsteadError('command.limits', { at: setPoint, why: because('command.state-unknown') });
}

async function switched(site: SiteDoor, device: string, { command, relay = 1 }: SwitchCommand): Promise<Switched> {
  const setPoint = `relay.on.${relay}`;
  if (!isSetPointId(setPoint)) throw new TypeError('assertion: the contract bounds the number of a relay');
  const on = command === 'toggle' ? !isOn(site, device, setPoint) : command === 'on';
  const given = await site.devices.issue({ device, target: { setPoint }, value: Number(on) });
  // A relay that could cut the power of the home is confirmed by a person who has read that.
  if (given.outcome === 'armed')
    throw new SolsteadError('command.not-armed', { at: setPoint, why: because('command.needs-arm') });
  await given.result;
  const { id, state } = await given.ended;
  return { success: true, newState: on ? 'on' : 'off', confirmed: state === 'confirmed', relay, command: id };
}

/** One device in short and whole. */
function oneDevice(site: SiteDoor, id: string): OneDevice {
  const { devices } = site.seen();
  const device = devices.find((one) => one.id === id);
  const listed = listedDevices(site).find((one) => one.id === id);
  if (device === undefined || listed === undefined) throw new SolsteadError('device.unknown', { at: id });
  return { ...listed, device };
}

/** The device that gets an account, and the host that was asked for it. */
interface NewAccount {
  readonly device: Device;
  readonly topic: string;
  readonly asked: string;
  /** Its topics are known, so that it may use no others. */
  readonly isNode: boolean;
}

/** An account of the built-in broker for a device that was added; its own name is its id. */
async function mqttConfigOf(
  broker: ServerOptions['broker'],
  door: HubDoor,
  { device: { id }, topic, asked, isNode }: NewAccount,
): Promise<RegisteredDevice['mqttConfig']> {
  if (broker === undefined || 'outside' in broker)
    throw new SolsteadError('command.refused', { at: 'broker', why: because('broker.off') });
  const account = await door.setup.addBrokerAccount(id, isNode ? nodeAccess(topic) : undefined);
  const [host = broker.host] = hostsOf(broker.host, asked);
  return { host, port: broker.port, ...account, topic };
}

/** Adds a device; the id of a node is its own name for itself, so that it is known by that everywhere. */
async function addNamed(site: SiteDoor, wanted: NewDevice, node: string | undefined): Promise<Device> {
  const device = await site.devices.add(deviceOf({ ...wanted, name: node ?? wanted.name }));
  return node === undefined ? device : site.devices.change(device.id, { name: wanted.name });
}

/** Adds a device; where its account cannot be made, it is not there either. */
function registerHandler({ options }: RouteContext): Handler<'registerDevice'> {
  return async ({ body, request }) => {
    const { site: named, ...asked } = body;
    const { node_id: node } = asked;
    const isInside = options.broker !== undefined && !('outside' in options.broker);
    // A node cannot speak without one.
    const { mqttAccount = node !== undefined && isInside, ...about } = asked;
    const door = doorOf(request);
    const site = siteMeant(door, named);
    const wanted = registrationOf(about, site.record.id);
    // Asked before anything is there: the person is sent back for a proof, and asks again.
    if (mqttAccount) await door.setup.assertMayAddBrokerAccount();
    const device = await addNamed(site, wanted, node);
    if (!mqttAccount) return { device: oneDevice(site, device.id) };
    try {
      const isNode = wanted.protocol === 'homesync-node' || wanted.protocol === 'homesync-meter';
      const account = { device, topic: wanted.topic ?? '', asked: request.hostname, isNode };
      const mqttConfig = await mqttConfigOf(options.broker, door, account);
      return { device: oneDevice(site, device.id), ...(mqttConfig === undefined ? {} : { mqttConfig }) };
    } catch (error) {
      if (isSolsteadError(error)) await site.devices.remove(device.id);
      throw error;
    }
  };
}

/** Longest wait for the ends of a command for many relays, s. */
const bulkWaitSeconds = 15;

/** Answers the list, or what was given to each relay, as far as it is then. */
async function answerBulk({ clock }: ServerOptions, result: ArmedBulk | GivenBulk): Promise<BulkAnswer> {
  if (result.outcome === 'armed') {
    const { arm, untilMs, targets, left } = result;
    return { state: 'armed', arm, untilMs, targets, left };
  }
  const given = result.given.map(async ({ issued, ...target }) => {
    if (issued === undefined) return target;
    const now = await within(clock, bulkWaitSeconds, issued.ended);
    return { ...target, command: commandView(now ?? issued.command()) };
  });
  return { state: 'given', given: await Promise.all(given) };
}

/** Answers about devices of all homes, and commands. */
export function commandHandlers(context: RouteContext): HandlersOf<typeof commandEndpoints> {
  return {
    listAllDevices({ query: { site: named }, request }): readonly ListedDevice[] {
      const door = doorOf(request);
      const ids = named === undefined ? door.sites().map(({ id }) => id) : [named];
      return ids.flatMap((id) => listedDevices(door.site(id)));
    },
    registerDevice: registerHandler(context),
    readDevice: ({ params: { device }, request }) => oneDevice(doorOf(request).siteOf(device), device),
    switchDevice: ({ params: { device }, body, request }) => switched(doorOf(request).siteOf(device), device, body),
    async commandRelays({ params: { site }, body: { command, devices, arm }, request }) {
      const asked = { on: command === 'on', ...(devices === undefined ? {} : { devices }) };
      const armed = arm === undefined ? {} : { arm };
      return answerBulk(
        context.options,
        await doorOf(request)
          .site(site)
          .devices.bulk({ ...asked, ...armed }),
      );
    },
    ...commandsHandlers(context),
  };
}
