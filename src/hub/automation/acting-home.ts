// What the automation of a home stands on: what is seen of it, what can be set, and a way to set it, through the door as anybody.
import type { Prices } from '#automation/prices.ts';
import type { History, Snapshot } from '#api/contract.ts';
import type { Capability, CommandResult } from '#core/command.ts';
import type { SiteFacts } from '#core/consumer.ts';
import type { MetricValue } from '#core/reading.ts';
import type { TimeRange } from '#core/time.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { ChartQuery } from '../chart-query.ts';

/** What is seen of a home. */
export type SeenHome = Pick<Snapshot, 'values' | 'flow'>;

/** A command of the automation. */
export interface ActingCommand {
  /** The rule, load or limit whose it is. */
  readonly by: { readonly id: string; readonly name: string };
  readonly device: string;
  readonly setPoint: SetPointId;
  readonly value: MetricValue;
  /** Not sent later than this from now, ms. */
  readonly expiryMs: number;
  /** The device itself ends it so much later, s. */
  readonly forSeconds?: number | undefined;
  /** The device holds it already: its timer begins anew, which is no line in a log. */
  readonly isRenewal?: boolean | undefined;
}

/** A home as its automation sees it. */
export interface ActingHome {
  readonly facts: SiteFacts;
  /** Undefined while it is being opened or closed. */
  snapshot(): SeenHome | undefined;
  /** What a kWh costs and earns, as far as that is known; undefined: it has no tariff. Errors: `store.failed`. */
  prices(span: TimeRange): Promise<Prices | undefined>;
  /** What was recorded. Errors: `input.invalid`, `store.failed`. */
  chart(query: ChartQuery): Promise<History>;
  /** Errors: `device.unknown`, `link.*`. */
  capabilities(device: string): Promise<readonly Capability[]>;
  /** Permitted, logged, sent once. Errors: `access.denied`, `command.*`, `link.*`. */
  command(command: ActingCommand): Promise<CommandResult>;
}
