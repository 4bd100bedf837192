// How a definition of a Modbus device is written down: rows of registers and a few facts; the reads, the wire formats and
// what belongs to which read are computed from them.
import { because } from '#core/reason.ts';
import { modbusWire, type ModbusFraming } from '#codec/modbus.ts';
import type { RegisterRow } from '#codec/register-rows.ts';
import { registerBlocks, type ReadPlan, type RegisterBlock } from '#codec/registers.ts';
import { TableMistake, type FieldValue } from '#codec/table.ts';
import type { WireFormat } from '#codec/wire.ts';
import type { SerialMode, Target } from '#core/address.ts';
import { freezeDeep, read } from './define.ts';
import { registerWriter, type RegisterWrite } from './register-writes.ts';
import type { ByteScheme, Derivation, RequestDefinition, ReadCommand, WriteCommand } from './definition.ts';

type Same =
  | 'id'
  | 'aliases'
  | 'version'
  | 'kind'
  | 'maker'
  | 'title'
  | 'models'
  | 'verified'
  | 'sources'
  | 'ble'
  | 'links'
  | 'responseMs'
  | 'pauseMs'
  | 'sums'
  | 'composed'
  | 'variants';

/** A Modbus device as data. */
export interface ModbusDevice extends Pick<RequestDefinition, Same> {
  /** Its unit address as it is delivered. */
  readonly unit: number;
  /** What a TCP port of it speaks: `tcp` where the device itself has one, `rtu` behind a bridge. */
  readonly overTcp: ModbusFraming;
  /** 9600 8N1 if absent. */
  readonly serial?: SerialMode;
  readonly rows: readonly RegisterRow[];
  readonly plan?: ReadPlan;
  /** What may be set, and between which limits. */
  readonly writes?: readonly RegisterWrite[];
  /** Commands that are no register, such as the reset of a counter. */
  readonly actions?: readonly WriteCommand[];
  /** Each needs fields of one read. */
  readonly derive?: readonly Derivation[];
  readonly liveSeconds?: number;
  readonly settingsSeconds?: number;
  /** Names of fields. */
  readonly identity?: Readonly<Partial<Record<'model' | 'serial' | 'firmware', string>>>;
  /** Fields of one read, and whether their values can only be those of this device. */
  readonly probe: { readonly fields: readonly string[]; matches(...values: FieldValue[]): boolean };
  /** Another wire format than plain Modbus for some links; undefined: plain. */
  readonly wireAt?: (scheme: ByteScheme, target: Target & { readonly unit: number }) => WireFormat | undefined;
}

/** The serial line most Modbus devices are delivered with. */
export const serial9600: SerialMode = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 };

const titles = { live: 'Live values', settings: 'Settings', identity: 'Identity' } as const;
/** Bytes around the registers of an answer. */
const around = 5;

function hasField({ table }: RegisterBlock, name: string): boolean {
  return table.rows.some((row) => row.name === name);
}

/** The block that holds all of these fields. */
function blockWith(blocks: readonly RegisterBlock[], names: readonly string[]): RegisterBlock {
  const block = blocks.find((candidate) => names.every((name) => hasField(candidate, name)));
  if (block === undefined) throw new TableMistake(because('table.apart', { fields: names }));
  return block;
}

const needed = ({ from, sumOf = [] }: Derivation): readonly string[] => [...from, ...sumOf];

/** Blocks as commands, each with the derivations whose fields it holds. */
export function blockCommands(
  blocks: readonly RegisterBlock[],
  derive: readonly Derivation[] = [],
): readonly ReadCommand[] {
  const ownerOf = new Map(derive.map((derivation) => [derivation, blockWith(blocks, needed(derivation))]));
  return blocks.map((block) => {
    const own = derive.filter((derivation) => ownerOf.get(derivation) === block);
    return read({
      name: block.command,
      title: `${titles[block.group]}, ${block.kind} registers ${block.register} to ${block.register + block.count - 1}`,
      answerBytes: 2 * block.count + around,
      table: block.table,
      ...(own.length === 0 ? {} : { derive: own }),
    });
  });
}

/** A definition from a Modbus device's rows. */
export function modbusDefinition(device: ModbusDevice): RequestDefinition {
  const {
    unit,
    overTcp,
    serial = serial9600,
    rows,
    plan,
    derive,
    liveSeconds = 5,
    settingsSeconds = 300,
    ...rest
  } = device;
  const { identity = {}, probe, wireAt, writes = [], actions = [], ...common } = rest;
  const blocks = registerBlocks(rows, plan);
  const named = (group: RegisterBlock['group']): string[] =>
    blocks.filter((block) => block.group === group).map(({ command }) => command);
  const probed = blockWith(blocks, probe.fields);
  const places = probe.fields.map((name) => probed.table.rows.findIndex((row) => row.name === name));
  const keys = ['model', 'serial', 'firmware'] as const;
  const wireFor = (scheme: ByteScheme, target: Target): WireFormat => {
    const meant = { ...target, unit: target.unit ?? unit };
    const framing = target.framing ?? (scheme === 'tcp' ? overTcp : 'rtu');
    return wireAt?.(scheme, meant) ?? modbusWire({ framing, unit: meant.unit });
  };
  return freezeDeep({
    ...common,
    mode: 'request',
    autodetect: 'addressed',
    // The usual link's: what recorded frames of the device look like.
    wire: wireFor(device.links[0] ?? 'tcp', {}),
    wireAt: wireFor,
    serial,
    commands: blockCommands(blocks, derive),
    writes: [...writes.map((write) => registerWriter(write, rows, blocks)), ...actions],
    live: { everySeconds: liveSeconds, commands: named('live') },
    settings: { everySeconds: settingsSeconds, commands: named('settings') },
    identity: keys.flatMap((key) => {
      const field = identity[key];
      return field === undefined ? [] : [{ key, command: blockWith(blocks, [field]).command, field }];
    }),
    probe: {
      command: probed.command,
      matches(payload) {
        const { values } = probed.table.decode(payload);
        return probe.matches(...places.map((place) => values[place]));
      },
    },
  } satisfies RequestDefinition);
}

/** Whether a value is a number between limits, for probes. */
export function isBetween(value: FieldValue, [min, max]: readonly [number, number]): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}
