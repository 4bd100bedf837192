// MQTT devices that show themselves on the home's broker, so that set-up can offer them.
import type { Clock } from '#core/clock.ts';
import type { FoundDevice } from '#core/field.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { Definition, MessageDialect } from '#devices/definition.ts';

/** Most devices remembered; a stranger may not fill the memory. */
const mostFound = 200;

/** A topic is looked at no more often than this: a device's measurements come on the same topics, ms. */
const lookAgainMs = 10_000;
const mostTopics = 2000;

/** Watches the discovery topics of every dialect; `found` lists the newest first. */
export function watchForDevices(
  link: MessageLink,
  definitions: readonly Definition[],
  clock: Clock,
): { found(): readonly FoundDevice[]; close(): void } {
  const found = new Map<string, FoundDevice>();
  const lookedMs = new Map<string, number>();
  const dialects = new Set<MessageDialect>();
  for (const definition of definitions) if ('dialect' in definition) dialects.add(definition.dialect);

  const watch = (dialect: MessageDialect) => (message: { readonly topic: string; readonly payload: Uint8Array }) => {
    const nowMs = clock.monotonicMs();
    if (nowMs - (lookedMs.get(message.topic) ?? Number.NEGATIVE_INFINITY) < lookAgainMs) return;
    if (lookedMs.size >= mostTopics) lookedMs.clear();
    lookedMs.set(message.topic, nowMs);
    const seen = dialect.discover(message.topic, message.payload);
    const definition = definitions.find(({ id }) => id === seen?.definition);
    if (seen === undefined || definition === undefined) return;
    found.delete(seen.prefix);
    // Whoever makes up many must not hide the one that comes next.
    const oldest = found.keys().next().value;
    if (found.size >= mostFound && oldest !== undefined) found.delete(oldest);
    const { id, title, kind } = definition;
    found.set(seen.prefix, {
      protocol: id,
      title,
      kind,
      address: link.name,
      topic: seen.prefix,
      seenMs: clock.nowMs(),
    });
  };

  const endings = [...dialects].flatMap((dialect) =>
    dialect.discovery.map((filter) => link.subscribe(filter, watch(dialect))),
  );
  return {
    found: () => [...found.values()].toReversed(),
    close() {
      for (const end of endings) end();
    },
  };
}
