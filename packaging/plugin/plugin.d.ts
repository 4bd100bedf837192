// What a plug-in of Solstead exports as `plugin`. Version 1; a change that breaks plug-ins counts it up, and a file of another
// version is left out and named. A plug-in imports nothing from Solstead but these types.

/** A value of a field; leave out what is not there. */
export type FieldValue = number | string | boolean;

/** A field of an answer. */
export interface PluginField {
  /** Lower-case letters, digits and underscores, such as `grid_power`. */
  readonly name: string;
  /** As the maker calls it. */
  readonly label: string;
  /** A base unit, such as `W`, `Wh`, `V`; absent: none. */
  readonly unit?: string;
  /** Which metric of docs/metrics.md it is; its sign is that of the metric: grid + is import, battery + is discharge. */
  readonly metric?: string;
}

/** Where an answer ends: with these bytes, after so many, or where one byte of it says (`value + plus` bytes in all). */
export type PluginAnswer =
  | { readonly ends: readonly number[] }
  | { readonly bytes: number }
  | { readonly lengthAt: number; readonly plus: number };

/** A family of devices that are asked in bytes and answer in bytes. */
export interface ProtocolPlugin {
  readonly api: 1;
  readonly kind: 'protocol';
  /** Name of the protocol: lower-case letters, digits and dashes. */
  readonly id: string;
  readonly maker: string;
  readonly title: string;
  readonly device: 'inverter' | 'battery' | 'meter' | 'relay' | 'charger' | 'heater' | 'sensor';
  readonly links: readonly ('serial' | 'tcp' | 'udp')[];
  /** Of a serial line; 9600 if absent. */
  readonly baud?: number;
  /** How often the device is asked, s; 5 if absent. */
  readonly everySeconds?: number;
  /** Longest time until it begins to answer, ms; 1000 if absent. */
  readonly responseMs?: number;
  readonly answer: PluginAnswer;
  /** What is asked, by name; each is asked at every turn. */
  readonly questions: Readonly<Record<string, readonly PluginField[]>>;
  /** The bytes of a question. Asked once, when the plug-in is loaded. */
  request(question: string): Uint8Array;
  /** The fields of an answer by name; undefined, or an error thrown: these bytes are no answer to this question. */
  decode(question: string, answer: Uint8Array): Readonly<Record<string, FieldValue | undefined>> | undefined;
}

/** A value that whoever uses the plug-in sets: of an output in its settings, of an action in a rule. Its name: a small letter, then letters and digits. */
export type PluginSetting = {
  readonly label: string;
  readonly hint?: string;
} & (
  | { readonly type: 'text'; readonly optional?: boolean; readonly longest?: number; readonly default?: string }
  | {
      readonly type: 'number';
      readonly optional?: boolean;
      readonly least?: number;
      readonly most?: number;
      readonly default?: number;
    }
  | {
      readonly type: 'choice';
      readonly optional?: boolean;
      readonly options: readonly string[];
      readonly default?: string;
    }
  | { readonly type: 'flag'; readonly default?: boolean }
);

/** What was set, by name; what is optional and was left out is not there. */
export type PluginValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** Readings of one device at one moment. */
export interface PluginBatch {
  readonly site: string;
  readonly device: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** By metric, in its unit of docs/metrics.md. */
  readonly values: Readonly<Record<string, number | string>>;
}

/** What an output is given besides the batches. */
export interface OutputContext {
  readonly settings: PluginValues;
  /** Its password or token, if it asks for one. It is kept out of the log, also where this plug-in would write it. */
  readonly secret?: string;
  /** A line for the log; at most 20 in a minute. */
  log(text: string): void;
}

/** A kind of output: where readings go. */
export interface OutputPlugin {
  readonly api: 1;
  readonly kind: 'output';
  /** Lower-case letters, digits and dashes; in files its kind is `plugin-<id>`. */
  readonly id: string;
  readonly title: string;
  readonly settings?: Readonly<Record<string, PluginSetting>>;
  /** What its password or token is called; absent: it has none. */
  readonly secret?: string;
  /** It opens connections: whoever runs the home has to agree. */
  readonly network?: boolean;
  /** Most batches that it is given at once; 200 if absent. */
  readonly batches?: number;
  /**
   * Takes batches, in order; when it returns they are done. An error: they are given again later, ever more seldom. An error with
   * `unfit: true`: these values are never taken; they are searched for and left out, and all others go. After a kill what was
   * taken last may come again.
   */
  deliver(batches: readonly PluginBatch[], context: OutputContext): Promise<void> | void;
  /** Tries it with the readings of now, and says what was found; absent: they are delivered. */
  test?(
    batches: readonly PluginBatch[],
    context: OutputContext,
  ): Promise<readonly string[] | void> | readonly string[] | void;
}

/** What an action is given besides its parameters. */
export interface ActionContext {
  /** A line for the log; at most 20 in a minute. */
  log(text: string): void;
}

/** Something that a rule does: `{kind: action, name: <id>, with: {…}}`. */
export interface ActionPlugin {
  readonly api: 1;
  readonly kind: 'action';
  /** Lower-case letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  readonly params?: Readonly<Record<string, PluginSetting>>;
  /** It opens connections: whoever runs the home has to agree. */
  readonly network?: boolean;
  /** How often it may be done in an hour; 60 if absent. */
  readonly mostPerHour?: number;
  /** Does it; what it returns is shown with the rule. An error: it was not done, and is not tried again. */
  run(params: PluginValues, context: ActionContext): Promise<string | void> | string | void;
}

/** What a file exports as `plugin`. */
export type Plugin = ProtocolPlugin | OutputPlugin | ActionPlugin;
