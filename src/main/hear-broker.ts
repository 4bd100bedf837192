// Listening to a broker for a while, for a person who wants to know what is said there.
import { randomBytes } from 'node:crypto';
import { because } from '#core/reason.ts';
import { parseAddress } from '#core/address.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { systemRandom } from '#core/random.ts';
import { type HeardTopic, hearTopics } from '#drivers/heard-topics.ts';
import { makeMqttLink } from '#transport/mqtt-link.ts';
import { secretOf } from './environment.ts';

/** What is listened to, and how long. */
export interface HearingOptions {
  readonly filter: string;
  readonly seconds: number;
  /** Ends it before. */
  readonly ended: Promise<unknown>;
}

/** What is heard in some seconds. Errors: `input.usage`, `address.invalid`, `broker.refused`, `link.unavailable`. */
export async function hearBroker(
  broker: string,
  { filter, seconds, ended }: HearingOptions,
): Promise<readonly HeardTopic[]> {
  const address = parseAddress(broker);
  if (address.scheme !== 'mqtt') throw new SolsteadError('input.usage', { at: broker, why: because('broker.address') });
  const password = secretOf('SOLSTEAD_MQTT_PASSWORD');
  const link = makeMqttLink(address, {
    clock,
    random: systemRandom,
    clientId: `solstead-topics-${randomBytes(4).toString('hex')}`,
    log: { warn: () => undefined },
    ...(password === undefined ? {} : { password }),
  });
  try {
    const ear = hearTopics(link, filter);
    await link.connect();
    const over = new AbortController();
    await Promise.race([clock.sleep(seconds * 1000, { signal: over.signal }), ended]).finally(() => over.abort());
    return ear.heard();
  } finally {
    await link.close();
  }
}
