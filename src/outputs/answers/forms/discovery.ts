// Answers for Home Assistant and Domoticz, on the discovery topics and with the ids of mpp-solar: whoever changes over keeps entities,
// dashboards and statistics. What there is, is kept by the broker, so that it outlives a restart of Home Assistant.
import { isUnit, type Unit } from '#core/unit.ts';
import type { OutMessage } from '../../broker-session.ts';
import type { KeyedField, ShapedAnswer } from '../shape.ts';
import { level, type MessageForm } from './messages.ts';

/** The id of an entity: that of the old program. */
const entityId = (tag: string, key: string): string => `mpp_${tag}_${key}`;

/** Home Assistant takes letters, digits, dashes and underscores in a topic, the old program whatever came. */
const place = (id: string): string => level(id).replaceAll(' ', '_');

const isSwitch = ({ unit, value }: KeyedField): boolean =>
  unit === 'bool' || value === 'enabled' || value === 'disabled';

/** A switch as Home Assistant knows it; what is neither stays. */
function switchState(value: string | number): string {
  if (value === 0 || value === '0' || value === 'disabled') return 'OFF';
  if (value === 1 || value === '1' || value === 'enabled') return 'ON';
  return String(value);
}

/** The class of Home Assistant that a unit says (sensor/const.py). */
const classOfUnit: Readonly<Partial<Record<Unit, string>>> = {
  Hz: 'frequency',
  A: 'current',
  V: 'voltage',
  W: 'power',
  Wh: 'energy',
};

/** The class of a unit, if it has one. */
const classOf = (unit: string): string | undefined => (isUnit(unit) ? classOfUnit[unit] : undefined);

function classesOf({ unit, deviceClass, stateClass, icon }: KeyedField): Readonly<Record<string, string>> {
  const found = classOf(unit);
  return {
    ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
    ...(stateClass === undefined ? {} : { state_class: stateClass }),
    ...(icon === undefined ? {} : { icon }),
    ...(found === undefined ? {} : { device_class: found }),
    ...(found === 'energy' ? { icon: 'mdi:counter', state_class: 'total_increasing' } : {}),
  };
}

/** An entity without a device, as `hass_mqtt` has it: only watts have classes. */
function plainConfig(answer: ShapedAnswer, field: KeyedField, stateTopic: string): Readonly<Record<string, unknown>> {
  const { unit, key, name } = field;
  const isWatts = classOf(unit) === 'power';
  return {
    name: `${answer.tag} ${name}`,
    state_topic: stateTopic,
    ...(isSwitch(field) || unit === '' ? {} : { unit_of_measurement: unit }),
    unique_id: entityId(answer.tag, key),
    ...(isWatts ? { state_class: 'measurement', device_class: 'power' } : {}),
    force_update: true,
  };
}

/** An entity of a device, as `hassd_mqtt` has it: the device is known by its name there. */
function deviceConfig(answer: ShapedAnswer, field: KeyedField, stateTopic: string): Readonly<Record<string, unknown>> {
  const { device, identity, tag } = answer;
  const { unit, key, name } = field;
  return {
    name: `${tag} ${name}`,
    state_topic: stateTopic,
    unique_id: entityId(tag, key),
    force_update: true,
    ...(unit === '' || isSwitch(field) ? {} : { unit_of_measurement: unit }),
    device: {
      name: device,
      identifiers: [device],
      model: identity['model'] ?? device,
      manufacturer: 'MPP-Solar',
      ...(identity['serial'] === undefined ? {} : { serial_number: identity['serial'] }),
      ...(identity['firmware'] === undefined ? {} : { sw_version: identity['firmware'] }),
    },
    ...(isSwitch(field) ? {} : classesOf(field)),
  };
}

type ConfigOf = typeof plainConfig;

/** First what there is, then its values, as Home Assistant drops the value of what it does not know. */
const entities =
  (configOf: ConfigOf): MessageForm =>
  (answer, { retain = false }) => {
    const found = answer.fields.map((field): readonly [OutMessage, OutMessage] => {
      const kind = isSwitch(field) ? 'binary_sensor' : 'sensor';
      const base = `homeassistant/${kind}/${place(entityId(answer.tag, field.key))}`;
      const stateTopic = `${base}/state`;
      const payload = JSON.stringify(configOf(answer, field, stateTopic));
      const state = isSwitch(field) ? switchState(field.value) : String(field.value);
      return [
        { topic: `${base}/config`, payload, retain: true },
        { topic: stateTopic, payload: state, retain },
      ];
    });
    return [...found.map(([config]) => config), ...found.map(([, state]) => state)];
  };

const domoticzState = ({ tag }: ShapedAnswer, { key }: KeyedField): string =>
  `domoticz/sensor/${place(entityId(tag, key))}/state`;

/** Units that stand behind the value there. */
const shownUnits = /^[AVW%]$/;

const domoticzMqtt: MessageForm = (answer, { retain = false }) =>
  answer.fields.map((field) => {
    const { unit, value } = field;
    const payload = shownUnits.test(unit) ? `${value} ${unit}` : String(value);
    return { topic: domoticzState(answer, field), payload, retain };
  });

const domoticzAutodiscover: MessageForm = (answer) =>
  answer.fields.map((field) => {
    const { key, name, unit } = field;
    const id = entityId(answer.tag, key);
    const payload = JSON.stringify({
      name: `${answer.tag} ${name}`,
      stat_t: domoticzState(answer, field),
      ...(unit === '' ? {} : { unit_of_meas: unit }),
      uniq_id: id,
      ...(classOf(unit) === 'power' ? { stat_cla: 'measurement', device_class: 'power' } : {}),
    });
    return { topic: `homeassistant/sensor/${place(id)}/config`, payload, retain: true };
  });

/** The forms of discovery. */
export const discoveryForms = {
  hass_mqtt: entities(plainConfig),
  hassd_mqtt: entities(deviceConfig),
  domoticz_mqtt: domoticzMqtt,
  domoticz_autodiscover: domoticzAutodiscover,
} as const satisfies Readonly<Record<string, MessageForm>>;
