// Packets as Aedes hands them to what the broker keeps, and takes them back.
import type { Queued } from './broker-queues.ts';

/** A packet as Aedes hands it over. */
export interface StatePacket {
  cmd?: string;
  topic: string;
  payload: Buffer;
  qos: number;
  retain: boolean;
  dup?: boolean;
  messageId?: number | undefined;
  brokerId?: string | undefined;
  brokerCounter?: number | undefined;
}

/** The end of a message of QoS 2. */
export interface ReleasePacket {
  readonly cmd: 'pubrel';
  readonly messageId?: number | undefined;
}

/** A queued message as Aedes sends it. */
export function packetOf({ message, qos, id, isReleased }: Queued): StatePacket | ReleasePacket {
  if (isReleased) return { cmd: 'pubrel', messageId: id };
  const { topic, payload, brokerId, brokerCounter } = message;
  return { cmd: 'publish', brokerId, brokerCounter, topic, payload, qos, retain: false, dup: false, messageId: id };
}
