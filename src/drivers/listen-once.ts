// Trying a device that speaks by itself: listen for a while and see what it says; and one door for trying both kinds of
// devices, asked and listened to.
import { SolsteadError } from '#core/errors.ts';
import type { Trial } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { Decoded } from '#codec/table.ts';
import type { ByteDefinition, ListeningDefinition, Report } from '#devices/definition.ts';
import { type Field, fields } from '#devices/readings.ts';
import type { OnceContext } from './patient-asker.ts';
import { readOnce, verdictOf } from './trial.ts';

/** How long a device that speaks every second is listened to, ms. */
const listenMs = 2500;
/** How often it is looked whether enough was heard, ms. */
const lookMs = 50;

/** A report that was heard. */
export interface Heard {
  readonly report: Report;
  readonly payload: Uint8Array;
  readonly decoded: Decoded;
}

/** What a device of this definition says while it is listened to; ends early when `isEnough`. Errors: those of opening the link. */
export async function hear(
  link: Link,
  { wire, reports, matches: isOurs }: ListeningDefinition,
  { clock, signal, isEnough }: Omit<OnceContext, 'random'> & { isEnough(heard: readonly Heard[]): boolean },
): Promise<readonly Heard[]> {
  await link.open();
  const framer = wire.framer();
  const heard: Heard[] = [];
  const stop = link.listen((bytes) => {
    for (const frame of framer.push(bytes)) {
      const spoken = frame.fault === undefined ? wire.read(frame.bytes) : undefined;
      const report = spoken === undefined ? undefined : reports.find(({ name }) => name === spoken.report);
      if (spoken === undefined || report === undefined || !isOurs(spoken)) continue;
      heard.push({ report, payload: spoken.payload, decoded: report.table.decode(spoken.payload) });
    }
  });
  const endMs = clock.monotonicMs() + listenMs;
  try {
    while (clock.monotonicMs() < endMs && !isEnough(heard)) await clock.sleep(lookMs, { signal });
  } finally {
    stop();
  }
  return heard;
}

/** Fields with a value, the newest where several reports say it. */
function presentFields(heard: readonly Heard[]): readonly Field[] {
  const found = new Map<string, Field>();
  for (const { report, decoded } of heard) {
    for (const field of fields({ rows: report.table.rows, derive: report.derive }, decoded))
      if (field.value !== null) found.set(`${report.name} ${field.name}`, field);
  }
  return [...found.values()];
}

/** Who a device is by its reports. */
export function identityOf({ identity }: ListeningDefinition, heard: readonly Heard[]): Record<string, string> {
  const known: Record<string, string> = {};
  for (const { key, report: name, field } of identity) {
    for (const { report, decoded } of heard) {
      if (report.name !== name) continue;
      const value = decoded.values[report.table.rows.findIndex((row) => row.name === field)];
      if (value !== undefined) known[key] = String(value);
    }
  }
  return known;
}

/** Listens to a device and tells what it says. Errors: `link.timeout` where it says nothing, those of opening the link. */
export async function listenOnce(
  link: Link,
  definition: ListeningDefinition,
  context: Omit<OnceContext, 'random'>,
): Promise<Trial> {
  const { clock } = context;
  const startedMs = clock.monotonicMs();
  const heard = await hear(link, definition, { ...context, isEnough: () => false });
  if (heard.length === 0) {
    const why = `nothing of ${definition.title} was heard within ${listenMs} ms`;
    throw new SolsteadError('link.timeout', { at: link.name, why });
  }
  const identity = identityOf(definition, heard);
  const values = presentFields(heard);
  return {
    protocol: definition.id,
    title: definition.title,
    kind: definition.kind,
    proposedName: identity['model'] ?? definition.title,
    identity,
    values: values.flatMap(({ name, label, value, unit, metric }) =>
      value === null ? [] : [{ name, label, value, unit, ...(metric === undefined ? {} : { metric }) }],
    ),
    verdict: verdictOf(
      values,
      heard.reduce((sum, { decoded }) => sum + decoded.problems.length, 0),
    ),
    tookMs: clock.monotonicMs() - startedMs,
  };
}

/** Which of these definitions of one wire format speaks on the link; undefined where none does. Errors: those of opening the link. */
export async function hearAny(
  link: Link,
  definitions: readonly ListeningDefinition[],
  context: Omit<OnceContext, 'random'>,
): Promise<ListeningDefinition | undefined> {
  const [first] = definitions;
  if (first === undefined) return undefined;
  let found: ListeningDefinition | undefined;
  const isOurs: ListeningDefinition['matches'] = (spoken) => {
    found ??= definitions.find(
      ({ reports, matches }) => reports.some(({ name }) => name === spoken.report) && matches(spoken),
    );
    return found !== undefined;
  };
  await hear(
    link,
    { ...first, reports: definitions.flatMap(({ reports }) => reports), matches: isOurs },
    { ...context, isEnough: () => found !== undefined },
  );
  return found;
}

/** Reads a device once, in its own way. Errors: `link.*`, `frame.*`, `command.refused`. */
export function tryOnce(link: Link, definition: ByteDefinition, context: OnceContext): Promise<Trial> {
  return definition.way === 'polled' ? readOnce(link, definition, context) : listenOnce(link, definition, context);
}
