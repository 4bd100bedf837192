// What outputs and actions of plug-ins say of themselves: checked once, when they are read; nothing of it is believed before.
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { external } from '#core/message-params.ts';
import { fitsParam, type PlugInParam } from '#core/plug-in.ts';
import { because, type Reason } from '#core/reason.ts';
import { misshapen } from './plug-in-shape.ts';

const text = Type.String({ minLength: 1, maxLength: 100 });
const hint = Type.Optional(Type.String({ maxLength: 300 }));
const number = Type.Number({ minimum: -1e12, maximum: 1e12 });
const isOptional = Type.Optional(Type.Boolean());
const mostSettings = 30;

const Setting = Type.Union([
  Type.Object({
    type: Type.Literal('text'),
    label: text,
    hint,
    optional: isOptional,
    longest: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    default: Type.Optional(Type.String({ maxLength: 1000 })),
  }),
  Type.Object({
    type: Type.Literal('number'),
    label: text,
    hint,
    optional: isOptional,
    least: Type.Optional(number),
    most: Type.Optional(number),
    default: Type.Optional(number),
  }),
  Type.Object({
    type: Type.Literal('choice'),
    label: text,
    hint,
    optional: isOptional,
    options: Type.Array(text, { minItems: 1, maxItems: 50 }),
    default: Type.Optional(text),
  }),
  Type.Object({ type: Type.Literal('flag'), label: text, hint, default: Type.Optional(Type.Boolean()) }),
]);
const Settings = Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,39}$' }), Setting, {
  maxProperties: mostSettings,
  additionalProperties: false,
});

const common = {
  api: Type.Literal(1),
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
  title: text,
  network: Type.Optional(Type.Boolean()),
};

const Output = Type.Object({
  plugin: Type.Object({
    ...common,
    kind: Type.Literal('output'),
    settings: Type.Optional(Settings),
    /** What its password is called; absent: it has none. */
    secret: Type.Optional(text),
    batches: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  given: Type.Array(Type.String()),
});
const Action = Type.Object({
  plugin: Type.Object({
    ...common,
    kind: Type.Literal('action'),
    params: Type.Optional(Settings),
    mostPerHour: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
  }),
  given: Type.Array(Type.String()),
});

/** Names that mean something else in an object, or to an output. */
const taken = ['kind', 'constructor', 'prototype', 'secret'];
const usualLongest = 1000;
const usualPerHour = 60;

type Raw = Static<typeof Setting>;

function paramOf(raw: Raw): PlugInParam {
  const { label, hint: help } = raw;
  const common = { label, hint: help, isOptional: 'optional' in raw && raw.optional !== undefined && raw.optional };
  switch (raw.type) {
    case 'text':
      return { ...common, value: { type: 'text', longest: raw.longest ?? usualLongest, default: raw.default } };
    case 'number':
      return {
        ...common,
        value: { type: 'number', least: raw.least ?? -1e12, most: raw.most ?? 1e12, default: raw.default },
      };
    case 'choice':
      return { ...common, value: { type: 'choice', options: raw.options, default: raw.default } };
    case 'flag':
      return { ...common, value: { type: 'flag', default: raw.default === true } };
  }
}

const paramsOf = (raw: Readonly<Record<string, Raw>> = {}): Readonly<Record<string, PlugInParam>> =>
  Object.fromEntries(Object.entries(raw).map(([name, one]) => [name, paramOf(one)]));

/** What an output says of itself. */
export interface OutputManifest {
  readonly id: string;
  readonly title: string;
  readonly wantsNetwork: boolean;
  readonly settings: Readonly<Record<string, PlugInParam>>;
  readonly secret: string | undefined;
  /** Most batches that it is given at once. */
  readonly batches: number;
  readonly canTest: boolean;
}

/** What an action says of itself. */
export interface ActionManifest {
  readonly id: string;
  readonly title: string;
  readonly wantsNetwork: boolean;
  readonly params: Readonly<Record<string, PlugInParam>>;
  readonly mostPerHour: number;
}

/** What is wrong with a default, or with a name. */
function complaint(raw: Readonly<Record<string, Raw>> = {}): Reason | undefined {
  for (const [name, one] of Object.entries(raw)) {
    if (taken.includes(name)) return because('plugin.name', { name: external(name) });
    const { value } = paramOf(one);
    if (value.type !== 'flag' && value.default !== undefined && !fitsParam(value, value.default))
      return because('plugin.default', { name: external(name) });
  }
  return undefined;
}

type Outcome<Manifest> = { readonly manifest: Manifest } | { readonly problem: Reason; readonly id?: string };

/** An output, or what is wrong with what it says. */
export function outputManifest(said: unknown): Outcome<OutputManifest> {
  if (!Value.Check(Output, said)) return { problem: misshapen(Output, said) };
  const { plugin, given } = said;
  const { id, title, network = false, settings, secret, batches = 200 } = plugin;
  const problem = given.includes('deliver') ? complaint(settings) : because('plugin.no-function', { name: 'deliver' });
  if (problem !== undefined) return { problem, id };
  return {
    manifest: {
      id,
      title,
      wantsNetwork: network,
      settings: paramsOf(settings),
      secret,
      batches,
      canTest: given.includes('test'),
    },
  };
}

/** An action, or what is wrong with what it says. */
export function actionManifest(said: unknown): Outcome<ActionManifest> {
  if (!Value.Check(Action, said)) return { problem: misshapen(Action, said) };
  const { plugin, given } = said;
  const { id, title, network = false, params, mostPerHour = usualPerHour } = plugin;
  const problem = given.includes('run') ? complaint(params) : because('plugin.no-function', { name: 'run' });
  if (problem !== undefined) return { problem, id };
  return { manifest: { id, title, wantsNetwork: network, params: paramsOf(params), mostPerHour } };
}
