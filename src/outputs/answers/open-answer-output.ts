// Opens an output of answers by its name. Forms and ways are loaded when they are wanted: a table on the screen loads no broker.
import type { NamedAnswer } from '#core/named-answer.ts';
import { visible } from '#core/visible.ts';
import type { OutMessage } from '../broker-session.ts';
import type { AnswerParts, AnswerSink, ShapedSink } from './answer-sink.ts';
import { keyFilter } from './key-filter.ts';
import {
  type AnswerKind,
  answerOutputs,
  type AnswerOutputName,
  type AnswerSettings,
  screenServer,
} from './settings.ts';
import { shaped } from './shape.ts';

/** Onto the screen, or into a pipe. */
function toScreen(
  textOf: (answer: Parameters<ShapedSink['deliver']>[0][number]) => string,
  parts: AnswerParts,
): ShapedSink {
  return {
    async deliver(answers) {
      for (const answer of answers) await parts.screen.write(textOf(answer));
    },
    close: async () => undefined,
  };
}

async function textSink(name: string, { dev }: AnswerSettings, parts: AnswerParts): Promise<ShapedSink> {
  if (name === 'prom') {
    const { promText } = await import('./forms/prometheus.ts');
    return toScreen((answer) => promText(answer, dev), parts);
  }
  const { textForms } = await import('./forms/text.ts');
  const form = Object.entries(textForms).find(([one]) => one === name)?.[1];
  if (form === undefined) throw new TypeError(`assertion: ${name} has no form of text`);
  return toScreen((answer) => form(answer, parts.screen), parts);
}

/** A message that is only shown, in the words of mpp-solar. */
const printed = ({ topic, payload }: OutMessage): string =>
  visible(`mqtt debug output only as broker name is 'screen' - topic: '${topic}', payload: '${payload}'`) + '\n';

async function brokerSink(name: string, settings: AnswerSettings, parts: AnswerParts): Promise<ShapedSink> {
  const [{ messageForms }, { discoveryForms }, { toBroker }] = await Promise.all([
    import('./forms/messages.ts'),
    import('./forms/discovery.ts'),
    import('./ways/broker-way.ts'),
  ]);
  const form = Object.entries({ ...messageForms, ...discoveryForms }).find(([one]) => one === name)?.[1];
  if (form === undefined) throw new TypeError(`assertion: ${name} has no form of messages`);
  if (settings.server === screenServer)
    return toScreen((answer) => form(answer, settings).map(printed).join(''), parts);
  return toBroker(form, settings, parts);
}

/** Where node_exporter looks on the systems that mpp-solar's settings come from. */
const textFolder = '/var/lib/node_exporter';

async function fileSink({ dev, folder = textFolder }: AnswerSettings, parts: AnswerParts): Promise<ShapedSink> {
  const { promText, promFileName } = await import('./forms/prometheus.ts');
  const written = new Set<string>();
  return {
    async deliver(answers) {
      for (const answer of answers) {
        const path = `${folder.replace(/\/+$/, '')}/${promFileName(answer)}`;
        await parts.writeFile(path, promText(answer, dev));
        written.add(path);
      }
    },
    async close() {
      if (!parts.keepsFiles) for (const path of written) await parts.removeFile(path);
    },
  };
}

async function datagramSink(
  { host = 'localhost', port = 5555 }: AnswerSettings,
  parts: AnswerParts,
): Promise<ShapedSink> {
  return {
    async deliver(answers) {
      for (const { fields } of answers) {
        const text = JSON.stringify(Object.fromEntries(fields.map(({ key, value }) => [key, value])));
        await parts.sendDatagram({ host, port }, text);
      }
    },
    close: async () => undefined,
  };
}

async function shapedSink(name: AnswerOutputName, settings: AnswerSettings, parts: AnswerParts): Promise<ShapedSink> {
  const { way }: AnswerKind = answerOutputs[name];
  switch (way) {
    case 'screen':
      return textSink(name, settings, parts);
    case 'broker':
      return brokerSink(name, settings, parts);
    case 'file':
      return fileSink(settings, parts);
    case 'push':
      return (await import('./ways/push-way.ts')).toGateway(
        name === 'prom_push' ? name : 'prom_pushd',
        settings,
        parts,
      );
    case 'datagram':
      return datagramSink(settings, parts);
    case 'postgres':
      return (await import('./ways/postgres-way.ts')).toPostgres(settings, parts);
    case 'mongo':
      return (await import('./ways/mongo-way.ts')).toMongo(settings, parts);
  }
}

/** Opens an output of answers. Errors: `input.invalid` with the field, where a setting cannot be; `link.forbidden`. */
export async function openAnswerOutput(
  name: AnswerOutputName,
  settings: AnswerSettings,
  parts: AnswerParts,
): Promise<AnswerSink> {
  const rules = { keepCase: settings.keepCase === true, wants: await keyFilter(settings) };
  const sink = await shapedSink(name, settings, parts);
  return {
    deliver: (answers: readonly NamedAnswer[], signal) =>
      sink.deliver(
        answers.map((answer) => shaped(answer, rules)),
        signal,
      ),
    hurry: () => sink.hurry?.(),
    close: () => sink.close(),
  };
}
