// What the commands that open a home, a demo or a daemon are told by their flags.
import type { Role } from '#core/access.ts';
import type { Secret } from '#core/secrets.ts';
import type { UplinkForm } from '#core/uplink.ts';

/** Levels of the log, most talkative first. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How a line of the log is written; `auto`: as text if a person reads it between other lines. */
export const logFormats = ['auto', 'text', 'json'] as const;
export type LogFormat = (typeof logFormats)[number];

/** Flags of the commands that know what people add. */
export interface DevicesFlag {
  /** Folder of devices; `devices` in the data folder if absent. */
  readonly devices?: string;
  /** Folder of plug-ins; `plugins` in the data folder if absent. */
  readonly plugins?: string;
  /** The data folder; that of the environment if absent. */
  readonly data?: string;
}

/** Flags of what serves a home. */
interface ServerFlags {
  readonly port: number;
  readonly host: string;
  readonly mqttPort: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** Another port, for the monitoring interface alone. */
  readonly monitoringPort?: number;
  /** Another port, for homes that send their readings here. */
  readonly uplinkPort?: number;
  /** Another port, for charge points over OCPP alone. */
  readonly ocppPort?: number;
  /** Where this home sends its readings; the secret is in the environment. */
  readonly uplink?: string;
  /** Instead of them: a file that says it. */
  readonly uplinkFile?: string;
  readonly uplinkClient?: string;
  readonly uplinkForm?: UplinkForm;
  /** File with the certificate of who signed the far side's. */
  readonly uplinkCa?: string;
  readonly uplinkSecretFile?: string;
  readonly uplinkCommands?: boolean;
  /** Everybody may read `/metrics`. */
  readonly metricsOpen?: boolean;
  /** Most connections at once; absent: as many as the limits of the process leave, up to 1000. */
  readonly connections?: number;
}

/** Flags of `solstead serve`. */
export interface ServeFlags extends ServerFlags, DevicesFlag {
  readonly data: string;
  /** Address of an outside broker, to be used instead of the built-in one. */
  readonly mqttBroker?: string;
  /** Folder that is looked through for what an earlier system left. */
  readonly moveFrom?: string;
  /** First part of the topics of a Solar-Assistant that the home gets by itself. */
  readonly solarAssistant?: string;
  /** How many inverters and batteries it has. */
  readonly solarAssistantParts?: { readonly inverters: number; readonly batteries: number };
  /** File of a bridge to a second broker. */
  readonly mqttBridge?: string;
  /** Folder that outputs may write files to; absent: `outputs` of the data folder. */
  readonly outputFiles?: string;
  /** Place of the history; absent: the data folder. */
  readonly history?: Secret;
  /** Server of the records; absent: the data folder. */
  readonly records?: Secret;
  /** Addresses of proxies that are believed. */
  readonly trustedProxies?: readonly string[];
  /** Where the Supervisor of Home Assistant is, whose word about people counts. */
  readonly ingressFrom?: string;
  /** What these people may do when they first come, by name. */
  readonly ingressRoles?: ReadonlyMap<string, Role>;
  /** Names under which this computer may be asked for. */
  readonly name?: readonly string[];
  /** Files of a certificate and its key, PEM: with them the server uses HTTPS, and MQTT over TLS as well. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** A certificate that this computer signs itself. */
  readonly tlsSelfSigned?: boolean;
  /** Port without TLS that sends browsers to the one with it. */
  readonly redirectPort?: number;
  /** How long it says that it is not ready before it ends, s. */
  readonly drain?: number;
  /** Whether the local network is told where this home is. */
  readonly mdns?: boolean;
  /** Whether browsers are told to use HTTPS alone. */
  readonly hsts?: boolean;
  /** Other sites whose pages may ask with a token. */
  readonly allowOrigin?: readonly string[];
  /** Who is asked once a day whether there is a newer version; absent: nobody. */
  readonly updateCheck?: string;
  /** Address of Grafana, or its path on the same host; shown as a page. */
  readonly grafana?: string;
  /** Roles whose people prove that it is them before a dangerous command. */
  readonly proveCommands?: readonly Role[];
  readonly mqttsPort: number;
}

/** Flags of `solstead demo`. */
export interface DemoFlags extends ServerFlags {
  /** Folder to keep; absent: a temporary one. */
  readonly data?: string;
  readonly seed: number;
  /** Further devices of the demo. */
  readonly with?: readonly DemoGuest[];
  /** Whether it has a charger with a car; it has if absent. */
  readonly charger?: boolean;
  /** Whether its MQTT devices lose the broker again and again. */
  readonly loseBroker?: boolean;
}

/** Flags of `solstead daemon`. */
export interface DaemonFlags extends DevicesFlag {
  readonly configfile: string;
  readonly check?: boolean;
  readonly json?: boolean;
  /** Each device is asked once. */
  readonly once?: boolean;
  /** Folder of what waits for servers. */
  readonly data?: string;
  readonly pidfile?: string;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

/** Flags of `solstead doctor`: those of `serve` and `daemon` that say where everything is. */
export interface DoctorFlags
  extends Omit<DevicesFlag, 'data'>,
    Pick<
      ServeFlags,
      | 'data'
      | 'host'
      | 'port'
      | 'mqttPort'
      | 'mqttBroker'
      | 'mqttBridge'
      | 'uplinkFile'
      | 'outputFiles'
      | 'history'
      | 'records'
      | 'updateCheck'
    > {
  /** File of a daemon. */
  readonly configfile?: string;
}

/** Devices that may be added to the demo, by their definition. */
export const demoGuests = ['shelly-gen1', 'homesync-node', 'solar-assistant'] as const;
export type DemoGuest = (typeof demoGuests)[number];
