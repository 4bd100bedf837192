// What differs by how a device is reached, chosen in one place: a table with one entry for each mode.
import type { Row } from '#codec/table.ts';
import { type Definition, type DefinitionBy, type Derivation, type ReachMode, wholeState } from './definition.ts';
import { findCommand } from './find-command.ts';

/** One entry for each mode. */
export type ByMode<T> = { readonly [M in ReachMode]: (definition: DefinitionBy[M]) => T };

/** The entry of a definition's mode, applied to it: the only place that asks for the mode. */
export function byMode<T>(table: ByMode<T>, definition: Definition): T {
  switch (definition.mode) {
    case 'request':
      return table.request(definition);
    case 'push':
      return table.push(definition);
    case 'mqtt':
      return table.mqtt(definition);
    case 'http':
      return table.http(definition);
  }
}

/** What one answer, report or state of a device holds. */
export interface AnswerShape {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly derive?: readonly Derivation[] | undefined;
  /** One name, where `name` stands for several. */
  readonly example?: string | undefined;
  /** An answer is asked for, a report comes automatically, a state is what MQTT messages tell parts of. */
  readonly kind: 'answer' | 'report' | 'state';
  /** Whether it belongs to the live values. */
  readonly isLive: boolean;
}

function answered({ commands, live }: DefinitionBy['request' | 'http']): readonly AnswerShape[] {
  return commands.map((command) => ({
    name: command.name,
    title: command.title,
    get rows() {
      return command.table.rows;
    },
    derive: command.derive,
    example: command.example,
    kind: 'answer',
    isLive: live.commands.some((name) => findCommand([command], name) !== undefined),
  }));
}

const shapes: ByMode<readonly AnswerShape[]> = {
  request: answered,
  http: answered,
  push: ({ reports }) =>
    reports.map(({ name, title, table, derive }) => ({
      name,
      title,
      rows: table.rows,
      derive,
      kind: 'report',
      isLive: true,
    })),
  mqtt: ({ rows, derive }) => [{ name: wholeState, title: 'State', rows, derive, kind: 'state', isLive: true }],
};

/** Everything a device answers, reports or tells. */
export function answerShapes(definition: Definition): readonly AnswerShape[] {
  return byMode(shapes, definition);
}
