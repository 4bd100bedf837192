// MQTT topic filters: `+` stands for one level, `#` at the end for all that follow.
// Source: MQTT 3.1.1, section 4.7.

/** Whether a filter matches a topic; wildcards in the first level do not match topics that begin with `$` (4.7.2). */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  const levels = topic.split('/');
  const wanted = filter.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length) return false;
    if (level !== '+' && level !== levels[index]) return false;
  }
  return wanted.length === levels.length;
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
