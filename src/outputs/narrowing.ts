// What a server will never take is found among what it does: batches are halved, then the values of one batch, until what is left is good
// or refused. Good values go; of the others it is told which they were and why. Values of series that were refused before go apart, so that
// a field of the wrong type costs a request or two, and not a search each time.
import { isSolsteadError, reasonOf, type SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { Sink } from './output-kind.ts';

/** What becomes of batches. */
export interface Narrowed {
  /** How many of the batches, from the first, are done with: the server has what is good of them. */
  readonly settled: number;
  /** Values that the server refused, and why it refused the last. */
  readonly refused: number;
  readonly reason?: Reason;
}

/** Hands batches to a server. Errors: `output.unfit`, `output.refused` if it will not take them; any other is its trouble. */
export type Hand = (batches: readonly Batch[]) => Promise<void>;

/** Most batches in which something is looked for at once: it takes at most two requests for each of their values. */
const mostSearched = 20;
/** Most requests while the server takes nothing at all and does not say that it is the values. */
const mostInVain = 200;
/** Series that are remembered. */
const mostSuspects = 1000;

const isUnfit = (thrown: unknown): thrown is SolsteadError => isSolsteadError(thrown, 'output.unfit', 'output.refused');

const count = (batches: readonly Batch[]): number => batches.reduce((sum, { metric }) => sum + metric.length, 0);

/** A batch with some of its values. */
function picked(batch: Batch, isPicked: (index: number) => boolean): Batch {
  const some = <One>(column: readonly One[]): readonly One[] => column.filter((_one, index) => isPicked(index));
  return { ...batch, metric: some(batch.metric), value: some(batch.value), quality: some(batch.quality) };
}

/** Two halves: of batches, or of the values of the only one; undefined if it cannot be halved. */
function halves(batches: readonly Batch[], isWhole: boolean): readonly (readonly Batch[])[] | undefined {
  const [first] = batches;
  if (batches.length > 1) {
    const middle = Math.ceil(batches.length / 2);
    return [batches.slice(0, middle), batches.slice(middle)];
  }
  if (first === undefined || isWhole || first.metric.length < 2) return undefined;
  const middle = Math.ceil(first.metric.length / 2);
  return [[picked(first, (index) => index < middle)], [picked(first, (index) => index >= middle)]];
}

/** Finds out what of batches a server takes; it remembers what it did not. */
export class Narrowing {
  readonly #isWhole: boolean;
  readonly #isEmpty: NonNullable<Sink['isEmpty']>;
  #suspects = new Set<string>();

  /** With `isWhole` a batch goes or stays as a whole, for a server that takes all its values as one. */
  constructor({ isWhole = false, isEmpty = () => false }: Pick<Sink, 'isWhole' | 'isEmpty'> = {}) {
    this.#isWhole = isWhole;
    this.#isEmpty = isEmpty;
  }

  /**
   * Hands them over in their order. Errors: those of `hand` that are the trouble of the server; `output.refused` when it takes nothing at
   * all and does not say that it is the values: then none is given up.
   */
  async deliver(batches: readonly Batch[], hand: Hand): Promise<Narrowed> {
    if (this.#suspects.size === 0)
      try {
        await hand(batches);
        return { settled: batches.length, refused: 0 };
      } catch (error) {
        if (!isUnfit(error)) throw error;
      }
    return this.#search(batches.slice(0, mostSearched), hand);
  }

  async #search(batches: readonly Batch[], hand: Hand): Promise<Narrowed> {
    const found = new Found();
    const apart: Batch[] = [];
    const before = new Set(this.#suspects);
    try {
      await this.#settle(batches, { hand, found, apart });
      await this.#settle(apart, { hand, found });
      if (found.isInVain && found.last !== undefined) throw found.last;
    } catch (error) {
      // Nothing is known of the values of a server that is in trouble.
      this.#suspects = before;
      throw error;
    }
    return {
      settled: batches.length,
      refused: found.refused,
      ...(found.reason === undefined ? {} : { reason: found.reason }),
    };
  }

  /** Hands pieces over until nothing of them is left; with `apart`, values of suspects are put there. */
  async #settle(
    batches: readonly Batch[],
    { hand, found, apart }: { readonly hand: Hand; readonly found: Found; readonly apart?: Batch[] },
  ): Promise<void> {
    const pieces: (readonly Batch[])[] = [batches];
    for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
      const asked = apart === undefined ? piece : this.#withoutSuspects(piece, apart);
      // What is not sent is not taken: a server that takes nothing at all would lose everything by it.
      if (count(asked) === 0 || this.#isEmpty(asked)) continue;
      try {
        await hand(asked);
        found.took();
        this.#clear(asked);
      } catch (error) {
        if (!isUnfit(error)) throw error;
        const [one, other] = halves(asked, this.#isWhole) ?? [];
        if (one !== undefined && other !== undefined) pieces.push(other, one);
        else this.#refuse(asked, error, found);
        found.asked(error);
      }
    }
  }

  #withoutSuspects(piece: readonly Batch[], apart: Batch[]): readonly Batch[] {
    if (this.#suspects.size === 0) return piece;
    return piece.flatMap((batch) => {
      const isSuspect = batch.metric.map((metric) => this.#suspects.has(`${batch.device} ${metric}`));
      const suspect = this.#isWhole ? isSuspect.includes(true) : undefined;
      const away = picked(batch, (index) => suspect ?? isSuspect[index] === true);
      if (away.metric.length === 0) return [batch];
      apart.push(away);
      const rest = picked(batch, (index) => !(suspect ?? isSuspect[index] === true));
      return rest.metric.length === 0 ? [] : [rest];
    });
  }

  /** What is taken again is no suspect any more. */
  #clear(batches: readonly Batch[]): void {
    if (this.#suspects.size === 0) return;
    for (const { device, metric } of batches) for (const id of metric) this.#suspects.delete(`${device} ${id}`);
  }

  #refuse(batches: readonly Batch[], error: SolsteadError, found: Found): void {
    for (const { device, metric } of batches)
      for (const id of metric) if (this.#suspects.size < mostSuspects) this.#suspects.add(`${device} ${id}`);
    found.refuse(batches, error);
  }
}

/** What a search has found so far. */
class Found {
  refused = 0;
  reason: Reason | undefined;
  last: SolsteadError | undefined;
  #isTaken = false;
  #isSure = false;
  #inVain = 0;

  /** Nothing was taken, and nobody said that it is the values: the server itself may be the wrong one. */
  get isInVain(): boolean {
    return !this.#isTaken && !this.#isSure && this.refused > 0;
  }

  took(): void {
    this.#isTaken = true;
  }

  /** Errors: what the server said, when it takes nothing at all. */
  asked(error: SolsteadError): void {
    this.last = error;
    if (error.code === 'output.unfit') this.#isSure = true;
    this.#inVain += 1;
    if (!this.#isTaken && !this.#isSure && this.#inVain >= mostInVain) throw error;
  }

  refuse(batches: readonly Batch[], error: SolsteadError): void {
    this.refused += count(batches);
    const [{ device, metric } = { device: '', metric: [] }] = batches;
    this.reason = because('output.refused-value', {
      device: external(device),
      metric: metric.join(', '),
      reason: reasonOf(error),
    });
  }
}
