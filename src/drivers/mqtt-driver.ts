// The driver of devices that speak over MQTT at the home's broker.
import { because } from '#core/reason.ts';
import { formatAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import { testChargePoint } from './charge-point-test.ts';
import type { Driver, DriverParts, Place } from './driver.ts';
import { MqttDevice } from './mqtt-device.ts';

/** Such a device is found by what it publishes: nothing is asked at an address. */
function onlyAtBroker({ address, definition: { title } }: Place<MqttDefinition>): Promise<never> {
  const why = because('device.over-mqtt', { title });
  return Promise.reject(new SolsteadError('address.invalid', { at: formatAddress(address), why }));
}

/** The link that carries its messages. Errors: `address.invalid`. */
function linkOf(
  { id, topic }: Pick<DeviceRecord, 'id' | 'topic'>,
  { dialect }: MqttDefinition,
  { broker, chargePoints }: Pick<DriverParts, 'broker' | 'chargePoints'>,
): MessageLink {
  if (dialect.over === 'charge-points') {
    if (chargePoints !== undefined) return chargePoints.link;
    throw new SolsteadError('address.invalid', { at: id, why: because('charger.no-central') });
  }
  if (broker === undefined) throw new SolsteadError('address.invalid', { at: id, why: because('broker.not-here') });
  if (topic === undefined || topic === '')
    throw new SolsteadError('address.invalid', { at: id, why: because('device.no-topic') });
  return broker;
}

/** The driver of MQTT devices. */
export function makeMqttDriver({ broker, chargePoints, pool, ...parts }: DriverParts): Driver<MqttDefinition> {
  return {
    start(record, definition, listener) {
      const device = new MqttDevice(record, definition, {
        ...parts,
        ...listener,
        link: linkOf(record, definition, { broker, chargePoints }),
        withLink: (address, job) => pool.withLink(address, job),
      });
      device.start();
      return device;
    },
    async test(place) {
      if (place.definition.dialect.over !== 'charge-points') return onlyAtBroker(place);
      return testChargePoint(place, chargePoints);
    },
    readOnce: onlyAtBroker,
    setOnce: onlyAtBroker,
    discover: () => Promise.resolve(undefined),
  };
}
