// A conversation in our own form: hello, welcome, then batches and acknowledgements, devices, and commands the other way.
import { reasonOf } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { UplinkClientOptions } from './client-options.ts';
import type { Conversation, ConversationListener } from './conversation.ts';
import { Outgoing } from './outgoing.ts';
import type { Spooled } from '#core/spool.ts';
import { Positions } from './positions.ts';
import type { DownCommand } from './wire.ts';
import { type DownFrame, downFrame, frameText, type UpFrame } from './wire.ts';

/** From this difference of the clocks on nothing is sent, ms: the far side would refuse values of the future. */
const mostAheadMs = 60_000;
/** Batches that wait for the far side to let us in; those behind them are back-log. */
const mostEarly = 1000;
/** How often clocks that differ are compared again, ms. */
const lookAgainMs = 30_000;

/** Begins one. */
export function ownTalk(options: UplinkClientOptions, listener: ConversationListener): Conversation {
  return new OwnTalk(options, listener);
}

class OwnTalk implements Conversation {
  readonly #options: UplinkClientOptions;
  readonly #listener: ConversationListener;
  #outgoing: Outgoing | undefined;
  #welcome: Extract<DownFrame, { type: 'welcome' }> | undefined;
  /** The far side's time less ours (monotonic), ms, at most: it takes its answer a while to come. */
  #farAheadMs = 0;
  /** What was read since the connection was opened: live values, not back-log. */
  readonly #early: Spooled[] = [];
  #toldDevices = '';
  /** While devices are told that were asked for. */
  #telling: Promise<void> | undefined;
  #isEnded = false;

  constructor(options: UplinkClientOptions, listener: ConversationListener) {
    this.#options = options;
    this.#listener = listener;
  }

  begin(): void {
    // The far side speaks first, once it knows the account.
  }

  hear(text: string): void {
    let frame: DownFrame;
    try {
      frame = downFrame(text);
    } catch {
      this.#listener.end(because('uplink.not-understood'));
      return;
    }
    this.#take(frame);
  }

  pong(): void {
    // Acknowledgements say more.
  }

  taken(spooled: Spooled): void {
    if (this.#outgoing !== undefined) this.#outgoing.taken(spooled);
    else if (this.#early.length < mostEarly) this.#early.push(spooled);
  }

  devicesChanged(): void {
    if (this.#welcome !== undefined)
      this.#sendDevices(false).catch((error: unknown) => this.#listener.end(reasonOf(error)));
  }

  ping(): void {
    this.#say({ type: 'ping' });
    this.#listener.socket.ping();
  }

  waitsSinceMs(): number | undefined {
    return this.#outgoing?.waitsSinceMs;
  }

  end(): void {
    this.#isEnded = true;
    this.#outgoing?.end();
  }

  #say(frame: UpFrame): number {
    const text = frameText(frame);
    if (!this.#isEnded) this.#listener.socket.send(text);
    return text.length;
  }

  async #hello(): Promise<void> {
    const { spool, start, freshFrom, software, home, nowMs } = this.#options;
    const [first] = await spool.read(1);
    this.#say({
      type: 'hello',
      version: 1,
      home: home(),
      software,
      start,
      freshFrom,
      oldest: first?.position ?? spool.next,
      nowMs: nowMs(),
    });
  }

  #take(frame: DownFrame): void {
    switch (frame.type) {
      case 'known':
        this.#heardTime(frame.nowMs);
        this.#hello().catch((error: unknown) => this.#listener.end(reasonOf(error)));
        return;
      case 'welcome':
        if (this.#welcome !== undefined) return;
        this.#welcome = frame;
        this.#heardTime(frame.nowMs);
        this.#listener.onWelcome(frame.hub);
        this.#sendDevices().then(
          () => this.#beginSending(),
          (error: unknown) => this.#listener.end(reasonOf(error)),
        );
        return;
      case 'got':
        this.#outgoing?.arrived([frame.from, frame.to]);
        return;
      case 'who':
        // Asked again meanwhile, they are told once.
        this.#telling ??= this.#sendDevices().finally(() => (this.#telling = undefined));
        this.#telling.then(
          () => this.#outgoing?.again([frame.from, frame.to]),
          (error: unknown) => this.#listener.end(reasonOf(error)),
        );
        return;
      case 'ack':
        this.#listener.onSent(frame.to - frame.from + 1);
        if (frame.refused > 0) this.#listener.onRefused(frame.refused);
        this.#outgoing?.acked([frame.from, frame.to]);
        return;
      case 'pong':
        this.#heardTime(frame.nowMs);
        return;
      case 'wait':
        this.#listener.onTrouble(frame.reason);
        return;
      case 'command':
        this.#command(frame);
        return;
      default:
        frame satisfies never;
    }
  }

  #heardTime(nowMs: number): void {
    this.#farAheadMs = nowMs - this.#options.clock.monotonicMs();
  }

  #farNowMs(): number {
    return this.#options.clock.monotonicMs() + this.#farAheadMs;
  }

  /** Nothing goes out while this clock is ahead: the times would be wrong for good. */
  #beginSending(): void {
    const { clock, nowMs, spool } = this.#options;
    const { upTo = 0, spans = [] } = this.#welcome ?? {};
    if (this.#isEnded || this.#outgoing !== undefined) return;
    const aheadMs = nowMs() - this.#farNowMs();
    if (aheadMs > mostAheadMs) {
      this.#listener.onTrouble(because('uplink.clock', { seconds: Math.round(aheadMs / 1000) }));
      clock.after(lookAgainMs, () => {
        this.ping();
        clock.after(1000, () => this.#beginSending());
      });
      return;
    }
    // The far side may know more than this spool holds, if this one was brought back from an older copy.
    const acked = new Positions(upTo, spans);
    acked.cut(spool.next);
    this.#outgoing = new Outgoing(
      {
        spool,
        clock,
        send: (frame) => this.#say(frame),
        buffered: () => this.#listener.socket.buffered(),
        onFailure: (error) => this.#listener.end(reasonOf(error)),
      },
      { acked, live: this.#early.splice(0) },
    );
  }

  async #sendDevices(isAsked = true): Promise<void> {
    const devices = await this.#options.devices();
    const text = JSON.stringify(devices);
    // Counters of health change all the time, and are not told.
    if (!isAsked && text === this.#toldDevices) return;
    this.#toldDevices = text;
    this.#say({ type: 'devices', devices });
  }

  #command(command: DownCommand): void {
    const leftMs = command.untilMs - this.#farNowMs();
    this.#options.command({ ...command, by: `${command.by} (${this.#welcome?.hub ?? ''})` }, leftMs).then(
      (result) => void this.#say(result),
      (error: unknown) =>
        void this.#say({ type: 'result', id: command.id, outcome: 'failed', reason: reasonOf(error) }),
    );
  }
}
