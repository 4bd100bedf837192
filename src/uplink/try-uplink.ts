// Tries an uplink without sending anything: it connects, waits to be let in, and leaves.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { UplinkSettings, UplinkTest } from '#core/uplink.ts';
import type { OpenSocket } from './client-options.ts';
import { closeReason } from './close-reason.ts';
import { type DownFrame, downFrame, uplinkCloses } from './wire.ts';

/** Longest time for all of it, and for a refusal in the documented form, which says nothing when it lets one in, ms. */
const [openMs, quietMs] = [20_000, 3000];

/** What is tried. */
export interface Trial {
  readonly clock: Clock;
  readonly open: OpenSocket;
  readonly settings: UplinkSettings;
  readonly secret: Secret;
}

const knownIn = (text: string): Extract<DownFrame, { type: 'known' }> | undefined => {
  try {
    const frame = downFrame(text);
    return frame.type === 'known' ? frame : undefined;
  } catch {
    return undefined;
  }
};

/** Tries it. Errors: `uplink.failed`, `link.*`. */
export async function tryUplink({ clock, open, settings, secret }: Trial): Promise<UplinkTest> {
  const { address, clientId, form, ca } = settings;
  const failed = (why: Reason): SolsteadError => new SolsteadError('uplink.failed', { at: address, why });
  const late = new AbortController();
  const cancel = clock.after(openMs, () => late.abort(new DOMException('no answer', 'TimeoutError')));
  const fromMs = clock.monotonicMs();
  try {
    const socket = await open({ address, clientId, form, secret, ...(ca === undefined ? {} : { ca }) }, late.signal);
    return await new Promise<UplinkTest>((resolve, reject) => {
      const done = (found: Omit<UplinkTest, 'tookMs'>): void => {
        resolve({ ...found, tookMs: Math.round(clock.monotonicMs() - fromMs) });
        socket.close(uplinkCloses.leaving, 'it was a test');
      };
      late.signal.addEventListener('abort', () => {
        reject(failed(because('uplink.silent')));
        socket.terminate();
      });
      const quiet = form === 'documented' ? clock.after(quietMs, () => done({})) : (): void => undefined;
      socket.listen({
        onAlive: () => undefined,
        onPong: () => undefined,
        onText(text) {
          if (form === 'documented') return;
          const known = knownIn(text);
          if (known === undefined) reject(failed(because('uplink.not-understood')));
          else done({ hub: known.hub, aheadMs: Math.round(known.nowMs - clock.nowMs()) });
        },
        onClosed(code) {
          quiet();
          reject(failed(closeReason(code)));
        },
      });
    });
  } finally {
    cancel();
  }
}
