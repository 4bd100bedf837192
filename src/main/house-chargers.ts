// The charge points of a house, wired: who comes in over OCPP, with which password.
import type { Logger } from 'pino';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { RecordStore } from '#core/records.ts';
import type { AutomationDesk } from '#hub/automation/desk-types.ts';
import type { BrokerAccounts } from '#hub/broker-accounts.ts';
import { type ChargerKeys, makeChargerKeys } from '#hub/chargers/charger-keys.ts';
import { type ChargeDesk, openChargeDesk } from '#hub/chargers/desk.ts';
import { socketsAmong } from '#hub/chargers/socket-charges.ts';
import type { ToldTransaction } from '#hub/chargers/sessions.ts';
import { type CentralSystem, openCentralSystem } from '#transport/ocpp/central-system.ts';

/** The charge points of a house. */
export interface HouseChargers {
  readonly central: CentralSystem;
  readonly keys: ChargerKeys;
  readonly charges: ChargeDesk;
}

/** What the central system tells of a transaction. */
function toldIn(payload: Uint8Array): ToldTransaction | undefined {
  const parsed: unknown = JSON.parse(new TextDecoder().decode(payload));
  if (!isRecord(parsed)) return undefined;
  const { transaction, tag, reason } = parsed;
  if (typeof transaction !== 'number') return undefined;
  const number = (key: 'startMs' | 'startWh' | 'stopMs' | 'stopWh') => {
    const value = parsed[key];
    return typeof value === 'number' ? { [key]: value } : {};
  };
  return {
    transaction,
    ...number('startMs'),
    ...number('startWh'),
    ...number('stopMs'),
    ...number('stopWh'),
    ...(typeof tag === 'string' ? { tag } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
  };
}

/** Lets the charges follow the sockets that the automation charges cars at. */
export function followSockets(charges: ChargeDesk, automations: Pick<AutomationDesk, 'board'>): void {
  charges.followSockets((site) => {
    try {
      return socketsAmong(automations.board(site).chargers);
    } catch (error) {
      // A home that opens or closes has no board yet, or none any more.
      if (isSolsteadError(error) && error.code === 'site.unknown') return [];
      throw error;
    }
  });
}

/** Opens them. */
export function openHouseChargers({
  clock,
  log,
  accounts,
  records,
}: {
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  readonly accounts: BrokerAccounts;
  readonly records: Pick<RecordStore, 'charges'>;
}): HouseChargers {
  const charges = openChargeDesk({ clock, log, store: records.charges });
  const opened: { central?: CentralSystem } = {};
  const keys = makeChargerKeys(accounts, (identity) => opened.central?.end(identity));
  const central = openCentralSystem({
    clock,
    warn: (line) => log.warn(line),
    isPassword: (identity, password) => keys.isPassword(identity, password),
    accepts: (identity, tag) => charges.accepts(identity, tag),
  });
  opened.central = central;
  central.link.subscribe('ocpp/+/+/transaction', ({ topic, payload }) => {
    const [, id = '', connector] = topic.split('/');
    const told = toldIn(payload);
    if (told !== undefined)
      charges.transaction({ identity: decodeURIComponent(id), connector: Number(connector) }, told);
  });
  return { central, keys, charges };
}
