// What happens besides values: what became of a command, what a person did, what came from outside.
import type { Value } from '#core/expression/tree.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';
import type { ChargeGoal, ChargeMode } from './chargers/charger.ts';
import type { Target } from './claim.ts';

/** How a command ended. `failed`: it may be tried again; `refused`: the device will not take it. */
export type CommandEnd = 'confirmed' | 'acknowledged' | 'refused' | 'failed' | 'expired';

/** Something that happened. */
export type Happening =
  | {
      readonly kind: 'answered';
      readonly command: string;
      readonly end: CommandEnd;
      readonly reason?: Reason | undefined;
    }
  /** A person set a value by hand, on the page or the interface: it holds until then. */
  | {
      readonly kind: 'override';
      readonly target: Target;
      readonly value: MetricValue;
      readonly untilMs: number;
      readonly by: { readonly id: string; readonly name: string };
    }
  | { readonly kind: 'override-ended'; readonly target: Target }
  /** Somebody gave a variable a value. */
  | { readonly kind: 'variable'; readonly name: string; readonly value: Value }
  /** A person chose how a charger charges; without a mode it goes back to what is written. */
  | {
      readonly kind: 'charging';
      readonly charger: string;
      readonly mode?: ChargeMode | undefined;
      readonly goal?: ChargeGoal | undefined;
    }
  /** A scene was called, a web hook came in, a message was published. */
  | {
      readonly kind: 'called';
      readonly what: 'scene' | 'webhook' | 'mqtt';
      readonly name: string;
      readonly text?: string | undefined;
    };
