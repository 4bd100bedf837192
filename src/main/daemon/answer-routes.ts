// Where the answers of a daemon's devices go: an output is opened once for all devices with the same settings, and closed with the last.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import { limitedLog } from '#core/limited-log.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import type { Random } from '#core/random.ts';
import type { Secret } from '#core/secrets.ts';
import { type AnswerFeed, openAnswerFeed } from '#daemon/answer-feed.ts';
import type { PlannedAnswers, PlannedDevice } from '#daemon/plan.ts';
import type { AnswerParts, AnswerSink } from '#outputs/answers/answer-sink.ts';
import { openAnswerOutput } from '#outputs/answers/open-answer-output.ts';

/** What they are made of. */
export interface RoutesParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: { warn(fields: object, message: string): void; info(fields: object, message: string): void };
  /** What an output with this secret stands on. */
  readonly partsOf: (secret: Secret | undefined) => AnswerParts;
}

/** The ways of answers. */
export interface AnswerRoutes {
  /** Opens what these devices need, and closes what none of them needs. */
  set(devices: readonly PlannedDevice[]): Promise<void>;
  take(device: string, answer: NamedAnswer): void;
  /** Answers that wait for servers, and those that were given up. */
  figures(): { readonly waiting: number; readonly lost: number };
  /** Tries again at once what waits; resolves when it has gone, or after so long, ms. */
  flush(mostMs: number): Promise<void>;
  /** The same, and closes them; what no server has then is told. */
  close(mostMs: number): Promise<void>;
}

interface NamedFeed {
  readonly output: string;
  readonly feed: AnswerFeed;
}

/** Longest wait for what is on its way to an output that is used no more, ms. */
const changeMs = 2000;

const keyOf = ({ output, settings, secret }: PlannedAnswers): string =>
  JSON.stringify([
    output,
    Object.entries(settings).toSorted(([left], [right]) => left.localeCompare(right)),
    secret?.reveal() ?? null,
  ]);

/** Opens one. Errors: `input.invalid`. */
async function openedSink({ output, settings }: PlannedAnswers, parts: AnswerParts): Promise<AnswerSink> {
  try {
    return await openAnswerOutput(output, settings, parts);
  } catch (error) {
    // An address that may not be asked is a mistake of the file, too: no later start makes it right.
    if (!isSolsteadError(error, 'input.invalid', 'link.forbidden')) throw error;
    throw new SolsteadError('input.invalid', { at: output, why: reasonOf(error), cause: error });
  }
}

/** Closes one, after what waits had so long, ms, and tells what does not arrive. */
async function end({ output, feed }: NamedFeed, mostMs: number, log: RoutesParts['log']): Promise<void> {
  await feed.flush(mostMs);
  const count = feed.waiting;
  await feed.close();
  if (count > 0) log.warn({ output, count }, 'answers have not reached the server of an output and are given up');
}

/** None is open yet. */
export function makeAnswerRoutes({ clock, random, log, partsOf }: RoutesParts): AnswerRoutes {
  const feeds = new Map<string, NamedFeed>();
  let routes: ReadonlyMap<string, readonly NamedFeed[]> = new Map();
  const tell = limitedLog(clock, (line) => log.warn({}, line));

  const opened = async (planned: PlannedAnswers): Promise<NamedFeed> => {
    const key = keyOf(planned);
    const known = feeds.get(key);
    if (known !== undefined) return known;
    const { output, secret } = planned;
    const sink = await openedSink(planned, partsOf(secret));
    const onTrouble = (why: string | undefined): void => {
      if (why === undefined) log.info({ output }, 'output works');
      else tell(key, `output ${output}: ${why}; it is tried again`);
    };
    const named = { output, feed: openAnswerFeed({ clock, random, sink, onTrouble }) };
    feeds.set(key, named);
    return named;
  };

  const closeUnused = async (): Promise<void> => {
    const used = new Set([...routes.values()].flat());
    for (const [key, feed] of feeds) {
      if (used.has(feed)) continue;
      feeds.delete(key);
      await end(feed, changeMs, log);
    }
  };

  return {
    async set(devices) {
      const next = new Map<string, readonly NamedFeed[]>();
      try {
        for (const { name, answers } of devices) {
          const all: NamedFeed[] = [];
          for (const one of answers) all.push(await opened(one));
          next.set(name, all);
        }
        routes = next;
      } finally {
        // Where one cannot be opened, those of before go on, and what was opened for the others is closed again.
        await closeUnused();
      }
    },
    take(device, answer) {
      for (const { feed } of routes.get(device) ?? []) feed.take(answer);
    },
    figures() {
      const all = [...feeds.values()].map(({ feed }) => feed);
      return {
        waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
        lost: all.reduce((sum, { lost }) => sum + lost, 0),
      };
    },
    async flush(mostMs) {
      await Promise.all([...feeds.values()].map(({ feed }) => feed.flush(mostMs)));
    },
    async close(mostMs) {
      routes = new Map();
      await Promise.all([...feeds.values()].map((feed) => end(feed, mostMs, log)));
      feeds.clear();
    },
  };
}
