// For tests only: what Home Assistant takes, as its documents say; apart from the code that is held against it.
// Source: Home Assistant, "MQTT" (discovery, sensor, binary_sensor, switch, number, select, button, event, text), and developer documents,
// "Sensor entity" (device classes, units, state classes).

/** Units and state classes of each class of a sensor that is used. */
export const sensorClasses: Readonly<
  Record<string, { readonly units: readonly string[]; readonly states: readonly string[] }>
> = {
  power: { units: ['mW', 'W', 'kW', 'MW', 'GW', 'TW'], states: ['measurement'] },
  energy: { units: ['J', 'kJ', 'mWh', 'Wh', 'kWh', 'MWh', 'GWh', 'TWh'], states: ['total', 'total_increasing'] },
  battery: { units: ['%'], states: ['measurement'] },
  voltage: { units: ['V', 'mV', 'µV', 'kV', 'MV'], states: ['measurement'] },
  current: { units: ['A', 'mA'], states: ['measurement'] },
  frequency: { units: ['Hz', 'kHz', 'MHz', 'GHz'], states: ['measurement'] },
  apparent_power: { units: ['mVA', 'VA', 'kVA'], states: ['measurement'] },
  reactive_power: { units: ['mvar', 'var', 'kvar'], states: ['measurement'] },
  power_factor: { units: ['', '%'], states: ['measurement'] },
  temperature: { units: ['°C', '°F', 'K'], states: ['measurement'] },
  duration: { units: ['d', 'h', 'min', 's', 'ms'], states: ['measurement', 'total', 'total_increasing'] },
  signal_strength: { units: ['dB', 'dBm'], states: ['measurement'] },
  monetary: { units: ['EUR', 'USD', 'CHF', 'GBP', 'BRL'], states: ['total'] },
};

/** Classes of a binary sensor. */
export const binaryClasses = ['connectivity', 'running', 'power', 'problem', 'plug', 'battery_charging'];
/** Classes of a number, with the unit that is used of each. */
export const numberClasses: Readonly<Record<string, string>> = {
  power: 'W',
  voltage: 'V',
  current: 'A',
  frequency: 'Hz',
  temperature: '°C',
};

const common = [
  'platform',
  'unique_id',
  'default_entity_id',
  'name',
  'entity_category',
  'value_template',
  'state_topic',
];
/** Keys of each platform that are used, and those that it needs. */
export const platforms: Readonly<
  Record<string, { readonly keys: readonly string[]; readonly needs: readonly string[] }>
> = {
  sensor: {
    keys: [
      ...common,
      'device_class',
      'unit_of_measurement',
      'state_class',
      'suggested_display_precision',
      'last_reset_value_template',
    ],
    needs: ['value_template'],
  },
  binary_sensor: { keys: [...common, 'device_class', 'payload_on', 'payload_off'], needs: ['value_template'] },
  switch: {
    keys: [...common, 'command_topic', 'payload_on', 'payload_off', 'state_on', 'state_off'],
    needs: ['command_topic'],
  },
  number: {
    keys: [...common, 'command_topic', 'min', 'max', 'step', 'mode', 'unit_of_measurement', 'device_class'],
    needs: ['command_topic', 'min', 'max'],
  },
  select: { keys: [...common, 'command_topic', 'options'], needs: ['command_topic', 'options'] },
  button: { keys: [...common, 'command_topic', 'payload_press'], needs: ['command_topic'] },
  event: { keys: [...common, 'event_types'], needs: ['state_topic', 'event_types'] },
  text: { keys: [...common, 'command_topic', 'pattern', 'mode', 'min', 'max'], needs: ['command_topic'] },
};

/** Keys of a payload of a device, of its device, and of its origin. */
export const payloadKeys = [
  'device',
  'origin',
  'components',
  'availability',
  'availability_mode',
  'state_topic',
  'qos',
];
export const deviceKeys = ['identifiers', 'name', 'manufacturer', 'model', 'serial_number', 'sw_version', 'hw_version'];
/** Characters of ids in topics. */
export const topicId = /^[a-zA-Z0-9_-]+$/;
/** Ids of entities. */
export const entityId = /^[a-z_]+\.[a-z0-9_]+$/;
