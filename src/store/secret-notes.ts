// What each secret of a data folder was when it was written last, noted apart from them in the folder `ends`: one that is gone, or an older
// one that was put back, opens as well as the right one. Only checksums of what is sealed are noted.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isRecord } from '#core/entries.ts';
import { makeTurns } from '#core/in-turn.ts';
import { checkedLine, readCheckedLines } from './checked-lines.ts';
import { endsFolder } from './file-end.ts';
import { sealedSecrets } from './key-file.ts';
import { readOwn, writeOwn } from './own-files.ts';
import { readRegularFile } from './regular-file.ts';

const name = 'secrets';
/** Thousands of secrets. */
const mostBytes = 1024 * 1024;
/** The sums of a secret that is not there, and of one that cannot be read. */
const [absent, unread] = ['-', ''] as const;

/** By the name of a secret the sums that it may have: two while it is being written. */
type Sums = Readonly<Record<string, readonly string[]>>;

/** A secret that is not what was written last. */
export interface ChangedSecret {
  readonly name: string;
  readonly isMissing: boolean;
}

/** The notes of one data folder. */
export interface SecretNotes {
  /** Writes or removes a secret, and notes it. Errors: those of `act`. */
  around(secret: string, sealed: string | undefined, act: () => Promise<void>): Promise<void>;
}

const sumOf = (sealed: string | undefined): string =>
  sealed === undefined ? absent : createHash('sha256').update(sealed).digest('base64url').slice(0, 22);

async function readSums(folder: string): Promise<Sums | undefined> {
  try {
    const text = await readRegularFile(join(folder, endsFolder, name), mostBytes);
    const [first] = readCheckedLines(text).values;
    if (!isRecord(first)) return undefined;
    const isList = (found: unknown): found is readonly string[] =>
      Array.isArray(found) && found.every((one) => typeof one === 'string');
    const known = Object.entries(first).filter((entry): entry is [string, readonly string[]] => isList(entry[1]));
    return Object.fromEntries(known);
  } catch {
    // None were written yet, or something else has the name.
    return undefined;
  }
}

/** What is there now; one that cannot be read is told by who opens it. */
async function foundSums(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const secret of await sealedSecrets(folder).catch(() => [])) {
    const sealed = await readOwn(join(folder, 'secrets', secret), { mayBeOpen: true }).catch(() => undefined);
    found.set(secret, sealed === undefined ? unread : sumOf(sealed));
  }
  return found;
}

async function writeSums(folder: string, sums: Sums): Promise<void> {
  await writeOwn(join(folder, endsFolder), name, checkedLine(sums)).catch(() => undefined);
}

/** Secrets that are not what was noted of them. */
export async function changedSecrets(folder: string): Promise<readonly ChangedSecret[]> {
  const noted = await readSums(folder);
  const found = await foundSums(folder);
  const byName = Object.entries(noted ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return byName.flatMap(([secret, sums]) => {
    const sum = found.get(secret) ?? absent;
    return sum === unread || sums.includes(sum) ? [] : [{ name: secret, isMissing: sum === absent }];
  });
}

/** Notes what is there and was not noted yet; with `isAccepting` all that is there, as it is. */
export async function noteSecrets(folder: string, { isAccepting = false } = {}): Promise<void> {
  const noted = isAccepting ? undefined : await readSums(folder);
  const found = [...(await foundSums(folder))].filter(
    ([secret, sum]) => sum !== unread && noted?.[secret] === undefined,
  );
  if (found.length === 0 && !isAccepting) return;
  await writeSums(folder, { ...noted, ...Object.fromEntries(found.map(([secret, sum]) => [secret, [sum]])) });
}

/** The notes of a data folder, for who writes its secrets. */
export function secretNotes(folder: string): SecretNotes {
  const inTurn = makeTurns();
  return {
    around: (secret, sealed, act) =>
      inTurn(async () => {
        const noted = (await readSums(folder)) ?? {};
        const next = sumOf(sealed);
        // A kill between these leaves the secret as it was, or as it will be.
        const before = noted[secret] ?? [(await foundSums(folder)).get(secret) ?? absent];
        await writeSums(folder, { ...noted, [secret]: [...new Set([...before, next])] });
        await act();
        const { [secret]: _gone, ...rest } = noted;
        await writeSums(folder, sealed === undefined ? rest : { ...rest, [secret]: [next] });
      }),
  };
}
