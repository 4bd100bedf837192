// MQTT devices that show themselves on the home's broker, so that set-up can offer them.
import type { Clock } from '#core/clock.ts';
import type { FoundOnBroker } from '#core/field.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { MessageDialect } from '#devices/message-dialect.ts';
import type { ListedDefinition } from '#devices/listed.ts';

/** Most devices offered; a stranger may not fill the memory. */
const mostFound = 200;
/** Prefixes whose first word is remembered, so that a device among many made-up ones is known when it speaks again. */
const mostPrefixes = 5000;

/** A topic is examined no more often than this: a device's measurements come on the same topics, ms. */
const lookAgainMs = 10_000;
const mostTopics = 2000;
/** Where anybody announces anybody: what was heard only here proves nothing. Source: Shelly, Gen1 MQTT. */
const sharedTopic = 'shellies/announce';

interface Seen {
  readonly device: FoundOnBroker;
  /** It spoke again later, under its own topics: what is made up once does not. */
  readonly isSteady: boolean;
}

/** What was found, bounded: the steady ones outlive the others, and are listed first. */
function foundList() {
  const firstMs = new Map<string, number>();
  const found = new Map<string, Seen>();
  const dropOldest = (map: Map<string, unknown>): void => {
    const oldest = map.keys().next().value;
    if (oldest !== undefined) map.delete(oldest);
  };
  const makeRoom = (): void => {
    if (found.size < mostFound) return;
    const fleeting = found.entries().find(([, { isSteady }]) => !isSteady)?.[0];
    if (fleeting === undefined) dropOldest(found);
    else found.delete(fleeting);
  };
  return {
    put(
      prefix: string,
      device: FoundOnBroker,
      { nowMs, isOwn }: { readonly nowMs: number; readonly isOwn: boolean },
    ): void {
      const before = firstMs.get(prefix);
      if (before === undefined && isOwn) {
        if (firstMs.size >= mostPrefixes) dropOldest(firstMs);
        firstMs.set(prefix, nowMs);
      }
      const isAgain = isOwn && before !== undefined && nowMs - before >= lookAgainMs;
      const isSteady = isAgain || found.get(prefix)?.isSteady === true;
      found.delete(prefix);
      makeRoom();
      found.set(prefix, { device, isSteady });
    },
    list(): readonly FoundOnBroker[] {
      const newestFirst = [...found.values()].toReversed();
      const of = (wanted: boolean): readonly FoundOnBroker[] =>
        newestFirst.flatMap(({ device, isSteady }) => (isSteady === wanted ? [device] : []));
      return [...of(true), ...of(false)];
    },
  };
}

async function dialectsOf(definitions: readonly ListedDefinition[]): Promise<ReadonlySet<MessageDialect>> {
  const loaded = await Promise.all(definitions.filter(({ mode }) => mode === 'mqtt').map((one) => one.load()));
  return new Set(loaded.flatMap((definition) => (definition.mode === 'mqtt' ? [definition.dialect] : [])));
}

/** Watches the discovery topics of every dialect; `found` lists those that spoke again first, each the newest first. */
export function watchForDevices(
  link: MessageLink,
  definitions: readonly ListedDefinition[],
  clock: Clock,
): { found(): readonly FoundOnBroker[]; close(): void } {
  const found = foundList();

  const watch =
    (dialect: MessageDialect, lookedMs: Map<string, number>) =>
    (message: { readonly topic: string; readonly payload: Uint8Array }) => {
      const nowMs = clock.monotonicMs();
      if (nowMs - (lookedMs.get(message.topic) ?? Number.NEGATIVE_INFINITY) < lookAgainMs) return;
      if (lookedMs.size >= mostTopics) lookedMs.clear();
      lookedMs.set(message.topic, nowMs);
      const seen = dialect.discover(message.topic, message.payload);
      const definition = definitions.find(({ id }) => id === seen?.definition);
      if (seen === undefined || definition === undefined) return;
      const { id, title, kind } = definition;
      const device = { protocol: id, title, kind, address: link.name, topic: seen.prefix, seenMs: clock.nowMs() };
      found.put(seen.prefix, device, { nowMs, isOwn: message.topic !== sharedTopic });
    };

  const endings: (() => void)[] = [];
  let isClosed = false;
  void dialectsOf(definitions).then((dialects) => {
    if (isClosed) return;
    for (const dialect of dialects) {
      const look = watch(dialect, new Map());
      endings.push(...dialect.discovery.map((filter) => link.subscribe(filter, look)));
    }
  });
  return {
    found: () => found.list(),
    close() {
      isClosed = true;
      for (const end of endings) end();
    },
  };
}
