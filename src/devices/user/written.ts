// A user's device as it was written, after its schema has passed it.
import type { RegisterRow } from '#codec/register-rows.ts';
import type { LineFormat } from '#codec/line-text.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Unit } from '#core/unit.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { MetricSum } from '../definition.ts';
import type { WrittenServes } from './serves.ts';

/** How often something is read. */
export type Pace = 'live' | 'settings' | 'identity';

/** What every row says of its value. */
export interface WrittenRow {
  readonly label?: string;
  readonly name?: string;
  readonly unit?: Unit;
  readonly scale?: number;
  readonly metric?: MetricId;
  readonly flip?: boolean;
}

/** Fields that are multiplied with one another. */
export interface WrittenTerm {
  readonly of?: readonly string[];
  readonly times?: number;
}

/** A metric computed from fields of one answer. */
export interface WrittenSum extends Pick<WrittenRow, 'name' | 'unit'> {
  readonly label: string;
  readonly metric: MetricId;
  readonly sum: readonly WrittenTerm[];
}

/** Values an example must give, by field or metric. */
export type Expected = Readonly<Record<string, number | string>>;

/** What every device says of itself. */
export interface WrittenDevice {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly kind: DeviceKind;
  readonly maker: string;
  readonly title: string;
  readonly models?: readonly string[];
  readonly source?: string;
  readonly version?: number;
  readonly baud?: number;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stop_bits?: 1 | 2;
  readonly response_ms?: number;
  readonly pause_ms?: number;
  readonly live_seconds?: number;
  readonly settings_seconds?: number;
  readonly identity?: Readonly<Partial<Record<'model' | 'serial' | 'firmware', string>>>;
  readonly computed?: readonly WrittenSum[];
  readonly sums?: readonly MetricSum[];
}

/** What lets a register be set. */
export interface WrittenWrite {
  readonly title?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly words?: readonly string[];
  readonly block?: boolean;
  readonly dangerous?: boolean;
  readonly stored?: boolean;
  readonly serves?: WrittenServes;
}

/** A row of registers. */
export type WrittenRegister = Omit<RegisterRow, 'name' | 'unit' | 'kind' | 'highWord' | 'scaleFactor'> &
  Partial<Pick<RegisterRow, 'name' | 'unit' | 'kind'>> & {
    readonly high_word?: number;
    readonly scale_factor?: number;
    readonly write?: WrittenWrite;
  };

/** A field and what its value must be. */
export interface WrittenMark {
  readonly field: string;
  readonly equals?: number | string;
  readonly min?: number;
  readonly max?: number;
}

/** A Modbus device. */
export interface WrittenModbus extends WrittenDevice {
  readonly unit?: number;
  readonly over_tcp?: 'rtu' | 'tcp';
  readonly max_registers?: number;
  readonly max_gap?: number;
  readonly walls?: readonly number[];
  readonly registers: readonly WrittenRegister[];
  readonly probe?: readonly WrittenMark[];
  readonly example?: {
    readonly input?: Readonly<Record<string, number>>;
    readonly holding?: Readonly<Record<string, number>>;
    readonly expect?: Expected;
  };
}

/** A place of a text answer. */
export interface WrittenField extends WrittenRow {
  readonly type: 'number' | 'text' | 'rest' | 'choice' | 'flags' | 'skip';
  readonly after?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
}

/** A question of a text device. */
export interface WrittenQuestion {
  readonly ask: string;
  readonly title?: string;
  readonly group?: Pace;
  readonly fields: readonly WrittenField[];
  readonly example?: string;
  readonly expect?: Expected;
}

/** Something that can be set on a text device. */
export interface WrittenSetting {
  readonly name: string;
  readonly title: string;
  readonly send: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly unit?: Unit;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly scale?: number;
  readonly digits?: string;
  readonly shown_by?: string;
  readonly dangerous?: boolean;
  readonly stored?: boolean;
  readonly serves?: WrittenServes;
}

/** A device that is asked in text. */
export interface WrittenText extends WrittenDevice {
  readonly links?: readonly ('serial' | 'tcp' | 'hid')[];
  readonly lines?: Partial<LineFormat> & { readonly like?: 'pi30'; readonly separator?: string };
  readonly questions: readonly WrittenQuestion[];
  readonly settings?: readonly WrittenSetting[];
  readonly probe?: { readonly ask: string; readonly begins: string };
  readonly max_answer?: number;
}

/** A value of an MQTT device and where it comes. */
export interface WrittenTopic extends WrittenRow {
  readonly topic: string;
  readonly path?: string;
  readonly type?: 'number' | 'text' | 'switch';
  readonly offset?: number;
  readonly on?: readonly string[];
  readonly off?: readonly string[];
  readonly holds?: boolean;
}

/** Something that can be set on an MQTT device. */
export interface WrittenTopicSetting
  extends Pick<
    WrittenSetting,
    'name' | 'title' | 'options' | 'unit' | 'min' | 'max' | 'step' | 'dangerous' | 'stored' | 'serves'
  > {
  readonly topic: string;
  readonly send?: string;
  readonly shown_by: string;
}

/** A device that speaks over MQTT. */
export interface WrittenTopics extends Omit<WrittenDevice, 'sums'> {
  readonly topics: readonly WrittenTopic[];
  readonly online?: { readonly topic: string; readonly online: string; readonly offline: string };
  readonly ask?: { readonly topic: string; readonly payload?: string };
  readonly settings?: readonly WrittenTopicSetting[];
  readonly examples?: readonly { readonly topic: string; readonly payload: string; readonly expect?: Expected }[];
}
