// A vault that ends with the process: for hubs that are not kept, such as those of tests.
import { randomBytes } from 'node:crypto';
import { makeSecret, type Secret, type Vault } from '#core/secrets.ts';
import { makeSealer } from './sealer.ts';

/** Makes one with a key of its own. */
export function memoryVault(): Vault {
  const kept = new Map<string, Secret>();
  return {
    secrets: {
      read: async (ref) => kept.get(ref),
      save: async (ref, text) => void kept.set(ref, makeSecret(text)),
      remove: async (ref) => void kept.delete(ref),
    },
    sealer: makeSealer(makeSecret(randomBytes(32).toString('base64url'))),
  };
}
