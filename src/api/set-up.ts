// Setting up devices: the definitions to choose from, what a device is made of and changed by, and the broker it may have to be pointed to.
import Type, { type Static } from 'typebox';
import { partPattern } from '#core/meter-part.ts';
import { DeviceKind } from './contract.ts';
import { DeviceSettings, settingFields } from './device-settings.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { MeterRole } from './meter-roles.ts';

const name = (description: string) => line({ minLength: 1, maxLength: 80, description });
const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'Lower-case id' });

/** A definition a person may choose. */
export const Protocol = Type.Object({
  id: Type.String(),
  title: Type.String(),
  maker: Type.String(),
  kind: DeviceKind,
  links: Type.Array(
    Type.Union([
      Type.Literal('serial'),
      Type.Literal('hid'),
      Type.Literal('ble'),
      Type.Literal('mqtt-line'),
      Type.Literal('tcp'),
      Type.Literal('udp'),
      Type.Literal('http'),
      Type.Literal('esphome'),
      Type.Literal('solar-assistant'),
      Type.Literal('ocpp'),
      Type.Literal('mqtt'),
    ]),
  ),
  /** Other names people know it by, and models it is made for. */
  aliases: Type.Optional(Type.Array(Type.String())),
  models: Type.Optional(Type.Array(Type.String())),
  /** How many channels it may have, each a meter of its own; absent: it is one meter. */
  channels: Type.Optional(Type.Integer()),
  /** Whether it is read only with a key, given as its password. */
  keyed: Type.Optional(Type.Boolean()),
  /** Whether an address can name the unit, the framing or the logger it is reached by. */
  addressed: Type.Optional(Type.Boolean()),
  /** Baud rate to start with on a serial line. */
  baud: Type.Optional(Type.Integer()),
  verified: Type.Union([
    Type.Literal('capture'),
    Type.Literal('document'),
    Type.Literal('community'),
    Type.Literal('unverified'),
  ]),
});
export type Protocol = Frozen<Static<typeof Protocol>>;
export const Protocols = Type.Array(Protocol);

/** A device to be set up. */
export const NewDevice = Type.Object({
  name: name('Name of the device'),
  protocol: line({ maxLength: 100 }),
  address: line({ minLength: 1, maxLength: 300 }),
  topic: Type.Optional(line({ maxLength: 300 })),
  ...settingFields,
  /** What it measures; absent: guessed by its name, if it is a second meter. */
  measures: Type.Optional(MeterRole),
  /** What its parts measure: a channel beside the first, a relay, a phase; absent: it is asked later. */
  parts: Type.Optional(Type.Record(Type.String({ pattern: `^${partPattern}$` }), MeterRole)),
  /** Id of a removed device that this is: it gets its history again. Absent: it is another device. */
  returns: Type.Optional(id),
  password: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'Of its web server or page, or the key of an ESPHome node or of what it tells by Bluetooth; empty: it is forgotten',
    }),
  ),
});
export type NewDevice = Frozen<Static<typeof NewDevice>>;

/** What is changed of a device: what is absent stays. */
export const DeviceChange = Type.Object({
  name: Type.Optional(name('Name of the device')),
  /** Another protocol: other firmware, other topics, or a better table for the same device. */
  protocol: Type.Optional(line({ maxLength: 100 })),
  address: Type.Optional(line({ minLength: 1, maxLength: 300 })),
  topic: Type.Optional(line({ maxLength: 300 })),
  password: NewDevice.properties.password,
  /** How it is asked, all of it: what is absent here is as its definition says. */
  settings: Type.Optional(DeviceSettings),
});
export type DeviceChange = Frozen<Static<typeof DeviceChange>>;

/** Devices that were removed, the last first. */
export const RemovedDevices = Type.Array(
  Type.Object({
    id,
    name: Type.String(),
    definition: Type.String(),
    address: Type.String(),
    atMs,
    serial: Type.Optional(Type.String()),
  }),
);
export type RemovedDevices = Frozen<Static<typeof RemovedDevices>>;

/** A device that showed itself, on the broker or by its name in the local network, and is not set up yet. */
export const Found = Type.Object({
  protocol: Type.String(),
  title: Type.String(),
  kind: DeviceKind,
  /** To be given back as `address` and `topic` of {@link NewDevice}. */
  address: Type.String(),
  /** Absent: it was found in the network. */
  topic: Type.Optional(Type.String()),
  /** What it calls itself in the network. */
  name: Type.Optional(Type.String()),
  /** It is read over the broker alone, and has to be pointed to it before it can be set up. */
  needsBroker: Type.Optional(Type.Boolean()),
  seenMs: atMs,
});
export type Found = Frozen<Static<typeof Found>>;
export const Founds = Type.Array(Found);

/** A program that showed itself: at the broker of the home, or by its name in the local network. */
export const FoundProgram = Type.Object({
  kind: Type.Literal('home-assistant'),
  at: Type.Union([Type.Literal('broker'), Type.Literal('network')]),
  /** What it calls itself in the network, and where it is there. */
  name: Type.Optional(Type.String()),
  host: Type.Optional(Type.String()),
  seenMs: atMs,
});
export type FoundProgram = Frozen<Static<typeof FoundProgram>>;
export const FoundPrograms = Type.Array(FoundProgram);

/** An account of the built-in broker to be made; its password is shown once. */
export const NewBrokerAccount = Type.Object({
  username: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }),
  access: Type.Optional(
    Type.Union([Type.Literal('device'), Type.Literal('program')], {
      description:
        'device (absent): the place that it uses first; program: what outputs say, for Home Assistant and its like, and the commands that they take',
    }),
  ),
  certificate: Type.Optional(
    Type.String({
      maxLength: 8192,
      // Lines of a file.
      pattern: '^[\\x20-\\x7e\\r\\n]*$',
      description:
        'SHA-256 fingerprint of the certificate that its clients have to show over TLS, or the certificate itself as PEM; absent: the password is enough',
    }),
  ),
});
export type NewBrokerAccount = Frozen<Static<typeof NewBrokerAccount>>;
export const BrokerAccount = Type.Object({
  host: Type.String(),
  port: Type.Integer(),
  username: Type.String(),
  password: Type.String(),
});
export type BrokerAccount = Frozen<Static<typeof BrokerAccount>>;
/** Which broker devices have to be pointed to. */
export const BrokerPlace = Type.Union([
  /** The one of Solstead; under which names other computers reach it, the likeliest first, none if it listens on this computer alone. */
  Type.Object({ kind: Type.Literal('built-in'), hosts: Type.Array(Type.String()), port: Type.Integer() }),
  /** One outside; its accounts are made there. */
  Type.Object({ kind: Type.Literal('outside'), address: Type.String() }),
  Type.Object({ kind: Type.Literal('none') }),
]);
export type BrokerPlace = Frozen<Static<typeof BrokerPlace>>;
/** Accounts of the built-in broker, with the topics that each used first and that are its own since. */
export const BrokerAccounts = Type.Array(
  Type.Object({
    username: Type.String(),
    topics: Type.Array(Type.String()),
    /** When a device signed in with it last; absent: not since the start. */
    cameMs: Type.Optional(atMs),
    /** Fingerprint of the certificate that its clients have to show; absent: the password is enough. */
    certificate: Type.Optional(Type.String()),
  }),
);
export type BrokerAccounts = Frozen<Static<typeof BrokerAccounts>>;
