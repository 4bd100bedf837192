// The file of a bridge: where it leads to and what it copies, as YAML.
import { parse } from 'yaml';
import type { LinkAddress } from '#core/address.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason, said } from '#core/reason.ts';
import type { BridgeRule } from '#outputs/bridge.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { isFilter } from '#core/topic-filter.ts';
import { brokerAddress } from './house-broker.ts';

/** What a file says. */
export interface BridgePlan {
  readonly to: Extract<LinkAddress, { scheme: 'mqtt' }>;
  readonly rules: readonly BridgeRule[];
}

const mostBytes = 64 * 1024;
const mostRules = 100;
const keys = new Set(['filter', 'direction', 'here', 'there', 'qos', 'retain']);
const directions = { out: ['out'], in: ['in'], both: ['out', 'in'] } as const;

const wrong = (at: string, why: Reason): never => {
  throw new SolsteadError('input.usage', { at, why });
};

/** The rules of one entry. */
function rulesOf(entry: unknown, at: string): readonly BridgeRule[] {
  if (!isRecord(entry)) return wrong(at, because('bridge.rule'));
  const strange = Object.keys(entry).find((key) => !keys.has(key));
  if (strange !== undefined) wrong(`${at}.${strange}`, because('bridge.key', { known: [...keys] }));
  const { filter, direction = 'out', here = '', there = '', qos = 1, retain = false } = entry;
  if (typeof filter !== 'string' || !isFilter(filter)) return wrong(`${at}.filter`, because('bridge.filter'));
  const ways = Object.entries(directions).find(([name]) => name === direction)?.[1];
  if (ways === undefined) return wrong(`${at}.direction`, because('bridge.direction'));
  if (typeof here !== 'string' || /[+#\0]|^\$/.test(here)) return wrong(`${at}.here`, because('bridge.prefix'));
  if (typeof there !== 'string' || /[+#\0]|^\$/.test(there)) return wrong(`${at}.there`, because('bridge.prefix'));
  if (qos !== 0 && qos !== 1) return wrong(`${at}.qos`, because('bridge.qos'));
  if (typeof retain !== 'boolean') return wrong(`${at}.retain`, because('bridge.retain'));
  return ways.map((way) => ({ filter, direction: way, here, there, qos, retain }));
}

/** Reads the text of a file; `at` names it. Errors: `input.usage` with the place. */
export function bridgePlan(text: string, at: string): BridgePlan {
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 0 });
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at, why: said(thrown), cause: thrown });
  }
  if (!isRecord(content)) return wrong(at, because('bridge.file'));
  const { to, topics, ...others } = content;
  const [strange] = Object.keys(others);
  if (strange !== undefined) wrong(`${at}: ${strange}`, because('bridge.key', { known: ['to', 'topics'] }));
  const address = brokerAddress(typeof to === 'string' ? to : '', `${at}: to`);
  if (!Array.isArray(topics) || topics.length === 0 || topics.length > mostRules)
    return wrong(`${at}: topics`, because('bridge.topics', { most: mostRules }));
  return { to: address, rules: topics.flatMap((entry, index) => rulesOf(entry, `${at}: topics[${index}]`)) };
}

/** Reads a file. Errors: `input.usage`. */
export function readBridgePlan(path: string): BridgePlan {
  let text: string;
  try {
    text = readRegularFileSync(path, mostBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at: path, why: said(thrown), cause: thrown });
  }
  return bridgePlan(text, path);
}
