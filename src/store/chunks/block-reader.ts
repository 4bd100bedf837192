// Reads blocks out of the database and remembers which were damaged: one bad block does not hide the others.
import { because } from '#core/reason.ts';
import { isSolsteadError, type SolsteadError } from '#core/errors.ts';
import type { HistoryDamage, HistoryTier } from '#core/history.ts';
import type { Block, BlockKey, BlockSpan, ChunkBackend } from './backend.ts';
import { decodeChunk, type Part } from './chunk-codec.ts';
import { blockMs, gridOf, type RolledTier } from './grid.ts';
import { OpenedBlocks } from './opened-blocks.ts';
import type { Devices } from './registry.ts';
import { decodeRows, type Rows } from './row-codec.ts';

/** Blocks to be read, and how many at most. */
export type BlockQuery = BlockSpan & { readonly limit: number };

/** Blocks this close together are read together, wanted or not. */
const nearBlocks = 48;

/** Damage reported is bounded: a broken disk breaks many blocks. */
const mostDamage = 100;

/** Reads and decodes blocks. */
export class BlockReader {
  readonly backend: ChunkBackend;
  readonly #devices: Devices;
  readonly #damage = new Map<string, HistoryDamage>();
  readonly #opened = new OpenedBlocks();

  constructor(backend: ChunkBackend, devices: Devices) {
    this.backend = backend;
    this.#devices = devices;
  }

  get damage(): readonly HistoryDamage[] {
    return [...this.#damage.values()];
  }

  /** Name of a block for people: file, tier, device and time. */
  nameOf({ tier, device, index }: BlockKey): string {
    const { site = '?', device: name = `${device}` } = this.#devices.byId.get(device) ?? {};
    const fromMs = index * blockMs[tier];
    const at = Math.abs(fromMs) < 8.64e15 ? Temporal.Instant.fromEpochMilliseconds(fromMs).toString() : `${fromMs}`;
    return `${this.backend.at}: ${tier} of ${site}/${name} at ${at}`;
  }

  /** Keeps what was found damaged for the status. */
  note(
    { tier, index }: { readonly tier: HistoryTier; readonly index: number },
    { at, reason = because('store.damaged') }: SolsteadError,
  ): void {
    if (this.#damage.size >= mostDamage) return;
    this.#damage.set(at, { at, reason, fromMs: index * blockMs[tier], toMs: (index + 1) * blockMs[tier] });
  }

  /** Keeps a row of the log that cannot be read; its time is not known. */
  noteLog({ at, reason = because('store.damaged') }: SolsteadError): void {
    if (this.#damage.size < mostDamage)
      this.#damage.set(at, { at, reason, fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER });
  }

  /** Blocks in order, at most `limit`; those the database itself cannot read are noted and left out. */
  async blocks(span: BlockQuery): Promise<readonly Block[]> {
    try {
      return await this.backend.blocks(span);
    } catch (thrown) {
      if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
      const { tier, fromIndex, toIndex, limit } = span;
      if (toIndex - fromIndex <= 1) {
        this.note({ tier, index: fromIndex }, thrown);
        return [];
      }
      const middle = fromIndex + Math.floor((toIndex - fromIndex) / 2);
      const before = await this.blocks({ ...span, toIndex: middle });
      if (before.length >= limit) return before;
      return [...before, ...(await this.blocks({ ...span, fromIndex: middle, limit: limit - before.length }))];
    }
  }

  async block(key: BlockKey): Promise<Block | undefined> {
    const [block] = await this.blocks({ ...key, fromIndex: key.index, toIndex: key.index + 1, limit: 1 });
    return block;
  }

  /** Blocks by index; those near each other are read at once. */
  async blocksAt(tier: HistoryTier, device: number, indexes: readonly number[]): Promise<ReadonlyMap<number, Block>> {
    const found = new Map<number, Block>();
    const sorted = [...new Set(indexes)].toSorted((one, other) => one - other);
    for (let from = 0; from < sorted.length; ) {
      const fromIndex = sorted[from] ?? 0;
      let to = from + 1;
      while (to < sorted.length && (sorted[to] ?? 0) - fromIndex < nearBlocks) to += 1;
      const toIndex = (sorted[to - 1] ?? fromIndex) + 1;
      for (const block of await this.blocks({ tier, device, fromIndex, toIndex, limit: nearBlocks }))
        found.set(block.index, block);
      from = to;
    }
    return found;
  }

  /** The readable parts of a chunk; `isWhole`: whether that is all of them. */
  parts(block: Block): { readonly parts: readonly Part[]; readonly isWhole: boolean } {
    let isWhole = true;
    const onDamage = (error: SolsteadError): void => {
      isWhole = false;
      this.note(block, error);
    };
    const parts = decodeChunk(block.body, { hour: block.index, name: () => this.nameOf(block), onDamage });
    return { parts, isWhole };
  }

  /** The rows of a roll-up's block; undefined if it is damaged. */
  rows(block: Block & { readonly tier: RolledTier }, wanted?: ReadonlySet<number>): Rows | undefined {
    try {
      const name = (): string => this.nameOf(block);
      return decodeRows(block.body, {
        ...gridOf(block.tier, block.index),
        name,
        known: (open) => this.#opened.of(block, open),
        ...(wanted === undefined ? {} : { wanted }),
      });
    } catch (thrown) {
      if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
      this.note(block, thrown);
      return undefined;
    }
  }
}
