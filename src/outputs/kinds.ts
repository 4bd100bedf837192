// Every kind of output by its name, with its schema; one file each. Adding one is a schema in `api/outputs/`, a file in `kinds/` and its
// line in both tables.
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { outputKinds, type OutputKindName, type SettingsOf } from '#api/outputs/kinds.ts';
import { keysOf } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { OutputFilter, OutputSettings } from '#core/output.ts';
import { because } from '#core/reason.ts';
import type { OutputKind } from './output-kind.ts';
import { isMetricPattern } from './sieve.ts';
import { homeAssistant } from './kinds/home-assistant.ts';
import { mqtt } from './kinds/mqtt.ts';

const table: { readonly [Kind in OutputKindName]: OutputKind<SettingsOf<Kind>> } = {
  mqtt,
  'home-assistant': homeAssistant,
};

const names = keysOf(outputKinds);

/** What the schema of a kind says is wrong, in its own words. */
function complaintOf(schema: TSchema, settings: unknown): string {
  const [first] = Value.Errors(schema, settings);
  return first === undefined ? '' : `${first.instancePath.slice(1)} ${first.message}`.trim();
}

/**
 * The settings of an output with what was left out filled in, and their kind. Errors: `input.invalid` with the field; settings of another
 * version are as wrong as those of a person.
 */
export function setKind(given: OutputSettings): {
  readonly settings: OutputSettings;
  readonly kind: OutputKind<never>;
} {
  const name = names.find((one) => one === given.kind);
  if (name === undefined)
    throw new SolsteadError('input.invalid', { at: 'settings.kind', why: because('output.kind', { known: names }) });
  const schema: TSchema = outputKinds[name];
  const settings = { ...given, ...(Value.Default(schema, Value.Clone(given)) as Readonly<Record<string, unknown>>) };
  if (!Value.Check(schema, settings))
    throw new SolsteadError('input.invalid', {
      at: 'settings',
      why: because('output.settings', { said: external(complaintOf(schema, settings)) }),
    });
  // The schema of this name has said that they are those of this kind.
  const kind = table[name] as OutputKind<never>;
  kind.check(settings as never);
  return { settings, kind };
}

/** Errors: `input.invalid`. */
export function checkedFilter(filter: OutputFilter): OutputFilter {
  const { metrics = [], exceptMetrics = [], deadBands = [] } = filter;
  const patterns = [...metrics, ...exceptMetrics, ...deadBands.map((band) => band.metrics)];
  if (!patterns.every(isMetricPattern))
    throw new SolsteadError('input.invalid', { at: 'filter', why: because('output.filter') });
  return filter;
}
