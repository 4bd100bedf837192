// What a connector is told, in the words of its definition, as calls of OCPP. Source: OCPP 1.6 edition 2, section 5.
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { Connector } from './connector.ts';
import type { Payload } from './frames.ts';
import type { ChargeLimit } from './profiles.ts';
import type { Call } from './set-up.ts';

/** What commands act on. */
export interface CommandParts {
  readonly index: number;
  readonly connector: Connector;
  readonly call: Call;
  /** Tells it the limit that the connector has. Errors: as {@link Call}. */
  tellLimit(): Promise<void>;
}

type Carry = (value: readonly string[], parts: CommandParts) => Promise<void>;

/** Who begins what nobody with a card began. */
export const ownTag = 'solstead';

/** What it answered instead of taking it: only what is a text, whatever it made of it. */
export function refusedWith(action: string, { status }: Payload): SolsteadError {
  const word = typeof status === 'string' ? status.slice(0, 40) : '?';
  return new SolsteadError('command.refused', {
    at: action,
    why: because('outside.said', { said: external(`${action} ${word}`) }),
  });
}

/** Errors: as {@link Call}; `command.refused` if it does not say that it will. */
async function told(call: Call, action: string, payload: Payload): Promise<void> {
  const answer = await call(action, payload);
  const { status } = answer;
  if (status === 'Accepted' || status === 'Scheduled' || status === 'RebootRequired' || status === 'Unlocked') return;
  throw refusedWith(action, answer);
}

/** Changes the limit; refused, it is as it was. */
async function limited({ connector, tellLimit }: CommandParts, change: Partial<ChargeLimit>): Promise<void> {
  const before = connector.limit;
  connector.limit = { isEnabled: true, ...before, ...change };
  try {
    await tellLimit();
  } catch (error) {
    if (before === undefined) delete connector.limit;
    else connector.limit = before;
    throw error;
  }
}

async function stop({ connector: { transaction }, call }: CommandParts): Promise<void> {
  if (transaction === undefined)
    throw new SolsteadError('command.refused', { at: 'stop', why: because('charger.no-transaction') });
  await told(call, 'RemoteStopTransaction', { transactionId: transaction });
}

const begin = ({ index, call }: CommandParts, tag: string): Promise<void> =>
  told(call, 'RemoteStartTransaction', { connectorId: index, idTag: tag });

/** Less than this is no charge, Wh: meters say whole numbers. */
const nothingWh = 10;

/** It may charge, and its car has taken nothing since: it sleeps, and a limit does not wake it. */
function isAsleep({ state, limit, allowedWh, measured: { energy } }: Connector): boolean {
  if (state !== 'suspended-ev' || limit?.isEnabled !== true) return false;
  return allowedWh !== undefined && energy !== undefined && energy - allowedWh < nothingWh;
}

/** Whether its charge is ended to pause it, if there is one. */
const isEndedToPause = (connector: Connector): boolean =>
  connector.transaction !== undefined && (connector.isStoppedToPause === true || isAsleep(connector));

/** Whether it has to be begun, now that it may charge. */
const isToBegin = ({ state, transaction, isStopped, isStoppedToPause }: Connector): boolean =>
  transaction === undefined &&
  (state === 'preparing' || isStopped === true || (isStoppedToPause === true && state === 'finishing'));

/** Lets it charge, or pauses it: at zero current, or by ending its charge where it was set up so or its car sleeps. */
async function enable(isEnabled: boolean, parts: CommandParts): Promise<void> {
  const { connector } = parts;
  if (isEnabled && connector.measured.energy !== undefined) connector.allowedWh = connector.measured.energy;
  if (isEnabled || !isEndedToPause(connector)) return enableByLimit(isEnabled, parts);
  await stop(parts);
  connector.isStopped = true;
  // What begins it at the charge point finds no current there; where no profiles are known it is ended, and that is all.
  await limited(parts, { isEnabled }).catch((error: unknown) => {
    if (!isSolsteadError(error, 'command.refused')) throw error;
    connector.limit = { ...connector.limit, isEnabled };
  });
}

/** At zero current. One that knows no profiles is stopped and begun instead. */
async function enableByLimit(isEnabled: boolean, parts: CommandParts): Promise<void> {
  try {
    await limited(parts, { isEnabled });
  } catch (error) {
    if (!isSolsteadError(error, 'command.refused')) throw error;
    if (isEnabled) await begin(parts, ownTag);
    else if (parts.connector.transaction !== undefined) await stop(parts);
    else throw error;
    parts.connector.limit = { ...parts.connector.limit, isEnabled };
    return;
  }
  if (isEnabled && isToBegin(parts.connector))
    // Most begin by themselves, and refuse.
    await begin(parts, ownTag).catch(() => undefined);
}

const commands: Readonly<Record<string, Carry>> = {
  enabled: ([value], parts) => enable(value === 'on', parts),
  limit: ([value], parts) => limited(parts, { currentA: Number(value) }),
  phases: ([value], parts) => limited(parts, { phases: Number(value) }),
  start: (_, parts) => begin(parts, ownTag),
  stop: (_, parts) => stop(parts),
  reset: ([type = 'Soft'], { call }) => told(call, 'Reset', { type }),
  unlock: (_, { call, index }) => told(call, 'UnlockConnector', { connectorId: index }),
  available: ([value], { call, index }) =>
    told(call, 'ChangeAvailability', { connectorId: index, type: value === 'on' ? 'Operative' : 'Inoperative' }),
};

/** Carries one out. Errors: `command.unknown`, `command.refused`, `link.*`. */
export async function carryOut([name = '', ...value]: readonly string[], parts: CommandParts): Promise<void> {
  const carry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (carry === undefined) throw new SolsteadError('command.unknown', { at: name });
  await carry(value, parts);
}

/** What came from a driver of this process, as an object. */
function objectIn(payload: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(payload);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

/** The number of a question or a command, under which it is answered. */
export function idOf(payload: string): number {
  const { id } = objectIn(payload);
  return typeof id === 'number' ? id : 0;
}

/** The words of a command. */
export function wordsOf(payload: string): readonly string[] {
  const { command } = objectIn(payload);
  return typeof command === 'string' ? command.split(' ') : [];
}
