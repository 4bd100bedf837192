// Last wills of the clients of the built-in broker: kept in the journal too, so that after a kill those who do not come back
// are still told of.
import type { BrokerEntry } from './broker-entries.ts';
import { accountOf, earlierProcess } from './broker-queues.ts';

/** A will as Aedes holds it. */
export interface WillPacket {
  topic: string;
  payload: Buffer;
  qos: number;
  retain: boolean;
  brokerId?: string | undefined;
  clientId?: string | undefined;
}

/** The wills of one broker. */
export class KeptWills {
  readonly #wills = new Map<string, WillPacket>();
  readonly #write: (entry: BrokerEntry) => void;

  constructor(write: (entry: BrokerEntry) => void) {
    this.#write = write;
  }

  put(client: string, will: WillPacket): void {
    this.#wills.set(client, will);
    const { topic, qos, retain, payload } = will;
    this.#write({ kind: 'will', client, topic, qos, retain, payload });
  }

  of(client: string): WillPacket | undefined {
    return this.#wills.get(client);
  }

  delete(client: string): WillPacket | undefined {
    const will = this.#wills.get(client);
    if (this.#wills.delete(client)) this.#write({ kind: 'no-will', client });
    return will;
  }

  /** Forgets those of an account. */
  forget(account: string): void {
    for (const client of this.#wills.keys()) if (accountOf(client) === account) this.delete(client);
  }

  /** Those of brokers that are not among these. */
  without(brokers: Readonly<Record<string, unknown>>): readonly WillPacket[] {
    return [...this.#wills.values()].filter(({ brokerId = '' }) => brokers[brokerId] === undefined);
  }

  entries(): readonly (() => BrokerEntry)[] {
    return [...this.#wills].map(([client, { topic, qos, retain, payload }]) => (): BrokerEntry => {
      return { kind: 'will', client, topic, qos, retain, payload };
    });
  }

  replay(entry: Extract<BrokerEntry, { kind: 'will' | 'no-will' }>): void {
    if (entry.kind === 'no-will') {
      this.#wills.delete(entry.client);
      return;
    }
    const { client, topic, qos, retain, payload } = entry;
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
    this.#wills.set(client, { topic, qos, retain, payload: bytes, brokerId: earlierProcess, clientId: client });
  }
}
