// No answer and no message of a socket has an English sentence without its code: where a sentence is, a reason is beside it.
import Type, { IsArray, IsObject, IsString, IsUnion, type TSchema } from 'typebox';
import { expect, test } from 'vitest';
import { endpointIds, endpoints } from './endpoints.ts';
import { Problem } from './problem.ts';
import type { SocketId } from './routes.ts';
import { sockets } from './sockets.ts';

/** Fields that hold a sentence, by their names. */
const sentence = /^(why|hint|message|verdict|problem|failure|detail|notice|repair|.+Text|.+Message)$/;

/** What stands beside a sentence for those who speak another language. */
const codes = ['reason', 'ruleReason', 'advice', 'code'];

/** Sentences that may stand alone. */
const alone: readonly RegExp[] = [
  // What a person wrote.
  /^(listCorrections|addCorrection|undoCorrection) (repairs|repair) why$/,
  // The name of an act that turns a decision.
  /^(listEnergyEvents|explainEnergy) events turn repair$/,
  // Part of the text of a preset, which is a file to start from.
  /^(listTariffPresets|readTariff|saveTariff tariff|addTariffVersion tariff) notice$/,
];

interface Found {
  readonly at: string;
  readonly isCoded: boolean;
}

function sentencesOf(schema: TSchema, at: string): readonly Found[] {
  if (IsUnion(schema)) return schema.anyOf.flatMap((each) => sentencesOf(each, at));
  if (IsArray(schema)) return sentencesOf(schema.items, at);
  if (!IsObject(schema)) return [];
  const names = Object.keys(schema.properties);
  const isCoded = names.some((name) => codes.includes(name));
  return Object.entries<TSchema>(schema.properties).flatMap(([name, part]) => [
    ...(IsString(part) && !('pattern' in part) && sentence.test(name) ? [{ at: `${at} ${name}`, isCoded }] : []),
    ...sentencesOf(part, `${at} ${name}`),
  ]);
}

const answers = [
  ...endpointIds.flatMap((id) => Object.values(endpoints[id].answers).map((schema) => ({ id, schema }))),
  ...(Object.keys(sockets) as SocketId[]).flatMap((id) =>
    Object.values(sockets[id].messages).map((schema) => ({ id: `socket ${id}`, schema })),
  ),
  { id: 'problem', schema: Problem },
];
const found = answers.flatMap(({ id, schema }) => sentencesOf(schema, id));

test('every sentence of an answer has its code', () => {
  const bare = found.filter(({ at, isCoded }) => !isCoded && !alone.some((each) => each.test(at)));
  expect(bare.map(({ at }) => at)).toEqual([]);
  expect(found.length).toBeGreaterThan(30);
});

test('a bare sentence is found, also deep in a list of alternatives', () => {
  const schema = Type.Array(Type.Union([Type.Object({ a: Type.Object({ why: Type.String() }) }), Type.String()]));
  expect(sentencesOf(schema, 'x')).toEqual([{ at: 'x a why', isCoded: false }]);
});
