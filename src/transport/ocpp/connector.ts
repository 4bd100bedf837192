// What is known of one connector of a charge point, and the state that drivers read. Pure.
import type { ChargeLimit } from './profiles.ts';
import type { Measured } from './meter-values.ts';
import type { RequestOf } from './requests.ts';

/** A connector. */
export interface Connector {
  /** In words of the catalogue; absent: it has not said, or in a word that is not known. */
  state?: string;
  isPlugged?: boolean;
  fault?: string;
  measured: Measured;
  /** When it measured last, as it says. */
  stamp?: string;
  /** What it was told, or says that it is limited to. */
  limit?: ChargeLimit;
  /** When it was told last, on the monotonic clock, ms. */
  toldMs?: number;
  transaction?: number;
  /** It is paused by ending its charge. */
  isStoppedToPause?: boolean;
  /** Its charge was ended from here to pause it: it is begun again. */
  isStopped?: boolean;
  /** What it had counted when it was allowed to charge, Wh. */
  allowedWh?: number;
}

/** States of OCPP, and what they are called here. Source: OCPP 1.6 edition 2, 7.7 (ChargePointStatus). */
const states: Readonly<Record<string, readonly [state: string, isPlugged: boolean | undefined]>> = {
  Available: ['available', false],
  Preparing: ['preparing', true],
  Charging: ['charging', true],
  SuspendedEV: ['suspended-ev', true],
  SuspendedEVSE: ['suspended-evse', true],
  Finishing: ['finishing', true],
  Reserved: ['reserved', undefined],
  Unavailable: ['unavailable', undefined],
  Faulted: ['faulted', undefined],
};

/** A connector of which nothing is known. */
export const unknownConnector = (): Connector => ({ measured: {} });

/** Its contactor is open in every state but one: nothing flows. Source: OCPP 1.6 edition 2, 4.9. */
const isOpen = ({ state }: Connector): boolean => state !== undefined && state !== 'charging' && state !== 'faulted';

/** Takes what it says of itself. */
export function takeStatus(connector: Connector, { status, errorCode, info }: RequestOf<'StatusNotification'>): void {
  const known = Object.hasOwn(states, status) ? states[status] : undefined;
  if (known === undefined) {
    delete connector.state;
    return;
  }
  const [state, isPlugged] = known;
  connector.state = state;
  if (isPlugged === undefined) delete connector.isPlugged;
  else connector.isPlugged = isPlugged;
  if (state === 'available') {
    delete connector.transaction;
    delete connector.isStopped;
  }
  const fault = errorCode === undefined || errorCode === 'NoError' ? '' : [errorCode, info ?? ''].join(' ').trim();
  connector.fault = fault.slice(0, 100);
  if (isOpen(connector)) connector.measured = withoutFlow(connector.measured);
}

function withoutFlow({ energy, soc }: Measured): Measured {
  return {
    power: 0,
    current_l1: 0,
    ...(energy === undefined ? {} : { energy }),
    ...(soc === undefined ? {} : { soc }),
  };
}

/** What holds until it says otherwise: how it stands, not what it measures. */
export function standing({ state, isPlugged, fault, limit, measured }: Connector): Readonly<Record<string, unknown>> {
  const flows = isOpen({ measured, ...(state === undefined ? {} : { state }) }) ? { measured: { power: 0 } } : {};
  return {
    ...(state === undefined ? {} : { state }),
    ...(isPlugged === undefined ? {} : { plugged: isPlugged }),
    ...(fault === undefined ? {} : { fault }),
    ...(limit === undefined
      ? {}
      : {
          enabled: limit.isEnabled,
          ...(limit.currentA === undefined ? {} : { limit: limit.currentA }),
          ...(limit.phases === undefined ? {} : { phases: limit.phases }),
        }),
    ...flows,
  };
}
