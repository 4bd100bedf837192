// What the sending side of an uplink needs around it.
import type { Clock } from '#core/clock.ts';
import type { FrameSocket } from '#core/frame-socket.ts';
import type { Random } from '#core/random.ts';
import type { Secret } from '#core/secrets.ts';
import type { Spool } from '#core/spool.ts';
import type { UplinkSettings, UplinkState } from '#core/uplink.ts';
import type { DownCommand, SentDevice, UpFrame } from './wire.ts';

/** Opens a connection and resolves when the far side has taken it. Errors: `link.*`, `uplink.failed`. */
export type OpenSocket = (
  to: Pick<UplinkSettings, 'address' | 'clientId' | 'form' | 'ca'> & { readonly secret: Secret },
  signal: AbortSignal,
) => Promise<FrameSocket>;

/** What a sender needs. */
export interface UplinkClientOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: UplinkSettings;
  readonly secret: Secret;
  readonly spool: Spool;
  /** Name and version of this program. */
  readonly software: string;
  /** New with each start. */
  readonly start: string;
  /** The first position that is given out since the start. */
  readonly freshFrom: number;
  home(): string;
  /** The time as far as it is trusted, epoch ms. */
  nowMs(): number;
  devices(): Promise<readonly SentDevice[]>;
  /** Carries a command out that may be sent for so long, ms; never rejects. */
  command(command: DownCommand, leftMs: number): Promise<Extract<UpFrame, { type: 'result' }>>;
  open: OpenSocket;
  /** Called when it is connected, and when it is not any more, with the reason. */
  onState(state: Pick<UplinkState, 'state' | 'trouble'>): void;
}
