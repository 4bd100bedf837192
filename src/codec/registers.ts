// Which registers are read together: `registerBlocks` computes it from the rows, and gives every block its own table. The
// wire's command of a block is `holding 3000 20`.
import { because } from '#core/reason.ts';
import { maxRead } from './modbus-command.ts';
import { reach, type RegisterGroup, type RegisterRow } from './register-rows.ts';
import { registerTable } from './register-table.ts';
import { TableMistake, type Table } from './table.ts';

/** What a device allows in one read. */
export interface ReadPlan {
  /** Most registers of one read; 125 is the standard's. */
  readonly maxRegisters?: number;
  /** Most registers between two rows that are read and thrown away; 0 where the maker forbids gaps. */
  readonly maxGap?: number;
  /** First registers of areas that one read may not straddle. */
  readonly walls?: readonly number[];
}

/** Registers that are read together. */
export interface RegisterBlock {
  /** Command of the wire, such as `holding 3000 20`. */
  readonly command: string;
  readonly group: RegisterGroup;
  readonly kind: 'holding' | 'input';
  readonly register: number;
  readonly count: number;
  readonly table: Table;
}

const groups = ['live', 'settings', 'identity'] as const;

/**
 * Computes the reads that cover every row exactly once: each as long as the plan allows, none across a wall. A row that
 * does not fit into one read is our own mistake, found when the module loads.
 */
export function registerBlocks(rows: readonly RegisterRow[], plan: ReadPlan = {}): readonly RegisterBlock[] {
  const { maxRegisters = maxRead, maxGap = 10, walls = [] } = plan;
  const areaOf = (register: number): number => walls.filter((wall) => wall <= register).length;
  const blocks: RegisterBlock[] = [];
  for (const group of groups) {
    for (const kind of ['holding', 'input'] as const) {
      const own = rows.filter((row) => row.kind === kind && (row.group ?? 'live') === group);
      const sorted = own.map((row) => ({ row, ...reach(row) })).sort((a, b) => a.first - b.first);
      let block: typeof sorted = [];
      let last = -1;
      const close = (): void => {
        const start = block[0]?.first;
        if (start !== undefined)
          blocks.push(
            blockOf(
              block.map(({ row }) => row),
              { group, kind, register: start, count: last - start + 1 },
            ),
          );
        block = [];
      };
      for (const next of sorted) {
        if (
          next.last - next.first >= maxRegisters ||
          areaOf(next.first) !== areaOf(next.last) ||
          next.first < 0 ||
          next.last > 0xffff
        )
          throw new TableMistake(because('table.no-read', { row: next.row.name }));
        const start = block[0]?.first ?? next.first;
        const end = Math.max(last, next.last);
        const isApart = next.first - last - 1 > maxGap || end - start >= maxRegisters || areaOf(start) !== areaOf(end);
        if (block.length > 0 && isApart) close();
        last = block.length === 0 ? next.last : end;
        block.push(next);
      }
      close();
    }
  }
  return Object.freeze(blocks);
}

type Place = Pick<RegisterBlock, 'group' | 'kind' | 'register' | 'count'>;

function blockOf(rows: readonly RegisterRow[], place: Place): RegisterBlock {
  const { kind, register, count } = place;
  return Object.freeze({ ...place, command: `${kind} ${register} ${count}`, table: registerTable(rows, register) });
}
