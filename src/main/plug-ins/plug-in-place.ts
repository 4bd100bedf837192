// Where in the text of a plug-in something is that it says of itself: the line of the last name of a path, found by the names in front of it.

const word = /^[A-Za-z_$][\w$]*$/;

/** The line (from 1) of a path such as `plugin/settings/url/type`; undefined if it is not written there as it is. */
export function lineOf(text: string, path: readonly string[]): number | undefined {
  const names = path.filter((name) => word.test(name));
  let at = text.search(/\bplugin\b/);
  if (at < 0 || names.length === 0) return undefined;
  for (const name of names) {
    const found = new RegExp(String.raw`(?:\b${name.replaceAll('$', String.raw`\$`)}|["']${name}["'])\s*[:(]`).exec(
      text.slice(at),
    );
    if (found === null) return undefined;
    at += found.index;
  }
  return text.slice(0, at).split('\n').length;
}
