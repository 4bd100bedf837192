// Charge points that are not set up: they come by themselves, are not let in, and say no more than what they are.
import { formatAddress } from '#core/address.ts';
import type { ChargePoints, WaitingChargePoint } from '#core/charge-points.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceTest, FieldView, FoundDevice } from '#core/field.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import type { ListedDefinition } from '#devices/listed.ts';
import type { Place } from './driver.ts';

const nameOf = ({ identity, maker, model, speaks }: WaitingChargePoint): string => {
  const said = [maker, model].filter((part) => part !== undefined).join(' ');
  const name = said === '' ? identity : said;
  return speaks === undefined ? name : `${name} (${speaks})`;
};

/** The charge points that knocked, for set-up. */
export function foundChargePoints(
  chargePoints: ChargePoints | undefined,
  definitions: readonly Pick<ListedDefinition, 'id' | 'title' | 'kind' | 'links'>[],
): readonly FoundDevice[] {
  const definition = definitions.find(({ links }) => links.includes('ocpp'));
  if (definition === undefined || chargePoints === undefined) return [];
  const { id: protocol, title, kind } = definition;
  return chargePoints
    .waiting()
    .filter(({ isRefused }) => !isRefused)
    .map((one) => ({
      protocol,
      title,
      kind,
      address: formatAddress({ scheme: 'ocpp', identity: one.identity }),
      name: nameOf(one),
      seenMs: one.seenMs,
    }));
}

/** What a charge point says of itself before it is let in. Errors: `address.invalid`, `link.timeout` if it has not knocked. */
export function testChargePoint(
  { address, definition: { id: protocol, title, kind } }: Place<MqttDefinition>,
  chargePoints: ChargePoints | undefined,
): DeviceTest {
  const at = formatAddress(address);
  if (address.scheme !== 'ocpp' || chargePoints === undefined)
    throw new SolsteadError('address.invalid', { at, why: because('charger.no-central') });
  const known = chargePoints.waiting().find(({ identity }) => identity === address.identity);
  if (known === undefined)
    throw new SolsteadError('link.timeout', {
      at,
      why: because('charger.not-come', { path: external(`/ocpp/${address.identity}`) }),
    });
  const { identity, from, maker, model, speaks } = known;
  if (speaks !== undefined)
    throw new SolsteadError('link.timeout', { at, why: because('charger.speaks', { said: external(speaks) }) });
  const value = (name: string, label: string, text: string | undefined): readonly FieldView[] =>
    text === undefined ? [] : [{ name, label, value: text, unit: '' }];
  return {
    protocol,
    title,
    kind,
    proposedName: nameOf(known),
    identity: model === undefined ? {} : { model: nameOf(known) },
    values: [
      ...value('identity', 'Id', identity),
      ...value('from', 'Address', from),
      ...value('maker', 'Maker', maker),
      ...value('model', 'Model', model),
    ],
    plausibility: because('charger.knocks'),
    tookMs: 0,
  };
}
