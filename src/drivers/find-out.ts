// Detecting which request device is connected to a link: every distinct question is asked once, and all definitions that ask it
// judge the answer, so that a silent link is soon known to be silent; then variants that answer alike are distinguished by further
// harmless questions.
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { toHex } from '#core/bytes.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import type {
  AskedDefinition,
  Definition,
  DiscoveryAnswer,
  HttpDefinition,
  RequestDefinition,
} from '#devices/definition.ts';
import { type AskedLink, commandOf } from './ask.ts';
import { onLine } from './line-driver.ts';
import { unnamedOf } from './line-order.ts';
import type { LinkPool } from './link-pool.ts';
import type { OnceContext } from './patient-asker.ts';

/** What {@link findOut} needs. */
export interface FindOutOptions extends Omit<OnceContext, 'random'> {
  readonly pool: Pick<LinkPool, 'withLink'>;
  /** The definition of that id, for variants; undefined if there is none. */
  find(id: string): Promise<Definition> | undefined;
  /** Longest wait for each answer, ms; absent: as long as the device may take. */
  readonly patienceMs?: number | undefined;
  /** Called before each question, with the definitions that it asks for. */
  readonly onAsk?: ((asked: readonly Definition[]) => void) | undefined;
}

/** A definition that is asked for at an address. */
type Askable = RequestDefinition | HttpDefinition;

/** A definition, and as it is resolved at the address: with its wire format there. */
interface Candidate<D> {
  readonly definition: D;
  readonly resolved: D;
}

/** Definitions that ask the same on the same line. */
interface Group<D> {
  readonly line: LinkAddress;
  readonly candidates: Candidate<D>[];
}

/** The candidates of an address by what is asked, in the order of the first of each. */
function groupsOf<D extends Askable>(candidates: readonly D[], address: LinkAddress): readonly Group<D>[] {
  const groups = new Map<string, Group<D>>();
  for (const definition of candidates) {
    const { definition: resolved, line } = onLine({ address, definition });
    const { wire, probe } = resolved;
    const key = `${formatAddress(line)} ${wire.id} ${toHex(wire.request(probe.command))}`;
    const group = groups.get(key) ?? { line, candidates: [] };
    groups.set(key, group);
    group.candidates.push({ definition, resolved });
  }
  return [...groups.values()];
}

/** Whether an error says no more than that this question was not answered. */
const isNoAnswer = (error: unknown): boolean =>
  isSolsteadError(error, 'link.timeout', 'frame.checksum', 'frame.malformed', 'command.refused');

/** The frame that answers a question of all these, one of them understanding it; undefined if none came. */
async function asked(
  link: AskedLink,
  definitions: readonly AskedDefinition[],
  { signal, patienceMs = Number.POSITIVE_INFINITY }: Pick<FindOutOptions, 'signal' | 'patienceMs'>,
): Promise<Uint8Array | undefined> {
  const [first] = definitions;
  if (first === undefined) return undefined;
  const { wire, probe } = first;
  const sizes = definitions.map((definition) => commandOf(definition, definition.probe.command).answerBytes);
  try {
    return await link.sendAndReceive(wire.request(probe.command), {
      framer: wire.framer(),
      accepts: (frame) =>
        definitions.some((definition) => definition.wire.answer(frame, definition.probe.command).kind !== 'foreign'),
      responseMs: Math.min(patienceMs, Math.max(...definitions.map(({ responseMs }) => responseMs))),
      maxBytes: Math.min(wire.maxFrame, 2 * Math.max(...sizes)),
      signal,
      unnamed: unnamedOf(wire, { command: probe.command, pauseMs: first.pauseMs }),
    });
  } catch (error) {
    if (isNoAnswer(error)) return undefined;
    throw error;
  }
}

/** Questions by which definitions are told apart that all take the answer of a probe for theirs. */
const mostQuestions = 3;

/** More questions than any walk through a device takes. */
const mostSteps = 100;

/** The one that a walk through the device names, else one of its kind; undefined if there is no such walk, or it says nothing. */
async function named<D extends Askable>(
  fitting: readonly Candidate<D>[],
  link: AskedLink,
  options: FindOutOptions,
): Promise<D | undefined> {
  const [first] = fitting;
  const { whichOf } = first?.resolved ?? {};
  if (first === undefined || whichOf === undefined) return undefined;
  const answers: DiscoveryAnswer[] = [];
  while (answers.length < mostSteps) {
    options.signal?.throwIfAborted();
    const step = whichOf(answers);
    if (step.kind === 'unknown') return undefined;
    if (step.kind === 'is') {
      const definitions = fitting.map(({ definition }) => definition);
      return definitions.find(({ id }) => id === step.id) ?? definitions.find(({ kind }) => kind === step.of);
    }
    const { command, answerBytes } = step;
    const payload = await payloadOf(first.resolved, { command, answerBytes }, { link, options });
    answers.push({ command, ...(payload === undefined ? {} : { payload }) });
  }
  return undefined;
}

