// The sending side: a connection to the far side that comes back by itself. It shows who it is before anything is forwarded, notices a
// line that is dead without saying so, and tells why it does not work, once for each reason.
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import type { FrameSocket } from '#core/frame-socket.ts';
import type { Batch } from '#core/reading.ts';
import { because, type Reason } from '#core/reason.ts';
import type { UplinkState } from '#core/uplink.ts';
import type { UplinkClientOptions } from './client-options.ts';
import type { Conversation } from './conversation.ts';
import { closeReason } from './close-reason.ts';
import { documentedTalk } from './documented-talk.ts';
import { ownTalk } from './own-talk.ts';
import { uplinkCloses } from './wire.ts';

/** First and longest pause before it connects again, ms. */
const pause = { firstMs: 5000, longestMs: 300_000 } as const;
/** A connection that lasted this long was a good one: the next pause is the first again, ms. */
const goodMs = 60_000;
/** How often the far side is asked whether it is there, and how long it may be silent, ms. */
const [pingMs, silentMs] = [30_000, 75_000];
/** Longest time an acknowledgement may take, ms: the disk of the far side may be slow. */
const ackMs = 120_000;
/** Longest time for connecting and saying hello, ms. */
const openMs = 20_000;

/** A connection that comes back until it is closed. */
export class UplinkClient {
  readonly #options: UplinkClientOptions;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #talk: Conversation | undefined;
  #state: UplinkState['state'] = 'connecting';
  #sinceMs: number;
  #hub: string | undefined;
  #trouble: UplinkState['trouble'];
  #sent = 0;
  #refused = 0;
  #isNews = false;

  constructor(options: UplinkClientOptions) {
    this.#options = options;
    this.#sinceMs = options.clock.nowMs();
    this.#running = this.#run();
  }

  /** Puts a batch into the spool, and sends it if there is a connection. */
  take(batch: Batch): void {
    const position = this.#options.spool.add(batch);
    this.#talk?.taken({ position, batch });
  }

  /** Devices, their names or their states have changed; told together. */
  devicesChanged(): void {
    if (this.#isNews) return;
    this.#isNews = true;
    this.#options.clock.after(1000, () => {
      this.#isNews = false;
      this.#talk?.devicesChanged();
    });
  }

  state(): UplinkState {
    const { batches, bytes, dropped } = this.#options.spool.state();
    return {
      state: this.#state,
      sinceMs: this.#sinceMs,
      ...(this.#hub === undefined ? {} : { hub: this.#hub }),
      waiting: batches,
      bytes,
      dropped,
      sent: this.#sent,
      refused: this.#refused,
      ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }),
    };
  }

  async close(): Promise<void> {
    this.#ending.abort(new DOMException('closed', 'AbortError'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, random } = this.#options;
    const { signal } = this.#ending;
    let pauseMs: number = pause.firstMs;
    while (!signal.aborted) {
      const fromMs = clock.monotonicMs();
      const why = await this.#once();
      if (signal.aborted) return;
      const isRefused = why.code === 'uplink.refused' || why.code === 'uplink.replaced';
      this.#tell(isRefused ? 'refused' : 'connecting', why);
      if (clock.monotonicMs() - fromMs > goodMs) pauseMs = pause.firstMs;
      // Who is not let in asks seldom: only a person can change that.
      if (isRefused) pauseMs = Math.max(pauseMs, pause.longestMs / 5);
      await clock.sleep(pauseMs * (0.8 + 0.4 * random()), { signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, pause.longestMs);
    }
  }

  /** One connection, from its opening to its end; resolves with why it ended. */
  async #once(): Promise<Reason> {
    const { clock, open, settings, secret } = this.#options;
    const opening = new AbortController();
    const cancel = clock.after(openMs, () => opening.abort(new DOMException('no answer', 'TimeoutError')));
    const signal = AbortSignal.any([opening.signal, this.#ending.signal]);
    try {
      const { address, clientId, form, ca } = settings;
      const to = { address, clientId, form, secret, ...(ca === undefined ? {} : { ca }) };
      const socket = await open(to, signal);
      return await this.#talkOver(socket, opening.signal, cancel);
    } catch (error) {
      // The place is known: it is in the settings.
      if (isSolsteadError(error)) return error.reason ?? reasonOf(error);
      return opening.signal.aborted ? because('uplink.silent') : reasonOf(error);
    } finally {
      cancel();
    }
  }

  #talkOver(socket: FrameSocket, late: AbortSignal, arrived: () => void): Promise<Reason> {
    const { clock, settings } = this.#options;
    return new Promise((resolve) => {
      let heardMs = clock.monotonicMs();
      let said: Reason | undefined;
      const end = (why: Reason): void => {
        said ??= why;
        socket.terminate();
      };
      const talk = (settings.form === 'documented' ? documentedTalk : ownTalk)(this.#options, {
        socket,
        onWelcome: (hub) => {
          arrived();
          this.#hub = hub ?? this.#hub;
          this.#tell('connected', undefined);
        },
        onSent: (batches) => void (this.#sent += batches),
        onRefused: (values) => void (this.#refused += values),
        onTrouble: (reason) => void (this.#trouble = { atMs: clock.nowMs(), reason }),
        end,
      });
      const stopTimer = clock.every(pingMs, () => {
        const nowMs = clock.monotonicMs();
        if (nowMs - heardMs > silentMs || nowMs - (talk.waitsSinceMs() ?? nowMs) > ackMs) end(because('uplink.silent'));
        else talk.ping();
      });
      late.addEventListener('abort', () => end(because('uplink.silent')));
      this.#ending.signal.addEventListener('abort', () => {
        talk.end();
        stopTimer();
        socket.close(uplinkCloses.leaving, 'the home ends');
        // Whether the far side answers is not waited for.
        resolve(because('uplink.closed', { code: uplinkCloses.leaving }));
      });
      this.#talk = talk;
      socket.listen({
        onText: (text) => talk.hear(text),
        onPong: () => talk.pong(),
        onAlive: () => void (heardMs = clock.monotonicMs()),
        onClosed: (code) => {
          stopTimer();
          talk.end();
          if (this.#talk === talk) this.#talk = undefined;
          resolve(said ?? closeReason(code));
        },
      });
      talk.begin();
    });
  }

  #tell(state: UplinkState['state'], why: Reason | undefined): void {
    const { clock, onState } = this.#options;
    if (state !== this.#state) this.#sinceMs = clock.nowMs();
    this.#state = state;
    if (why !== undefined) this.#trouble = { atMs: clock.nowMs(), reason: why };
    onState({ state, ...(why === undefined || this.#trouble === undefined ? {} : { trouble: this.#trouble }) });
  }
}
