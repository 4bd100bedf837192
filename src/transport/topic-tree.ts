// Values by topic filter, found by topic: a level of the filter is a level of the tree.
// Source: MQTT 3.1.1, section 4.7.

interface Level<T> {
  readonly next: Map<string, Level<T>>;
  readonly values: Map<string, T>;
}

/** A tree of filters; several values of one filter are told apart by a key. */
export interface TopicTree<T> {
  set(filter: string, key: string, value: T): void;
  delete(filter: string, key: string): void;
  /** The values whose filter matches the topic. */
  match(topic: string): readonly T[];
  readonly size: number;
}

const empty = <T>(): Level<T> => ({ next: new Map(), values: new Map() });

/** Options of {@link makeTopicTree}. */
export interface TopicTreeOptions {
  /** Whether wildcards in the first level match topics that begin with `$`: inside a broker they may, to its clients they do not (4.7.2). */
  readonly matchesSystem?: boolean;
}

/** An empty tree. */
export function makeTopicTree<T>({ matchesSystem = false }: TopicTreeOptions = {}): TopicTree<T> {
  interface Search {
    readonly words: readonly string[];
    readonly found: T[];
  }
  const root = empty<T>();
  let size = 0;
  /** Adds what is at a level or below it and matches the words from `depth` on. */
  const collect = (level: Level<T>, search: Search, depth: number): void => {
    const { words, found } = search;
    const isSystem = !matchesSystem && depth === 0 && words[0]?.startsWith('$') === true;
    if (!isSystem) {
      const rest = level.next.get('#');
      if (rest !== undefined) found.push(...rest.values.values());
    }
    if (depth === words.length) {
      found.push(...level.values.values());
      return;
    }
    const one = isSystem ? undefined : level.next.get('+');
    if (one !== undefined) collect(one, search, depth + 1);
    const exact = level.next.get(words[depth] ?? '');
    if (exact !== undefined) collect(exact, search, depth + 1);
  };
  return {
    set(filter, key, value) {
      let level = root;
      for (const word of filter.split('/')) {
        const next = level.next.get(word) ?? empty<T>();
        level.next.set(word, next);
        level = next;
      }
      if (!level.values.has(key)) size += 1;
      level.values.set(key, value);
    },
    delete(filter, key) {
      const path: (readonly [Level<T>, string])[] = [];
      let level = root;
      for (const word of filter.split('/')) {
        const next = level.next.get(word);
        if (next === undefined) return;
        path.push([level, word]);
        level = next;
      }
      if (!level.values.delete(key)) return;
      size -= 1;
      for (const [parent, word] of path.toReversed()) {
        const child = parent.next.get(word);
        if (child === undefined || child.values.size > 0 || child.next.size > 0) break;
        parent.next.delete(word);
      }
    },
    match(topic) {
      const found: T[] = [];
      collect(root, { words: topic.split('/'), found }, 0);
      return found;
    },
    get size() {
      return size;
    },
  };
}
