// The contract of homes as things, and of the devices of all homes that the caller may see.
import Type, { type Static } from 'typebox';
import { Device, DeviceKind, Site } from './contract.ts';
import { NewDevice } from './set-up.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

const name = line({ minLength: 1, maxLength: 80, description: 'Name of the home' });
const timeZone = line({ maxLength: 100, description: 'IANA time zone, such as Europe/Berlin' });
const latitude = Type.Number({ minimum: -90, maximum: 90, description: 'Degrees north' });
const longitude = Type.Number({ minimum: -180, maximum: 180, description: 'Degrees east' });

/** A home; where it is, is told to who may change it. */
export const Home = Type.Object({
  ...Site.properties,
  latitude: Type.Optional(latitude),
  longitude: Type.Optional(longitude),
});
export type Home = Frozen<Static<typeof Home>>;

/** A home to be made beside the others. */
export const NewSite = Type.Object({
  name,
  timeZone,
  latitude: Type.Optional(latitude),
  longitude: Type.Optional(longitude),
});
export type NewSite = Frozen<Static<typeof NewSite>>;

/** What is changed of a home: what is absent stays, `null` takes the place away. */
export const SiteChange = Type.Object({
  name: Type.Optional(name),
  timeZone: Type.Optional(timeZone),
  latitude: Type.Optional(Type.Union([latitude, Type.Null()])),
  longitude: Type.Optional(Type.Union([longitude, Type.Null()])),
});
export type SiteChange = Frozen<Static<typeof SiteChange>>;

/** Which devices. */
export const DevicesQuery = Type.Object({
  site: Type.Optional(line({ maxLength: 100, description: 'Only of this home' })),
});
export type DevicesQuery = Frozen<Static<typeof DevicesQuery>>;

/** A device in short, as programs list them. */
export const ListedDevice = Type.Object({
  id: Type.String(),
  /** The home it belongs to, and its name. */
  home_id: Type.String(),
  location: Type.String(),
  /** Its MQTT topic, or its id. */
  node_id: Type.String(),
  name: Type.String(),
  /** Maker and model in words. */
  model: Type.String(),
  definition: Type.String(),
  kind: DeviceKind,
  isOnline: Type.Boolean(),
  state: Device.properties.state,
  lastSeenMs: Device.properties.lastSeenMs,
  /** The power that stands for the device, W, with the sign of its metric; absent: not known. */
  currentPower: Type.Optional(Type.Number()),
  /** What it measures and shows, as ids of metrics; what can be set is under its capabilities. */
  capabilities: Type.Array(Type.String()),
});
export type ListedDevice = Frozen<Static<typeof ListedDevice>>;
export const ListedDevices = Type.Array(ListedDevice);

/** A device in short and whole. */
export const OneDevice = Type.Object({ ...ListedDevice.properties, device: Device });
export type OneDevice = Frozen<Static<typeof OneDevice>>;

/** A device to be set up, in one of the homes: by its protocol and address, or as a node of one's own make by its `node_id` alone. */
export const RegisterDevice = Type.Object({
  ...NewDevice.properties,
  protocol: Type.Optional(NewDevice.properties.protocol),
  address: Type.Optional(NewDevice.properties.address),
  node_id: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,40}$',
      description: 'Name of a node at the broker: it speaks below homesync/{home}/nodes/{node_id}, and gets an account',
    }),
  ),
  location: Type.Optional(
    line({ maxLength: 40, description: 'Where it is; it stands behind the name in parentheses' }),
  ),
  site: Type.Optional(line({ maxLength: 100, description: 'Id of the home; needed where there are several' })),
  mqttAccount: Type.Optional(
    Type.Boolean({ description: 'Make an account of the built-in broker for it; needs broker.manage' }),
  ),
});
export type RegisterDevice = Frozen<Static<typeof RegisterDevice>>;

/** The new device, and what it has to be set to where it speaks MQTT; the password is told this once. */
export const RegisteredDevice = Type.Object({
  device: OneDevice,
  mqttConfig: Type.Optional(
    Type.Object({
      host: Type.String(),
      port: Type.Integer(),
      username: Type.String(),
      password: Type.String(),
      topic: Type.String(),
    }),
  ),
});
export type RegisteredDevice = Frozen<Static<typeof RegisteredDevice>>;
