// The driver of devices that speak over MQTT at the home's broker.
import { because } from '#core/reason.ts';
import { formatAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import type { Driver, DriverParts, Place } from './driver.ts';
import { MqttDevice } from './mqtt-device.ts';

/** Such a device is found by what it publishes: nothing is asked at an address. */
function onlyAtBroker({ address, definition: { title } }: Place<MqttDefinition>): Promise<never> {
  const why = because('device.over-mqtt', { title });
  return Promise.reject(new SolsteadError('address.invalid', { at: formatAddress(address), why }));
}

/** The driver of MQTT devices. */
export function makeMqttDriver({ broker, pool, ...parts }: DriverParts): Driver<MqttDefinition> {
  return {
    start(record, definition, listener) {
      if (broker === undefined)
        throw new SolsteadError('address.invalid', { at: record.id, why: because('broker.none') });
      if (record.topic === undefined || record.topic === '')
        throw new SolsteadError('address.invalid', { at: record.id, why: because('device.no-topic') });
      const device = new MqttDevice(record, definition, {
        ...parts,
        ...listener,
        link: broker,
        withLink: (address, job) => pool.withLink(address, job),
      });
      device.start();
      return device;
    },
    test: onlyAtBroker,
    readOnce: onlyAtBroker,
    setOnce: onlyAtBroker,
    discover: () => Promise.resolve(undefined),
  };
}
