// A protocol from what a plug-in says of itself: frames are cut here, by what it says of their ends; its process reads what is in them.
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { fromHex } from '#core/bytes.ts';
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { deviceKinds } from '#core/device-kind.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { external } from '#core/message-params.ts';
import { everyMetric } from '#core/metric-pattern.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import { isUnit, units, type Unit } from '#core/unit.ts';
import type { Decoded, FieldValue, Row, Table } from '#codec/table.ts';
import type { WireFormat } from '#codec/wire.ts';
import { read } from '#devices/define.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import type { PlugInProcess } from './plug-in-child.ts';
import { misshapen } from './plug-in-shape.ts';

const mostFrame = 1024;
const byte = Type.Integer({ minimum: 0, maximum: 255 });
const text = Type.String({ minLength: 1, maxLength: 100 });
const name = Type.String({ pattern: '^[a-z][a-z0-9_]{0,59}$' });
const few = { minItems: 1, maxItems: 200 };

const Field = Type.Object({
  name,
  label: text,
  unit: Type.Optional(Type.Union(units.map((unit) => Type.Literal(unit)))),
  metric: Type.Optional(text),
});
const Described = Type.Object({
  plugin: Type.Object({
    api: Type.Literal(1),
    kind: Type.Literal('protocol'),
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    maker: text,
    title: text,
    device: Type.Union(deviceKinds.map((kind) => Type.Literal(kind))),
    links: Type.Array(Type.Union([Type.Literal('serial'), Type.Literal('tcp'), Type.Literal('udp')]), few),
    baud: Type.Optional(Type.Integer({ minimum: 50, maximum: 4_000_000 })),
    everySeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 86_400 })),
    responseMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 60_000 })),
    answer: Type.Union([
      Type.Object({ ends: Type.Array(byte, { minItems: 1, maxItems: 8 }) }),
      Type.Object({ bytes: Type.Integer({ minimum: 1, maximum: mostFrame }) }),
      Type.Object({ lengthAt: byte, plus: Type.Integer({ minimum: 0, maximum: 512 }) }),
    ]),
    questions: Type.Record(Type.String({ pattern: '^[\\w .-]{1,60}$' }), Type.Array(Field, few)),
  }),
  requests: Type.Record(Type.String(), Type.String({ pattern: '^([0-9a-f]{2}){1,256}$' })),
});
type Described = Static<typeof Described>;
type Answer = Described['plugin']['answer'];

/** How long a frame is that begins so; undefined: it cannot be told yet. */
function lengthOf(held: Uint8Array, answer: Answer): number | undefined {
  if ('bytes' in answer) return answer.bytes;
  if ('lengthAt' in answer) {
    const said = held[answer.lengthAt];
    return said === undefined ? undefined : Math.max(answer.lengthAt + 1, said + answer.plus);
  }
  const { ends } = answer;
  const at = held.findIndex((_byte, index) => ends.every((one, step) => held[index + step] === one));
  return at < 0 ? undefined : at + ends.length;
}

/** Cuts a stream where answers end; what is longer than any is no answer. */
function framerOf(answer: Answer): Framer {
  let held = new Uint8Array(0);
  return {
    push(bytes) {
      const frames: Frame[] = [];
      held = Uint8Array.from([...held, ...bytes]);
      for (let length = lengthOf(held, answer); held.length > 0; length = lengthOf(held, answer)) {
        if (length !== undefined && length <= held.length) {
          frames.push({ bytes: held.slice(0, length) });
          held = held.slice(length);
        } else if (held.length > mostFrame) {
          frames.push({ bytes: held, fault: 'malformed' });
          held = new Uint8Array(0);
        } else break;
      }
      return frames;
    },
    reset: () => void (held = new Uint8Array(0)),
    get pending() {
      return held.length;
    },
  };
}

const longestText = 1000;

function valueOf(value: unknown): FieldValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return value.slice(0, longestText);
  return typeof value === 'boolean' ? value : undefined;
}

