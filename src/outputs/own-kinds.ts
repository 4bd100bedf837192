// Kinds of outputs that are plug-ins: their schema is made from what they say, and what is delivered goes to their process.
import Type, { type TSchema } from 'typebox';
import { plugInPrefix } from '#api/outputs/plug-in.ts';
import { SolsteadError } from '#core/errors.ts';
import type { OutputSettings, OutputTested } from '#core/output.ts';
import type { PlugInParam } from '#core/plug-in.ts';
import { because } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { OutputKind, SinkParts } from './output-kind.ts';
import { knownBatches, testedWith } from './tested.ts';
import { batchJson, type BatchJson } from './webhook/body.ts';

/** What a delivery gives a plug-in besides the batches. */
interface PlugInDelivery {
  readonly batches: readonly BatchJson[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secret: string | undefined;
}

/** The process of one output. */
export interface PlugInSink {
  /** Errors: `plugin.failed`, `output.unfit`. */
  deliver(given: PlugInDelivery, signal: AbortSignal): Promise<void>;
  /** Tries it, and resolves with what it says of that. Errors: as above. */
  test(given: PlugInDelivery): Promise<readonly string[]>;
  close(): void;
}

/** An output of a plug-in. */
export interface PlugInOutputKind {
  readonly id: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, PlugInParam>>;
  /** What its password is called; absent: it has none. */
  readonly secret: string | undefined;
  /** Most batches that it is given at once. */
  readonly batches: number;
  /** Errors: `plugin.failed` where it needs what nobody has agreed to. */
  start(name: string): PlugInSink;
}

/** A kind with its schema. */
export interface KnownKind {
  readonly schema: TSchema;
  readonly kind: OutputKind<never>;
  /** What a plug-in calls itself. */
  readonly title?: string;
  readonly secret?: string | undefined;
}

/** Longest text of batches that goes at once. */
const mostCharacters = 1_000_000;

function schemaOf({ label, hint, isOptional, value }: PlugInParam): TSchema {
  const about = { title: label, description: hint ?? label };
  const withStandard = <Value>(standard: Value | undefined) => (standard === undefined ? {} : { default: standard });
  const made = (): TSchema => {
    switch (value.type) {
      case 'text': {
        const least = isOptional ? {} : { minLength: 1 };
        return Type.String({ ...about, ...least, maxLength: value.longest, ...withStandard(value.default) });
      }
      case 'number':
        return Type.Number({ ...about, minimum: value.least, maximum: value.most, ...withStandard(value.default) });
      case 'choice': {
        const words = value.options.map((option) => Type.Literal(option));
        return Type.Union(words, { ...about, ...withStandard(value.default) });
      }
      case 'flag':
        return Type.Boolean({ ...about, default: value.default });
    }
  };
  return isOptional ? Type.Optional(made()) : made();
}

/** Batches in portions of a bounded length, in order. */
function* portions(batches: readonly BatchJson[]): Iterable<readonly BatchJson[]> {
  let some: BatchJson[] = [];
  let length = 0;
  for (const batch of batches) {
    const own = JSON.stringify(batch).length;
    if (some.length > 0 && length + own > mostCharacters) {
      yield some;
      [some, length] = [[], 0];
    }
    some.push(batch);
    length += own;
  }
  if (some.length > 0) yield some;
}

const saidOf = (batches: readonly Batch[], { names }: Pick<SinkParts, 'names'>): readonly BatchJson[] =>
  batches.map((batch) => batchJson(batch, names)).filter(({ values }) => Object.keys(values).length > 0);

/** The kind of a plug-in. */
export function ownKind(plugIn: PlugInOutputKind): KnownKind {
  const { id, title, settings: params, secret: secretLabel, batches: mostAtOnce } = plugIn;
  const name = `${plugInPrefix}${id}`;
  const fields = Object.entries(params).map(([field, param]) => [field, schemaOf(param)] as const);
  const valuesOf = (settings: OutputSettings): Readonly<Record<string, unknown>> => {
    const { kind: _kind, ...values }: OutputSettings & Readonly<Record<string, unknown>> = { ...settings };
    return values;
  };
  const given = (settings: OutputSettings, { secret }: SinkParts) => ({
    settings: valuesOf(settings),
    secret: secretLabel === undefined ? undefined : secret?.reveal(),
  });
  const kind: OutputKind<OutputSettings> = {
    check(settings) {
      for (const [field, { isOptional, value }] of Object.entries(params)) {
        const own = valuesOf(settings)[field];
        if (value.type === 'text' && !isOptional && (typeof own !== 'string' || own.trim() === ''))
          throw new SolsteadError('input.invalid', { at: `settings.${field}`, why: because('output.needed') });
      }
    },
    isNameable: true,
    // Which of them is the server, only the plug-in knows.
    secretFor: (settings) => JSON.stringify(valuesOf(settings)),
    keeps: () => 'all',
    traces: () => '',
    open(settings, parts) {
      const sink = plugIn.start(parts.name);
      return {
        mostAtOnce,
        async deliver(batches, signal) {
          const said = saidOf(batches, parts);
          for (const some of portions(said)) await sink.deliver({ batches: some, ...given(settings, parts) }, signal);
          return said.length > 0;
        },
        close: async () => sink.close(),
      };
    },
    async test(settings, parts): Promise<OutputTested> {
      const { clock } = parts;
      const startMs = clock.monotonicMs();
      const sink = plugIn.start(parts.name);
      try {
        const batches = saidOf(knownBatches(parts), parts).slice(0, mostAtOnce);
        const said = await sink.test({ batches, ...given(settings, parts) });
        const told = said.map((content) => ({ to: title, content }));
        const samples = batches.map((batch) => ({ to: `${title} ${batch.device}`, content: JSON.stringify(batch) }));
        return testedWith([...told, ...samples], clock.monotonicMs() - startMs);
      } finally {
        sink.close();
      }
    },
  };
  return {
    title,
    secret: secretLabel,
    schema: Type.Object(
      { kind: Type.Literal(name), ...Object.fromEntries(fields) },
      { additionalProperties: false, title },
    ),
    kind,
  };
}
