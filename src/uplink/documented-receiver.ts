// One connection of a home that speaks the documented form: topics of ours are readings at once; all others are heard as messages of
// MQTT, and a device that the dialects know in them is added to the home.
import type { Clock } from '#core/clock.ts';
import { reasonOf } from '#core/errors.ts';
import type { FoundOnBroker } from '#core/field.ts';
import type { MessageLink } from '#core/message-link.ts';
import { because } from '#core/reason.ts';
import { documentedIn, readingIn } from './documented.ts';
import type { MessageWatch, Taker } from './taker.ts';
import { Inflow } from './inflow.ts';
import type { PeerLink } from './peer-link.ts';
import type { ReceiverOptions } from './receiver.ts';
import type { SentBatch, SentDevice } from './wire.ts';

/** What such a connection needs. */
export interface DocumentedOptions
  extends Pick<
    ReceiverOptions,
    'clock' | 'socket' | 'state' | 'reconcile' | 'knows' | 'deliver' | 'keep' | 'onTrouble'
  > {
  readonly link: PeerLink;
  watch(link: MessageLink): MessageWatch;
  /** Adds a device that was found, unless it is there. Errors: `store.*`, `input.invalid`. */
  addFound(device: FoundOnBroker): Promise<void>;
}

/** Devices that one such home may bring. */
const mostDevices = 50;
/** How often what was found is looked at, and the counts are kept, ms. */
const [lookMs, keepMs] = [1000, 30_000];
/** How far a time may be ahead of ours, ms. */
const futureMs = 60_000;

/** A device that is known by its topics alone. */
const deviceOf = (id: string): SentDevice => ({
  id,
  name: id,
  definition: 'documented',
  title: 'Another Solstead or SolarAutopilot',
  kind: 'sensor',
  identity: {},
  intervalMs: 60_000,
  isOnline: true,
});

/** Takes its texts. */
export function documentedReceiver(options: DocumentedOptions): Taker {
  return new DocumentedReceiver(options);
}

class DocumentedReceiver implements Taker {
  readonly #options: DocumentedOptions;
  readonly #inflow: Inflow;
  readonly #watch: MessageWatch;
  readonly #letGo: () => void;
  readonly #stops: readonly (() => void)[];
  #work: Promise<void> = Promise.resolve();
  #found = 0;

  constructor(options: DocumentedOptions) {
    const { clock, socket, link, watch } = options;
    this.#options = options;
    this.#inflow = new Inflow(clock, socket);
    this.#watch = watch(link);
    this.#letGo = link.hold();
    this.#stops = [clock.every(lookMs, () => this.#look()), clock.every(keepMs, () => this.#then(options.keep))];
  }

  hear(text: string): void {
    this.#inflow.came(text.length);
    this.#then(async () => {
      this.#inflow.taken(text.length);
      await this.#take(text, this.#options.clock);
    });
  }

  async end(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#watch.close();
    this.#letGo();
    this.#then(this.#options.keep);
    await this.#work;
  }

  #then(run: () => Promise<void>): void {
    this.#work = this.#work.then(run).catch((error: unknown) => this.#options.onTrouble(reasonOf(error)));
  }

  async #take(text: string, clock: Clock): Promise<void> {
    const { state, link, onTrouble } = this.#options;
    const said = documentedIn(text);
    state.heardMs = Math.round(clock.nowMs());
    if (said === 'ping') return;
    if (said === undefined) {
      state.counts.refused += 1;
      onTrouble(because('uplink.malformed-part', { part: 'message' }));
      return;
    }
    const reading = readingIn(said);
    if (reading === undefined) link.hears(said.topic, said.message);
    else if (reading.atMs > clock.nowMs() + futureMs) state.counts.refused += 1;
    else await this.#reading(reading);
  }

  async #reading(batch: SentBatch): Promise<void> {
    const { state, reconcile, knows, deliver } = this.#options;
    const isNew = !knows(batch.device) || !state.devices.some(({ id }) => id === batch.device);
    if (isNew && state.devices.length < mostDevices) {
      const others = state.devices.filter(({ id }) => id !== batch.device);
      const nothingGoesBack = (): Promise<never> => Promise.reject(new TypeError('assertion: it takes no commands'));
      await reconcile([...others, deviceOf(batch.device)], nothingGoesBack);
    }
    state.counts[deliver(batch) ? 'taken' : 'refused'] += 1;
  }

  #look(): void {
    const found = this.#watch.found();
    if (found.length === this.#found) return;
    this.#found = found.length;
    for (const device of found.slice(0, mostDevices)) this.#then(() => this.#options.addFound(device));
  }
}