/** What a plug-in read; of raw bytes, which nobody read yet, nothing. */
function fieldsOf(payload: Uint8Array): ReadonlyMap<string, unknown> {
  try {
    const said: unknown = JSON.parse(new TextDecoder().decode(payload));
    return new Map(typeof said === 'object' && said !== null ? Object.entries(said) : []);
  } catch {
    return new Map();
  }
}

/** A table over what a plug-in read, as JSON. */
function tableOf(rows: readonly Row[]): Table {
  return {
    rows,
    decode(payload): Decoded {
      const fields = fieldsOf(payload);
      const values = rows.map((row) => valueOf(fields.get(row.name)));
      return { values, raws: rows.map(() => undefined), problems: [] };
    },
  };
}

function rowOf(field: Static<typeof Field>): Row {
  const { name: own, label, unit = '', metric } = field;
  return {
    name: own,
    label,
    unit: unit satisfies Unit,
    ...(metric !== undefined && isMetricId(metric) ? { metric } : {}),
  };
}

function wireOf({ plugin, requests }: Described, plugIn: PlugInProcess): WireFormat {
  return {
    id: `plugin-${plugin.id}`,
    title: plugin.title,
    maxFrame: mostFrame,
    isNameless: true,
    request: (command) => fromHex(requests[command] ?? ''),
    framer: () => framerOf(plugin.answer),
    answer: (frame) => ({ kind: 'payload', payload: frame }),
    async meaning(frame, command) {
      const said = await plugIn.ask({ ask: 'decode', question: command, bytes: Buffer.from(frame).toString('hex') });
      return typeof said === 'object' && said !== null ? new TextEncoder().encode(JSON.stringify(said)) : undefined;
    },
  };
}

/** What is wrong with what it says, beside its shape. */
function complaint({ plugin: { questions }, requests }: Described): Reason | undefined {
  for (const [question, fields] of Object.entries(questions)) {
    if (requests[question] === undefined) return because('plugin.no-request', { question: external(question) });
    for (const { name: own, metric, unit = '' } of fields) {
      const found = metric === undefined ? undefined : findMetric(metric);
      if (metric !== undefined && found === undefined)
        return withNearest(because('metric.unknown', { metric: external(metric) }), metric, everyMetric);
      if (found !== undefined && (found.unit !== unit || !isUnit(unit)))
        return because('plugin.unit', { field: external(own), unit: found.unit === '' ? '–' : found.unit });
    }
  }
  return undefined;
}

/** The definition, or what is wrong with what a plug-in says. */
export function protocolOf(
  said: unknown,
  plugIn: PlugInProcess,
): { readonly definition: RequestDefinition } | { readonly problem: Reason; readonly id?: string } {
  if (!Value.Check(Described, said)) return { problem: misshapen(Described, said) };
  const wrong = complaint(said);
  const { plugin } = said;
  if (wrong !== undefined) return { problem: wrong, id: plugin.id };
  const names = Object.keys(plugin.questions);
  const definition: RequestDefinition = {
    id: plugin.id,
    aliases: [],
    version: 1,
    kind: plugin.device,
    maker: plugin.maker,
    title: plugin.title,
    models: [],
    verified: 'unverified',
    sources: [],
    mode: 'request',
    autodetect: 'chosen',
    wire: wireOf(said, plugIn),
    links: plugin.links,
    serial: { baud: plugin.baud ?? 9600, dataBits: 8, parity: 'none', stopBits: 1 },
    responseMs: plugin.responseMs ?? 1000,
    commands: names.map((question) =>
      read({
        name: question,
        title: question,
        answerBytes: mostFrame,
        table: tableOf((plugin.questions[question] ?? []).map(rowOf)),
      }),
    ),
    writes: [],
    live: { everySeconds: plugin.everySeconds ?? 5, commands: names },
    settings: { everySeconds: 300, commands: [] },
    identity: [],
    probe: { command: names[0] ?? '', matches: () => false },
  };
  return { definition };
}
