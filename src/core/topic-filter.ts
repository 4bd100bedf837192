// MQTT topic filters: `+` stands for one level, `#` at the end for all that follow.
// Source: MQTT 3.1.1, section 4.7.

/** Whether a filter matches a topic; wildcards in the first level do not match topics that begin with `$` (4.7.2). */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  // Each message is held against many filters: level by level, without taking the texts apart.
  let at = 0;
  for (let from = 0; ; ) {
    const end = endOfLevel(filter, from);
    if (end - from === 1 && filter[from] === '#') return true;
    if (at > topic.length) return false;
    const atEnd = endOfLevel(topic, at);
    const isAny = end - from === 1 && filter[from] === '+';
    if (!isAny && (end - from !== atEnd - at || !topic.startsWith(filter.slice(from, end), at))) return false;
    [from, at] = [end + 1, atEnd + 1];
    if (from > filter.length) return at > topic.length;
  }
}

/** Where a level that begins at `from` ends. */
function endOfLevel(text: string, from: number): number {
  const end = text.indexOf('/', from);
  return end === -1 ? text.length : end;
}

/** Whether every topic that `inner` matches is matched by `outer` too. */
export function filterCovers(outer: string, inner: string): boolean {
  if (inner.startsWith('$') && !outer.startsWith('$')) return false;
  const allowed = outer.split('/');
  const wanted = inner.split('/');
  for (const [index, level] of allowed.entries()) {
    if (level === '#') return true;
    const other = wanted[index];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return allowed.length === wanted.length;
}

/** Whether a text is a topic that may be published to: no wildcards, not empty. */
export function isTopic(text: string): boolean {
  return text !== '' && !/[+#\0]/.test(text);
}

/** Whether a text is a filter: wildcards stand for whole levels, `#` for the last (4.7.1). */
export function isFilter(text: string): boolean {
  const levels = text.split('/');
  return (
    text !== '' &&
    !text.includes('\0') &&
    levels.every((level, at) => !/[+#]/.test(level) || level === '+' || (level === '#' && at === levels.length - 1))
  );
}
