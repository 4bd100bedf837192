// `solstead topics`: what is said at a broker, value by value, and a device of one's own to begin with.
import type { CommandContext, HeardTopic } from '../context.ts';
import { untilSignal } from '../ending.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead topics`. */
export interface TopicsFlags {
  readonly filter: string;
  readonly seconds: number;
  readonly draft?: string;
  readonly json?: boolean;
}

const quoted = (text: string): string => JSON.stringify(text);

/** The last words of a place, as a label. */
function labelOf(topic: string, path: string | undefined): string {
  const words = (path ?? topic).split('/').slice(-2).join(' ').replaceAll(/[_-]+/g, ' ').trim();
  return words === '' ? 'Value' : `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}

/** A file of a device with every number that was heard below a prefix; units and metrics are a person's to fill in. */
function draftOf(prefix: string, topics: readonly HeardTopic[]): readonly string[] {
  const labels = new Set<string>();
  const rows = topics.flatMap(({ topic, values }) =>
    values.flatMap(({ path, value }) => {
      if (typeof value !== 'number') return [];
      const label = labelOf(topic, path);
      if (labels.has(label.toLowerCase())) return [];
      labels.add(label.toLowerCase());
      const place = topic.startsWith(`${prefix}/`) ? `{prefix}${topic.slice(prefix.length)}` : topic;
      const inside = path === undefined ? '' : ` path: ${quoted(path)},`;
      return [`  - { topic: ${quoted(place)},${inside} label: ${quoted(label)} } # ${value}; add unit and metric`];
    }),
  );
  return [
    '# yaml-language-server: $schema=user-device.schema.json',
    'id: my-device',
    'kind: meter',
    'maker: Own make',
    `title: ${quoted(`Device at ${prefix}`)}`,
    'topics:',
    ...rows,
  ];
}

/** Lists what is heard, or writes a draft of a device. Errors: `broker.refused`, `link.unavailable`, `input.usage`. */
export async function topics(broker: string, flags: TopicsFlags, context: CommandContext): Promise<void> {
  const { draft } = flags;
  const filter = draft === undefined ? flags.filter : `${draft}/#`;
  const heard = await context.hearBroker(broker, { filter, seconds: flags.seconds, ended: untilSignal() });
  if (draft !== undefined) {
    const lines = draftOf(draft, heard);
    return flags.json === true ? printJson({ draft: `${lines.join('\n')}\n` }) : tell(...lines);
  }
  if (flags.json === true) return printJson(heard);
  for (const { topic, values } of heard)
    for (const { path, value } of values)
      tell([topic, path ?? '', typeof value === 'string' ? quoted(value) : String(value)].join('\t'));
}
