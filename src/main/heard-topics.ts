// Topics of the broker at which rules of homes are called: what another home says there by itself would be taken for the word of who lives here.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Which home hears what. */
export interface HeardTopics {
  /** A home hears a topic from now on; the returned function ends it. */
  begin(site: string, topic: string): () => void;
  /** Refuses to say something where another home hears. Errors: `address.invalid`, without naming it. */
  assertMaySay(site: string, topic: string): void;
}

/** Nobody hears anything yet. */
export function heardTopics(): HeardTopics {
  const heard = new Map<string, Set<string>>();
  return {
    begin(site, topic) {
      const sites = heard.getOrInsertComputed(topic, () => new Set());
      sites.add(site);
      return () => {
        sites.delete(site);
        if (sites.size === 0 && heard.get(topic) === sites) heard.delete(topic);
      };
    },
    assertMaySay(site, topic) {
      if (![...(heard.get(topic) ?? [])].some((one) => one !== site)) return;
      throw new SolsteadError('address.invalid', { at: topic, why: because('address.not-here') });
    },
  };
}
