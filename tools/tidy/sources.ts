// Sources that comments cite: each short name stands in docs/sources.md, and nobody cites a file the repository does not have.
import { lineAt, type Complaint, type Source } from './source.ts';

/** Short names of a page of sources: the first cell of its rows. */
export function sourceNames(page: string): ReadonlySet<string> {
  return new Set([...page.matchAll(/^\| `([a-z][\w-]*)` \|/gm)].map(([, name = '']) => name));
}

/** Names in brackets in a comment; those of code (`[index]`, `{@link [a]}`) stand in backticks or behind a word. */
const cited = /(?<![\w`.\])$])\[([a-z][a-z\d]*(?:-[a-z\d]+)*)\](?![(`[])/g;
const page = /(?<![\w/<>*.-])[\w-]+\.md\b/g;

/** Comments that cite a source nobody can look up. */
export function unknownSources({ path, text, comments }: Source, known: ReadonlySet<string>): Complaint[] {
  if (!/^(src|bench)\//.test(path)) return [];
  return comments.flatMap(({ value, start }) => {
    const found = [
      ...[...value.matchAll(cited)]
        .filter(([, name = '']) => !known.has(name))
        .map((match) => ({ match, why: 'no such source in docs/sources.md' })),
      ...[...value.matchAll(page)]
        .filter(([name]) => !/^(README|CHANGELOG|CONTRIBUTING)\.md$/.test(name))
        .map((match) => ({ match, why: 'name the source as docs/sources.md does' })),
    ];
    return found.map(({ match, why }) => ({
      path,
      line: lineAt(text, start + match.index),
      message: `"${match[0]}": ${why}`,
    }));
  });
}
