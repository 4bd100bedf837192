// Charge points that come to this computer by themselves and speak OCPP: what drivers and set-up see of them. Their messages are those of a
// link of topics, which no client of a broker can reach.
import type { MessageLink } from './message-link.ts';

/** A charge point that knocked and is not let in: nobody has set it up, or its password is wrong. */
export interface WaitingChargePoint {
  readonly identity: string;
  /** The network address it came from. */
  readonly from: string;
  /** What it says it is; absent where it did not say. */
  readonly maker?: string;
  readonly model?: string;
  /** What it speaks, where that is not OCPP 1.6: nobody can set it up as it is. */
  readonly speaks?: string;
  /** It is set up, and gave another password or none. */
  readonly isRefused: boolean;
  /** Epoch ms. */
  readonly seenMs: number;
}

/** The charge points of a house. */
export interface ChargePoints {
  /** `ocpp/<id>/<connector>/state`, `/online`, `/response`, `/transaction` from them; `/command`, `/ask` and `/pause` to them. */
  readonly link: MessageLink;
  /** Those that knocked lately, bounded. */
  waiting(): readonly WaitingChargePoint[];
}

/** The prefix of all topics of a charge point. */
export const chargePointTopics = (identity: string): string => `ocpp/${encodeURIComponent(identity)}`;

/** The prefix of the topics of one of its connectors. */
export const chargePointTopic = (identity: string, connector = 1): string =>
  `${chargePointTopics(identity)}/${connector}`;

/** A transaction as the charge point told it: what it counted, and when by our time. */
export interface ChargeTransaction {
  readonly transaction: number;
  /** Epoch ms, and the counter then, Wh. */
  readonly startMs: number;
  readonly startWh: number;
  readonly stopMs?: number | undefined;
  readonly stopWh?: number | undefined;
  /** Who began it: a card, or an id of an app. */
  readonly tag?: string | undefined;
  /** Why it ended, in the words of OCPP. */
  readonly reason?: string | undefined;
}
