// What was heard on a question of the command line, as answers for outputs.
import type { DeviceAnswer } from '#core/field.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import { answerShapes } from '#devices/by-mode.ts';
import type { Definition } from '#devices/definition.ts';
import {
  type AnswerAbout,
  deviceIdAnswer,
  mergedAnswer,
  namedAnswer,
  withFailed,
} from '#devices/mpp-solar/named-answer.ts';
import { version } from '../version.ts';
import type { Asking } from './questions.ts';

const titles = {
  get_status: 'Status of the device',
  get_settings: 'Settings of the device',
  list_commands: 'Questions that the device takes',
  get_version: 'Version of Solstead',
} as const;

/** What was heard, as one answer for outputs; `failed` are questions that gave none. */
export function answerFor(
  definition: Definition,
  { word, kind }: Asking,
  heard: {
    readonly answers: readonly DeviceAnswer[];
    readonly failed: readonly string[];
    readonly about: AnswerAbout;
  },
): readonly NamedAnswer[] {
  const { answers, failed, about } = heard;
  const named = answers.map((answer) => namedAnswer(definition, answer, about));
  const text = (name: string, value: string) => ({ name, value, unit: '' });
  const own = (fields: NamedAnswer['fields'], title: string): NamedAnswer => ({
    ...about,
    command: word,
    title,
    fields,
    raw: new Uint8Array(),
  });
  switch (kind) {
    case 'one':
      return named.map((answer) => ({ ...answer, command: word }));
    case 'get_status':
    case 'get_settings': {
      const merged = mergedAnswer(named, { command: word, title: titles[kind], about });
      return [failed.length === 0 ? merged : withFailed(merged, failed)];
    }
    case 'get_device_id':
      return [deviceIdAnswer(named, about)];
    case 'list_commands':
      return [
        own(
          answerShapes(definition).map(({ name, title }) => text(name, title)),
          titles[kind],
        ),
      ];
    case 'get_version':
      return [own([text('Solstead Software Version', version())], titles[kind])];
  }
}
