// Topics on which programs speak about themselves or describe devices to one another: nothing is measured there, and nobody maps them.
// Sources: [zigbee2mqtt] (bridge, set, get, availability), [tasmota-mqtt] (discovery, cmnd), [esphome-mqtt] (discover, ping, debug), Home
// Assistant's MQTT discovery (<prefix>/<component>/…/config, birth message), the Homie convention ($ attributes), Z-Wave JS UI (_CLIENTS,
// _EVENTS), Venus OS (R/…, W/…, keep-alive), brokers ($SYS).

/** What a bridge of zigbee2mqtt says, whatever its base topic is called. */
const bridge =
  /(?:^|\/)bridge\/(?:state|info|devices|groups|definitions?|extensions?|converters?|logging|log|event|health|config|networkmap|request|response)(?:\/|$)/;

/** Kinds of entities that Home Assistant is told of. */
const components =
  'alarm_control_panel|binary_sensor|button|camera|climate|cover|device|device_automation|device_tracker|event|fan|humidifier|image|lawn_mower|light|lock|notify|number|scene|select|sensor|siren|switch|tag|text|update|vacuum|valve|water_heater';

const patterns: readonly RegExp[] = [
  // Brokers about themselves, and Homie about its devices.
  /(?:^|\/)\$/,
  bridge,
  /^zigbee2mqtt\/(?:bridge(?:\/|$)|.+\/(?:set|get|availability)(?:\/|$))/,
  /^tasmota\/discovery\//,
  /^(?:cmnd\/|.+\/cmnd\/)/,
  new RegExp(String.raw`(?:^|/)(?:${components})/(?:[\w-]+/)?[\w-]+/config$`),
  /^homeassistant\/status$/,
  /^esphome\/(?:discover|ping)(?:\/|$)/,
  /^shellies\/(?:announce$|command$|.+\/command$)/,
  /^homesync\/[^/]+\/nodes\/[^/]+\/command(?:\/|$)/,
  /(?:^|\/)_(?:CLIENTS|EVENTS)\//,
  /^(?:[RW]\/[\da-f]{12}\/|N\/[\da-f]{12}\/(?:keepalive|heartbeat|full_publish_completed)$)/,
];

/** Longest topic that is looked at: of a longer one only its beginning. */
const mostLength = 512;
const escape = 0x1b;

/** Whether a topic is one of a program's own, by its name, or by its last message: a log in colours. */
export function isOfProgram({
  topic,
  payload,
}: {
  readonly topic: string;
  readonly payload?: Uint8Array | undefined;
}): boolean {
  const text = topic.slice(0, mostLength);
  return payload?.[0] === escape || patterns.some((pattern) => pattern.test(text));
}
