// Finding out what hangs on a link: every different question is asked once, and all definitions that ask it judge the answer, so
// that a silent link is soon known to be silent; then variants that answer alike are told apart by further harmless questions.
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { toHex } from '#core/bytes.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import type { ByteDefinition, Definition, ListeningDefinition, PolledDefinition } from '#devices/definition.ts';
import { type AskedLink, commandOf } from './ask.ts';
import { definitionAt, lineAddress } from './line-address.ts';
import { hearAny } from './listen-once.ts';
import type { OnceContext } from './patient-asker.ts';

/** Lends the link of a line for one job. Errors: those of opening the link and of the job. */
export type Lend = <T>(line: LinkAddress, job: (link: Link) => Promise<T>) => Promise<T>;

/** What {@link findOut} needs. */
export interface FindOutOptions extends Omit<OnceContext, 'random'> {
  readonly lend: Lend;
  /** The definition of that id, for variants; undefined where there is none. */
  find(id: string): Definition | undefined;
}

/** A definition, and as it is meant at the address: with its wire format there. */
interface Candidate<D extends ByteDefinition = ByteDefinition> {
  readonly definition: D;
  readonly meant: D;
}

/** Definitions that ask the same on the same line, or listen alike. */
interface Group {
  readonly line: LinkAddress;
  readonly polled: readonly Candidate<PolledDefinition>[];
  readonly listening: readonly Candidate<ListeningDefinition>[];
}

function keyOf(meant: ByteDefinition, line: LinkAddress): string {
  const said = meant.way === 'polled' ? toHex(meant.wire.request(meant.probe.command)) : 'listen';
  return `${formatAddress(line)} ${meant.wire.id} ${said}`;
}

/** The candidates of an address by what is asked, in the order of the first of each. */
function groupsOf(candidates: readonly ByteDefinition[], address: LinkAddress): readonly Group[] {
  const groups = new Map<
    string,
    { line: LinkAddress; polled: Candidate<PolledDefinition>[]; listening: Candidate<ListeningDefinition>[] }
  >();
  for (const definition of candidates) {
    const line = lineAddress(address, definition);
    const meant = definitionAt(address, definition);
    const key = keyOf(meant, line);
    const group = groups.get(key) ?? { line, polled: [], listening: [] };
    groups.set(key, group);
    if (definition.way === 'polled' && meant.way === 'polled') group.polled.push({ definition, meant });
    if (definition.way === 'listening' && meant.way === 'listening') group.listening.push({ definition, meant });
  }
  return [...groups.values()];
}

/** Whether an error says no more than that this question was not answered. */
const isNoAnswer = (error: unknown): boolean =>
  isSolsteadError(error, 'link.timeout', 'frame.checksum', 'frame.malformed', 'command.refused');

/** The frame that answers a question of all these, one of them understanding it; undefined where none came. */
async function asked(
  link: AskedLink,
  definitions: readonly PolledDefinition[],
  signal: AbortSignal | undefined,
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
      responseMs: Math.max(...definitions.map(({ responseMs }) => responseMs)),
      maxBytes: Math.min(wire.maxFrame, 2 * Math.max(...sizes)),
      signal,
    });
  } catch (error) {
    if (isNoAnswer(error)) return undefined;
    throw error;
  }
}

function fits({ wire, probe }: PolledDefinition, frame: Uint8Array): boolean {
  const answer = wire.answer(frame, probe.command);
  return answer.kind === 'payload' && probe.matches(answer.payload);
}

/** Who of a group is there. Errors: those of opening the link. */
async function whoOf(
  { polled, listening }: Group,
  link: Link,
  context: FindOutOptions,
): Promise<ByteDefinition | undefined> {
  await link.open();
  if (polled.length > 0) {
    const frame = await asked(
      link,
      polled.map(({ meant }) => meant),
      context.signal,
    );
    if (frame !== undefined) return polled.find(({ meant }) => fits(meant, frame))?.definition;
  }
  const heard = await hearAny(
    link,
    listening.map(({ meant }) => meant),
    context,
  );
  return listening.find(({ meant }) => meant === heard)?.definition;
}

/**
 * The definition of what hangs on a link, the first of the candidates whose question is answered as it says; undefined where
 * none is. Errors: those of opening the link.
 */
export async function findOut(
  candidates: readonly ByteDefinition[],
  address: LinkAddress,
  options: FindOutOptions,
): Promise<ByteDefinition | undefined> {
  const { lend } = options;
  for (const group of groupsOf(candidates, address)) {
    const found = await lend(group.line, (link) => whoOf(group, link, options));
    if (found === undefined) continue;
    return found.way === 'polled' ? lend(group.line, (link) => nearestOf(found, link, options)) : found;
  }
  return undefined;
}

/** Which of its variants a device is: the first whose question it answers so, else the one that was found. */
async function nearestOf(
  found: PolledDefinition,
  link: Link,
  { find, signal }: FindOutOptions,
): Promise<PolledDefinition> {
  const answers = new Map<string, Uint8Array | undefined>();
  await link.open();
  for (const { definition: id, ask, matches } of found.variants ?? []) {
    const variant = find(id);
    if (variant?.way !== 'polled') continue;
    const meant: PolledDefinition = { ...variant, probe: { command: ask, matches } };
    const key = `${meant.wire.id} ${ask}`;
    if (!answers.has(key)) answers.set(key, await asked(link, [meant], signal));
    const frame = answers.get(key);
    if (frame !== undefined && fits(meant, frame)) return variant;
  }
  return found;
}
