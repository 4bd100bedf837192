// Where the far side keeps what it knows of each account: a file of the data folder for each.
import { join } from 'node:path';
import { readKeptJson, removeKeptJson, writeKeptJson } from '#store/kept-json.ts';
import type { FarPlace } from '#uplink/far-state.ts';

/** The state of one account is smaller. */
const mostBytes = 16 * 1024 * 1024;
const accountId = /^home-[0-9a-f]{10}$/;

/** The place in a folder. */
export function farPlace(folder: string): FarPlace {
  const at = (account: string): string => {
    if (!accountId.test(account)) throw new TypeError(`assertion: ${account} cannot be the name of a file`);
    return join(folder, `${account}.json`);
  };
  return {
    load: (account) => readKeptJson(at(account), mostBytes),
    save: (account, content) => writeKeptJson(at(account), content),
    remove: (account) => removeKeptJson(at(account)),
  };
}