/** What a device answers to a question that no table holds; undefined if it does not. */
async function payloadOf(
  { wire, responseMs, pauseMs }: AskedDefinition,
  { command, answerBytes }: { readonly command: string; readonly answerBytes: number },
  { link, options: { signal, patienceMs = Number.POSITIVE_INFINITY } }: { link: AskedLink; options: FindOutOptions },
): Promise<Uint8Array | undefined> {
  try {
    const frame = await link.sendAndReceive(wire.request(command), {
      framer: wire.framer(),
      accepts: (bytes) => wire.answer(bytes, command).kind !== 'foreign',
      responseMs: Math.min(patienceMs, responseMs),
      maxBytes: Math.min(wire.maxFrame, 2 * answerBytes),
      signal,
      unnamed: unnamedOf(wire, { command, pauseMs }),
    });
    const answer = wire.answer(frame, command);
    return answer.kind === 'payload' ? answer.payload : undefined;
  } catch (error) {
    if (isNoAnswer(error)) return undefined;
    throw error;
  }
}

/** The first whose values the device answers, where several take the answer of a probe for theirs; else the first of all. */
async function servedBy<D extends Askable>(
  fitting: readonly Candidate<D>[],
  link: AskedLink,
  options: FindOutOptions,
): Promise<D | undefined> {
  const [first, second] = fitting;
  if (second === undefined) return first?.definition;
  const answers = new Map<string, Uint8Array | undefined>();
  const isAnswered = async (resolved: AskedDefinition, command: string): Promise<boolean> => {
    const question = { ...resolved, probe: { command, matches: () => true } };
    const key = toHex(resolved.wire.request(command));
    if (!answers.has(key)) answers.set(key, await asked(link, [question], options));
    const frame = answers.get(key);
    return frame !== undefined && fits(question, frame);
  };
  for (const { definition, resolved } of fitting) {
    options.signal?.throwIfAborted();
    let isServed = true;
    for (const command of resolved.live.commands.slice(0, mostQuestions))
      isServed &&= await isAnswered(resolved, command);
    if (isServed) return definition;
  }
  return first?.definition;
}

function fits({ wire, probe }: AskedDefinition, frame: Uint8Array): boolean {
  const answer = wire.answer(frame, probe.command);
  return answer.kind === 'payload' && probe.matches(answer.payload);
}

/** The candidate of a group that answers; undefined if none does. Errors: those of opening the link. */
async function identified<D extends Askable>(
  { candidates }: Group<D>,
  link: Link,
  options: FindOutOptions,
): Promise<D | undefined> {
  await link.open();
  const frame = await asked(
    link,
    candidates.map(({ resolved }) => resolved),
    options,
  );
  if (frame === undefined) return undefined;
  const fitting = candidates.filter(({ resolved }) => fits(resolved, frame));
  return (await named(fitting, link, options)) ?? servedBy(fitting, link, options);
}

/** A device by Bluetooth whose services are not those of a kind is none of that kind. Errors: all others. */
function isOther(thrown: unknown): undefined {
  if (isSolsteadError(thrown, 'link.unavailable') && thrown.reason?.code === 'ble.no-characteristic') return undefined;
  throw thrown;
}

/**
 * The definition of what is connected to a link, the first of the candidates whose question is answered as it says; undefined if
 * none is. Errors: those of opening the link.
 */
export async function findOut<D extends Askable>(
  candidates: readonly D[],
  address: LinkAddress,
  options: FindOutOptions,
): Promise<D | undefined> {
  const { pool, signal, onAsk } = options;
  for (const group of groupsOf(candidates, address)) {
    signal?.throwIfAborted();
    onAsk?.(group.candidates.map(({ definition }) => definition));
    const found = await pool
      .withLink(group.line, (link) => identified(group, link, options), { signal })
      .catch(isOther);
    if (found !== undefined) return pool.withLink(group.line, (link) => variantOf(found, link, options), { signal });
  }
  return undefined;
}

/** Which of its variants a device is: the first whose question it answers accordingly, else the one that was found. */
async function variantOf<D extends Askable>(found: D, link: Link, { find, signal }: FindOutOptions): Promise<D> {
  const isSame = (other: Definition | undefined): other is D => other?.mode === found.mode;
  const answers = new Map<string, Uint8Array | undefined>();
  await link.open();
  for (const { definition: id, ask, matches } of found.variants ?? []) {
    const variant = await find(id);
    if (!isSame(variant)) continue;
    const resolved: AskedDefinition = { ...variant, probe: { command: ask, matches } };
    const key = `${resolved.wire.id} ${ask}`;
    if (!answers.has(key)) answers.set(key, await asked(link, [resolved], { signal }));
    const frame = answers.get(key);
    if (frame !== undefined && fits(resolved, frame)) return variant;
  }
  return found;
}
