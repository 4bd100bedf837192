// Commands that come over MQTT: in the maker's letters at host/section/cmd, with the answer at host/section/cmd_response, as mpp-solar has
// them. Only what the file allows, matched whole; a query is asked, a setting is sent once and looked at, one after another on the line.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import type { Field, OneOffs } from '#core/field.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import { because, type Reason } from '#core/reason.ts';
import { oneLine } from '#core/visible.ts';
import { commandFilter } from '#daemon/command-filter.ts';
import { canAsk, literalWrite } from '#daemon/commands.ts';
import { ourName } from '#daemon/mpp-solar-commands.ts';
import type { PlannedDevice } from '#daemon/plan.ts';
import type { Definition } from '#devices/definition.ts';

/** What they need. */
export interface CommandsParts {
  readonly clock: Clock;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly hostName: string;
  readonly field: Field & OneOffs;
  readonly link: MessageLink;
  /** The definition of a device of the file. */
  definitionOf(device: PlannedDevice): Promise<Definition>;
}

/** Longest message; commands on their way at once. */
const most = { bytes: 256, waiting: 20 } as const;

/** Topics have no wildcards in names. */
const topicWord = (name: string): string => name.replaceAll(/[+#/\s\0]/g, '_');

/** A query of a definition. */
interface AskedQuery extends Pick<Definition, 'id'> {
  readonly name: string;
}

/** What was asked, with its values by name. */
async function asked({ field }: CommandsParts, { address }: PlannedDevice, { id, name }: AskedQuery) {
  const [answer] = await field.readOnce({ address, protocol: id }, { queries: [name] });
  const values = (answer?.fields ?? []).flatMap(({ name: key, value, computed }) =>
    value === null || computed === true ? [] : [[key, value] as const],
  );
  return Object.fromEntries(values);
}

async function done(parts: CommandsParts, device: PlannedDevice, command: string): Promise<unknown> {
  const { field, log } = parts;
  const definition = await parts.definitionOf(device);
  const name = ourName(definition, command);
  if (canAsk(definition, name)) return asked(parts, device, { id: definition.id, name });
  const found = literalWrite(definition, command);
  if (found === undefined) throw new SolsteadError('command.unknown', { at: command, why: because('daemon.no-such') });
  const { write, value } = found;
  if (write.dangerous === true)
    throw new SolsteadError('command.not-armed', { at: command, why: because('daemon.dangerous') });
  const result = await field.set({
    device: device.name,
    target: { setting: write.name },
    value,
    origin: 'program',
    by: 'mqtt',
  });
  log.info({ device: device.name, command, outcome: result.outcome }, 'a command came over MQTT');
  return result.outcome;
}

/** Hears the commands of one device; the returned function ends it. */
export function hearCommands(parts: CommandsParts, device: PlannedDevice): () => void {
  const { clock, log, hostName, link } = parts;
  const topic = `${topicWord(hostName)}/${topicWord(device.name)}/cmd`;
  const isAllowed = commandFilter(device.mayCommand);
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const answer = async (command: string, said: Readonly<Record<string, unknown>>): Promise<void> => {
    const payload = JSON.stringify({ ...said, command, timestamp: new Date(clock.nowMs()).toISOString() });
    await link.publish(`${topic}_response`, payload, { qos: 1, retain: true }).catch(() => undefined);
  };
  const refuse = (command: string, error: unknown): Promise<void> => {
    const why = isSolsteadError(error) ? error.message : messageOf(error);
    log.warn({ device: device.name, command: oneLine(command).slice(0, 60), why }, 'a command over MQTT was not done');
    return answer(oneLine(command), { error: why });
  };
  const inTurn = async (before: Promise<unknown>, command: string): Promise<void> => {
    await before;
    try {
      await answer(command, { result: await done(parts, device, command) });
    } catch (error) {
      await refuse(command, error);
    } finally {
      waiting -= 1;
    }
  };
  const take = ({ payload, retained }: TopicMessage): void => {
    // What the broker had kept was meant for another time.
    if (retained || payload.length === 0 || payload.length > most.bytes) return;
    const command = new TextDecoder().decode(payload).trim();
    const denied = (why: Reason): void =>
      void refuse(command, new SolsteadError('access.denied', { at: device.name, why }));
    if (!isAllowed(command)) return denied(because('daemon.not-allowed'));
    if (waiting >= most.waiting) return denied(because('daemon.too-many'));
    waiting += 1;
    last = inTurn(last, command);
  };
  return link.subscribe(topic, take);
}
