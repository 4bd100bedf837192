// Which outputs answers go to, and where: names of outputs, and addresses that say by their scheme for which of them they are.
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { parseAddress, withoutPassword } from '#core/address.ts';
import { withNearest } from '#core/near-word.ts';
import { nearOutput } from '#outputs/answers/near-output.ts';
import { visible } from '#core/visible.ts';
import {
  type AnswerKind,
  answerOutputs,
  type AnswerOutputName,
  type AnswerSettings,
  type AnswerWay,
  isAnswerOutput,
  screenServer,
} from '#outputs/answers/settings.ts';

/** What is asked for on the command line. */
export interface AnswerChoices {
  readonly output: readonly string[];
  /** Addresses and folders. */
  readonly to?: readonly string[];
  readonly filter?: string;
  readonly exclude?: string;
  readonly keepCase?: boolean;
  readonly topic?: string;
  readonly retain?: boolean;
  readonly dev?: string;
  readonly database?: string;
}

/** An output and what is set of it. */
export interface ChosenOutput {
  readonly name: AnswerOutputName;
  readonly settings: AnswerSettings;
}

/** Where JSON goes as datagrams where no port is named. */
const usualUdpPort = 5555;

const schemes: Readonly<Record<string, AnswerWay>> = {
  mqtt: 'broker',
  mqtts: 'broker',
  http: 'push',
  https: 'push',
  udp: 'datagram',
  mongodb: 'mongo',
  'mongodb+srv': 'mongo',
  postgres: 'postgres',
  postgresql: 'postgres',
};

/** What an address is for; what has no scheme is a folder. */
function wayOf(to: string): AnswerWay | undefined {
  // No broker and no folder: messages are only to be seen.
  if (to === screenServer) return 'broker';
  const scheme = /^([a-z+]+):\/\//i.exec(to)?.[1]?.toLowerCase();
  return scheme === undefined ? 'file' : schemes[scheme];
}

/** Errors: `input.usage` with what is wrong with an address. */
function checkAddress(address: string): void {
  try {
    parseAddress(address);
  } catch (error) {
    throw new SolsteadError('input.usage', { at: '--to', why: reasonOf(error) });
  }
}

/** The password of a broker would stand in the list of processes. Errors: `input.usage`. */
function checkBrokerPlace(to: string): void {
  if (to === screenServer) return;
  if (withoutPassword(to) !== to)
    throw new SolsteadError('input.usage', { at: '--to', why: because('read.to-password') });
  checkAddress(to);
}

/** A place of datagrams; its port may be left out. Errors: `input.usage`. */
const checkDatagramPlace = (to: string): void =>
  checkAddress(/^udp:\/\/(?:\[[^\]]*\]|[^:/?#[\]]+)$/i.test(to) ? `${to}:${usualUdpPort}` : to);

/** What an address has of a place that can be shown. */
export const placeOf = ({ server, url, folder, host, port }: AnswerSettings): string | undefined =>
  server ?? url ?? folder ?? (host === undefined ? undefined : `udp://${host}${port === undefined ? '' : `:${port}`}`);

function placeSettings(way: AnswerWay, to: string): AnswerSettings {
  switch (way) {
    case 'file':
      return { folder: to };
    case 'push':
      return { url: to };
    case 'datagram': {
      const { hostname, port } = new URL(to.replace(/^udp:/i, 'http:'));
      return { host: hostname.replace(/^\[(.*)\]$/, '$1'), ...(port === '' ? {} : { port: Number(port) }) };
    }
    default:
      return { server: to };
  }
}

/** Keeps what an output takes of what is set. */
function takenBy(kind: AnswerKind, settings: AnswerSettings): AnswerSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => value !== undefined && Object.hasOwn(kind.properties, key)),
  );
}

function nameOf(text: string): AnswerOutputName {
  if (isAnswerOutput(text)) return text;
  const known = Object.keys(answerOutputs);
  throw new SolsteadError('input.usage', {
    at: `--output ${visible(text.slice(0, 60))}`,
    why: nearOutput(because('answers.unknown', { known }), text),
  });
}

/** The outputs with their settings. Errors: `input.usage` for a name or an address that is for none of them. */
export function chosenOutputs({ output, to = [], ...choices }: AnswerChoices): readonly ChosenOutput[] {
  // By name: whoever calls has flags of other meanings, such as the port of the device.
  const { filter, exclude, keepCase, topic, retain, dev, database } = choices;
  const rest = Object.fromEntries(
    Object.entries({ filter, exclude, keepCase, topic, retain, dev, database }).filter(([, set]) => set !== undefined),
  );
  const names = output.flatMap((text) => text.split(',')).map((text) => nameOf(text.trim()));
  const ways = new Set(names.map((name): AnswerWay => answerOutputs[name].way));
  for (const one of to) {
    const way = wayOf(one);
    if (way === undefined || !ways.has(way)) {
      const scheme = /^[a-z+]+(?=:\/\/)/i.exec(one)?.[0] ?? '';
      const why = because('answers.to', { to: external(withoutPassword(one)) });
      throw new SolsteadError('input.usage', { at: '--to', why: withNearest(why, scheme, Object.keys(schemes)) });
    }
    if (way === 'broker') checkBrokerPlace(one);
    if (way === 'datagram') checkDatagramPlace(one);
  }
  return names.map((name) => {
    const kind: AnswerKind = answerOutputs[name];
    const place = to.findLast((one) => wayOf(one) === kind.way);
    const found = place === undefined ? {} : placeSettings(kind.way, place);
    return { name, settings: takenBy(kind, { ...rest, ...found }) };
  });
}
