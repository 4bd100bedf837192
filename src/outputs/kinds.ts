// Every kind of output by its name, with its schema; one file each. Adding one is a schema in `api/outputs/`, a file in `kinds/` and its
// line in both tables.
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { outputKinds, type OutputKindName, type SettingsOf } from '#api/outputs/kinds.ts';
import { plugInPrefix } from '#api/outputs/plug-in.ts';
import { keysOf } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { OutputFilter, OutputSettings, OwnOutputKind } from '#core/output.ts';
import { because, type Reason } from '#core/reason.ts';
import { filterProblems } from './filter-words.ts';
import { checkedNames, namesOf } from './names.ts';
import { conditionOf } from './only-when.ts';
import type { OutputKind } from './output-kind.ts';
import type { KnownKind } from './own-kinds.ts';
import { domoticz } from './kinds/domoticz.ts';
import { emoncms } from './kinds/emoncms.ts';
import { homeAssistant } from './kinds/home-assistant.ts';
import { influxdb } from './kinds/influxdb.ts';
import { mongodb } from './kinds/mongodb.ts';
import { mqtt } from './kinds/mqtt.ts';
import { mysql } from './kinds/mysql.ts';
import { nats } from './kinds/nats.ts';
import { postgres } from './kinds/postgres.ts';
import { pvoutput } from './kinds/pvoutput.ts';
import { solarAssistant } from './kinds/solar-assistant.ts';
import { prometheusFile } from './kinds/prometheus-file.ts';
import { prometheusPushGateway } from './kinds/prometheus-push-gateway.ts';
import { prometheusRemoteWrite } from './kinds/prometheus-remote-write.ts';
import { victoriaMetrics } from './kinds/victoria-metrics.ts';
import { shellyMeter } from './kinds/shelly-meter.ts';
import { smaMeter } from './kinds/sma-meter.ts';
import { sunSpecMeter } from './kinds/sunspec-meter.ts';
import { udp } from './kinds/udp.ts';
import { webhook } from './kinds/webhook.ts';

const table: { readonly [Kind in OutputKindName]: OutputKind<SettingsOf<Kind>> } = {
  mqtt,
  'home-assistant': homeAssistant,
  postgres,
  mysql,
  mongodb,
  'solar-assistant': solarAssistant,
  domoticz,
  nats,
  influxdb,
  'victoria-metrics': victoriaMetrics,
  'prometheus-remote-write': prometheusRemoteWrite,
  'shelly-meter': shellyMeter,
  'sma-meter': smaMeter,
  'sunspec-meter': sunSpecMeter,
  webhook,
  udp,
  pvoutput,
  emoncms,
  'prometheus-push-gateway': prometheusPushGateway,
  'prometheus-file': prometheusFile,
};

const names = keysOf(outputKinds);

/** The kinds of outputs of a process. */
export interface OutputKinds {
  readonly names: readonly string[];
  find(name: string): KnownKind | undefined;
  /** Those that are plug-ins. */
  readonly own: readonly OwnOutputKind[];
}

const isBuiltIn = (name: string): name is OutputKindName => Object.hasOwn(outputKinds, name);

/** The kinds of Solstead's own, and these. */
export function kindsWith(own: ReadonlyMap<string, KnownKind>): OutputKinds {
  return {
    names: [...names, ...own.keys()],
    own: [...own].map(([kind, { title = kind, secret, schema }]) => ({ kind, title, secret, settings: schema })),
    find: (name) =>
      isBuiltIn(name)
        ? // The schema of this name says that settings are those of this kind.
          { schema: outputKinds[name], kind: table[name] }
        : own.get(name),
  };
}

/** Those of Solstead alone. */
export const builtInKinds = kindsWith(new Map());

/** What the schema of a kind says is wrong, in its own words. */
function complaintOf(schema: TSchema, settings: unknown): string {
  const [first] = Value.Errors(schema, settings);
  return first === undefined ? '' : `${first.instancePath.slice(1)} ${first.message}`.trim();
}

/** A kind that is not there; that of a plug-in may have been. */
function unknownKind(name: string, known: readonly string[]): Reason {
  const plugIn = name.startsWith(plugInPrefix) ? name.slice(plugInPrefix.length) : undefined;
  return plugIn === undefined
    ? because('output.kind', { known })
    : because('plugin.gone', { id: external(plugIn.slice(0, 60)) });
}

/**
 * The settings of an output with what was left out filled in, and their kind. Errors: `input.invalid` with the field; settings of another
 * version are as wrong as those of a person.
 */
export function setKind(
  given: OutputSettings,
  kinds: OutputKinds = builtInKinds,
): {
  readonly settings: OutputSettings;
  readonly kind: OutputKind<never>;
} {
  const found = kinds.find(given.kind);
  if (found === undefined)
    throw new SolsteadError('input.invalid', { at: 'settings.kind', why: unknownKind(given.kind, kinds.names) });
  const { schema, kind } = found;
  const settings = { ...given, ...(Value.Default(schema, Value.Clone(given)) as Readonly<Record<string, unknown>>) };
  if (!Value.Check(schema, settings))
    throw new SolsteadError('input.invalid', {
      at: 'settings',
      why: because('output.settings', { said: external(complaintOf(schema, settings)) }),
    });
  kind.check(settings as never);
  return { settings, kind };
}

/** Errors: `input.invalid` where a bound is set for what does not wait on the disk. */
export function assertWaits(
  { waitingMb }: OutputFilter,
  { kind, settings }: { readonly kind: OutputKind<never>; readonly settings: OutputSettings },
): void {
  if (waitingMb === undefined || kind.keeps(settings as never) === 'all') return;
  throw new SolsteadError('input.invalid', { at: 'filter.waitingMb', why: because('output.nothing-waits') });
}

/** A filter of one kind in a home with these devices; absent: it was checked before. Errors: `input.invalid` with the field. */
export function checkedFilter(
  filter: OutputFilter,
  { isNameable }: Pick<OutputKind<never>, 'isNameable'>,
  devices?: readonly string[],
): OutputFilter {
  const { onlyWhen, names } = filter;
  if (devices !== undefined) {
    const [problem] = filterProblems(filter, devices);
    if (problem !== undefined)
      throw new SolsteadError('input.invalid', { at: ['filter', ...problem.at].join('.'), why: problem.why });
  }
  if (onlyWhen !== undefined) conditionOf(onlyWhen, devices);
  if (names !== undefined && namesOf(names).text !== '') {
    if (isNameable !== true)
      throw new SolsteadError('input.invalid', { at: 'filter.names', why: because('output.no-names') });
    checkedNames(names, devices ?? []);
  }
  return filter;
}
