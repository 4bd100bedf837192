// Testing a device before it is saved: everything it shows live is read once.
import { because, type Reason } from '#core/reason.ts';
import { findMetric, metricLabel, metricOf } from '#core/catalogue.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceTest } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { AskedDefinition, ReadCommand } from '#devices/definition.ts';
import { type Field, fields, readings } from '#devices/readings.ts';
import { type Asked, commandOf } from './ask.ts';
import { discovered } from './discover.ts';
import { type OnceContext, patientAsker } from './patient-asker.ts';
import { createRoundSums } from './round-sums.ts';

/** Whether the values make sense together. */
export function plausibilityOf(values: readonly Field[], problems: number): Reason {
  const count = values.length;
  const strange = values.filter(({ metric, value }) => {
    const row = metric === undefined ? undefined : findMetric(metric);
    return (
      row !== undefined && row.kind !== 'text' && typeof value === 'number' && (value < row.min || value > row.max)
    );
  });
  if (strange.length > 0) {
    const names = strange.map(({ label, value, unit }) => `${label} ${String(value)} ${unit}`.trimEnd());
    return because('test.implausible', { strange: strange.length, count, names });
  }
  return problems > 0 ? because('test.unread', { count, problems }) : because('test.plausible', { count });
}

/** Errors: `frame.malformed` if no answer holds a value: something else answers in the same protocol. */
export function checkValues(values: readonly Field[], at: { readonly name: string; readonly title: string }): void {
  if (values.length > 0) return;
  throw new SolsteadError('frame.malformed', { at: at.name, why: because('device.no-value', { title: at.title }) });
}

/** Sums over several answers, as fields. */
function summedFields({ sums = [] }: AskedDefinition, live: readonly Asked[]): readonly Field[] {
  const round = createRoundSums(sums);
  for (const { command, decoded } of live)
    round.take(readings({ rows: command.table.rows, derive: command.derive }, decoded));
  const { metric, value } = round.finish();
  return metric.map((id, index): Field => {
    const { unit } = metricOf(id);
    const name = id.replaceAll('.', '_');
    return { name, label: metricLabel(id), value: value[index] ?? null, unit, metric: id, computed: true };
  });
}

function presentFields(asked: readonly Asked[]): readonly Field[] {
  return asked
    .flatMap(({ command, decoded }) => fields({ rows: command.table.rows, derive: command.derive }, decoded))
    .filter(({ value }) => value !== null);
}

/** Asks a device's queries; once it has answered one, what it leaves unanswered is unknown to its model. */
function reader(
  definition: AskedDefinition,
  patiently: (command: ReadCommand) => Promise<Asked>,
): { read(name: string): Promise<Asked | undefined>; readonly refusal: Reason | undefined } {
  let hasAnswered = false;
  let refusal: Reason | undefined;
  return {
    get refusal() {
      return refusal;
    },
    async read(name) {
      try {
        const asked = await patiently(commandOf(definition, name));
        hasAnswered = true;
        return asked;
      } catch (error) {
        if (isSolsteadError(error, 'command.refused')) {
          refusal = error.reason;
          return undefined;
        }
        if (hasAnswered && isSolsteadError(error, 'link.timeout', 'frame.checksum', 'frame.malformed'))
          return undefined;
        throw error;
      }
    },
  };
}

/**
 * Reads everything a device shows live, and who it is; unknown queries are left out. Errors: `link.*`, `frame.*`, also if it
 * gives no value.
 */
export async function testDevice(link: Link, plain: AskedDefinition, context: OnceContext): Promise<DeviceTest> {
  const { clock } = context;
  const startedMs = clock.monotonicMs();
  const patiently = patientAsker(link, plain, context);
  const definition = await discovered(plain, patiently);
  const asker = reader(definition, patiently);
  const live: Asked[] = [];
  for (const name of definition.live.commands) {
    const asked = await asker.read(name);
    if (asked !== undefined) live.push(asked);
  }
  if (live.length === 0)
    throw new SolsteadError('command.refused', {
      at: link.name,
      why: because('device.refused-all', {
        title: definition.title,
        reason: asker.refusal ?? because('device.no-reason'),
      }),
    });
  const identity: Record<string, string> = {};
  for (const { key, command, field } of definition.identity) {
    const asked = live.find((known) => known.command.name === command) ?? (await asker.read(command));
    const value = asked === undefined ? undefined : presentFields([asked]).find(({ name }) => name === field)?.value;
    if (value !== undefined && value !== null) identity[key] = String(value);
  }
  const values = [...presentFields(live), ...summedFields(definition, live)];
  checkValues(values, { name: link.name, title: definition.title });
  const problems = live.reduce((sum, { decoded }) => sum + decoded.problems.length, 0);
  return {
    protocol: definition.id,
    title: definition.title,
    kind: definition.kind,
    proposedName: identity['model'] ?? definition.title,
    identity,
    values: values.flatMap(({ name, label, value, unit, metric }) =>
      value === null ? [] : [{ name, label, value, unit, ...(metric === undefined ? {} : { metric }) }],
    ),
    plausibility: plausibilityOf(values, problems),
    tookMs: Math.round(clock.monotonicMs() - startedMs),
  };
}
