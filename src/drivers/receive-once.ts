// Reading a device that reports automatically once: its link is listened to for a while.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceAnswer, OnceQuestion, DeviceTest } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { Decoded } from '#codec/table.ts';
import type { PushDefinition, Report } from '#devices/definition.ts';
import { type Field, fields } from '#devices/readings.ts';
import type { OnceContext } from './patient-asker.ts';
import { answerOf } from './answers.ts';
import { checkValues, plausibilityOf } from './device-test.ts';

/** How long a device that speaks every second is listened to, ms. */
const listenMs = 2500;
/** How often to check whether enough was received, ms. */
const lookMs = 50;

/** A report that came. */
export interface Received {
  readonly report: Report;
  readonly payload: Uint8Array;
  readonly decoded: Decoded;
}

/** What a device of this definition sends while it is listened to; ends early when `isEnough`. Errors: those of opening the link. */
async function receive(
  link: Link,
  { wire, reports, matches: isOurs }: PushDefinition,
  { clock, signal, isEnough }: Omit<OnceContext, 'random'> & { isEnough(received: readonly Received[]): boolean },
): Promise<readonly Received[]> {
  await link.open();
  const framer = wire.framer();
  const received: Received[] = [];
  const stop = link.listen((bytes) => {
    for (const frame of framer.push(bytes)) {
      const reported = frame.fault === undefined ? wire.read(frame.bytes) : undefined;
      const report = reported === undefined ? undefined : reports.find(({ name }) => name === reported.report);
      if (reported === undefined || report === undefined || !isOurs(reported)) continue;
      received.push({ report, payload: reported.payload, decoded: report.table.decode(reported.payload) });
    }
  });
  const endMs = clock.monotonicMs() + listenMs;
  try {
    while (clock.monotonicMs() < endMs && !isEnough(received)) await clock.sleep(lookMs, { signal });
  } finally {
    stop();
  }
  return received;
}

/** Fields with a value, the newest if several reports have it. */
function presentFields(received: readonly Received[]): readonly Field[] {
  const found = new Map<string, Field>();
  for (const { report, decoded } of received) {
    for (const field of fields({ rows: report.table.rows, derive: report.derive }, decoded))
      if (field.value !== null) found.set(`${report.name} ${field.name}`, field);
  }
  return [...found.values()];
}

/** Who a device is by its reports. */
export function identityOf({ identity }: PushDefinition, received: readonly Received[]): Record<string, string> {
  const known: Record<string, string> = {};
  for (const { key, report: name, field } of identity) {
    for (const { report, decoded } of received) {
      if (report.name !== name) continue;
      const value = decoded.values[report.table.rows.findIndex((row) => row.name === field)];
      if (value !== undefined) known[key] = String(value);
    }
  }
  return known;
}

/** Listens to a device and returns what it sends. Errors: `link.timeout` if it sends nothing, `frame.malformed` if it sends no value, those of opening the link. */
export async function testReports(
  link: Link,
  definition: PushDefinition,
  context: Omit<OnceContext, 'random'>,
): Promise<DeviceTest> {
  const { clock } = context;
  const startedMs = clock.monotonicMs();
  const received = await receive(link, definition, { ...context, isEnough: () => false });
  if (received.length === 0) {
    const why = because('device.unheard', { title: definition.title, ms: listenMs });
    throw new SolsteadError('link.timeout', { at: link.name, why });
  }
  const identity = identityOf(definition, received);
  const values = presentFields(received);
  checkValues(values, { name: link.name, title: definition.title });
  return {
    protocol: definition.id,
    title: definition.title,
    kind: definition.kind,
    proposedName: identity['model'] ?? definition.title,
    identity,
    values: values.flatMap(({ name, label, value, unit, metric }) =>
      value === null ? [] : [{ name, label, value, unit, ...(metric === undefined ? {} : { metric }) }],
    ),
    plausibility: plausibilityOf(
      values,
      received.reduce((sum, { decoded }) => sum + decoded.problems.length, 0),
    ),
    tookMs: clock.monotonicMs() - startedMs,
  };
}

/** Which of these definitions of one wire format speaks on the link; undefined if none does. Errors: those of opening the link. */
export async function whoReports(
  link: Link,
  definitions: readonly PushDefinition[],
  context: Omit<OnceContext, 'random'>,
): Promise<PushDefinition | undefined> {
  const [first] = definitions;
  if (first === undefined) return undefined;
  let found: PushDefinition | undefined;
  const isOurs: PushDefinition['matches'] = (reported) => {
    found ??= definitions.find(
      ({ reports, matches }) => reports.some(({ name }) => name === reported.report) && matches(reported),
    );
    return found !== undefined;
  };
  await receive(
    link,
    { ...first, reports: definitions.flatMap(({ reports }) => reports), matches: isOurs },
    { ...context, isEnough: () => found !== undefined },
  );
  return found;
}

/** What is read, and what it takes. */
export interface ReceiveContext extends Omit<OnceContext, 'random'>, OnceQuestion {}

/** The reports of these names that a device sends in the meantime. Errors: `link.timeout` if none came. */
export async function receivedOnce(
  link: Link,
  definition: PushDefinition,
  context: ReceiveContext,
): Promise<readonly DeviceAnswer[]> {
  const received = await receive(link, definition, { ...context, isEnough: () => false });
  const answers = received
    .filter(({ report }) => context.queries.includes(report.name))
    .map(({ report, payload, decoded }) => answerOf({ command: report, payload, decoded }));
  if (answers.length === 0)
    throw new SolsteadError('link.timeout', {
      at: link.name,
      why: because('device.said-nothing', { title: definition.title }),
    });
  for (const answer of answers) context.onAnswer?.(answer);
  return answers;
}
