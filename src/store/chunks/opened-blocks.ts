// Blocks of roll-ups as they were unpacked last: charts and readings ask for the same hours again and again, and unpacking them takes longer
// than reading them. A block is known by its bytes, so that one which changed is never answered from here.
import type { Block, BlockKey } from './backend.ts';

/** Most bytes kept, packed and unpacked together. */
const mostBytes = 2 ** 21;
/** What an entry takes beside its bytes, about. */
const entryBytes = 200;

interface Opened {
  readonly body: Uint8Array;
  readonly plain: Uint8Array;
  readonly size: number;
}

const nameOf = ({ tier, device, index }: BlockKey): string => `${tier} ${device} ${index}`;

/** A bounded number of unpacked blocks; those not used for longest go first. */
export class OpenedBlocks {
  readonly #most: number;
  readonly #blocks = new Map<string, Opened>();
  #size = 0;

  constructor(most = mostBytes) {
    this.#most = most;
  }

  /** Bytes kept. */
  get size(): number {
    return this.#size;
  }

  /** The unpacked bytes of a block. Errors: those of `open`; then nothing is kept. */
  of(block: Block, open: () => Uint8Array): Uint8Array {
    const name = nameOf(block);
    const found = this.#blocks.get(name);
    if (found !== undefined) this.#drop(name, found);
    const plain = found !== undefined && Buffer.compare(found.body, block.body) === 0 ? found.plain : open();
    const { body } = block;
    // A view of a larger buffer would keep all of it.
    this.#keep(name, found?.plain === plain ? found : { body: body.slice(), plain, size: sizeOf(body, plain) });
    return plain;
  }

  #keep(name: string, opened: Opened): void {
    if (opened.size > this.#most) return;
    this.#blocks.set(name, opened);
    this.#size += opened.size;
    for (const [oldest, { size }] of this.#blocks) {
      if (this.#size <= this.#most) return;
      this.#blocks.delete(oldest);
      this.#size -= size;
    }
  }

  #drop(name: string, { size }: Opened): void {
    this.#blocks.delete(name);
    this.#size -= size;
  }
}

const sizeOf = (body: Uint8Array, plain: Uint8Array): number => body.length + plain.length + entryBytes;
