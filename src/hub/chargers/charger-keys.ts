// The passwords of charge points: each has one of its own, which is shown once and kept as a hash. With it a charge point comes in as itself
// and may do nothing else anywhere.
import { parseAddress } from '#core/address.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { BrokerAccounts } from '../broker-accounts.ts';

/** What a person enters at a charge point; the password is shown this once. */
export interface ChargerKey {
  /** Path below the address of this computer. */
  readonly path: string;
  readonly username: string;
  readonly password: string;
}

/** The passwords of charge points. */
export interface ChargerKeys {
  /** Whether it is the password of a charge point. Errors: `store.*`. */
  isPassword(identity: string, password: string): Promise<boolean>;
  /** A new one; the one before counts no more, and who is connected with it is ended. Errors: `input.invalid` if it needs none. */
  renew(device: Pick<DeviceRecord, 'address'>): Promise<ChargerKey>;
  /** The charge point of a device that is gone has none any more, unless another device is one of its connectors. */
  drop(device: Pick<DeviceRecord, 'address'>, others: readonly Pick<DeviceRecord, 'address'>[]): Promise<void>;
}

/** Path below which charge points come in. */
const chargerPath = '/ocpp/';

/** Its account among those of devices; at the broker it may do nothing. */
const accountOf = (identity: string): string => `ocpp:${identity}`;
const nothing = { publish: [], subscribe: [] } as const;

function identityOf({ address: text }: Pick<DeviceRecord, 'address'>): string | undefined {
  const address = parseAddress(text);
  return address.scheme === 'ocpp' ? address.identity : undefined;
}

/** The passwords over the accounts of devices. `ended`: who is connected as this charge point has to prove it anew. */
export function makeChargerKeys(
  accounts: Pick<BrokerAccounts, 'check' | 'recall' | 'add' | 'remove'>,
  ended: (identity: string) => void,
): ChargerKeys {
  const remove = async (identity: string): Promise<void> => {
    await accounts.remove(accountOf(identity)).catch((error: unknown) => {
      if (!isSolsteadError(error, 'input.invalid')) throw error;
    });
    ended(identity);
  };
  return {
    async isPassword(identity, password) {
      const name = accountOf(identity);
      return ((await accounts.recall(name, password)) ?? (await accounts.check(name, password))) !== undefined;
    },
    async renew(device) {
      const identity = identityOf(device);
      if (identity === undefined)
        throw new SolsteadError('input.invalid', { at: 'device', why: because('charger.no-key') });
      await remove(identity);
      const { password } = await accounts.add(accountOf(identity), nothing);
      return { path: `${chargerPath}${encodeURIComponent(identity)}`, username: identity, password };
    },
    async drop(device, others) {
      const identity = identityOf(device);
      const isLeft = others.some(
        ({ address }) => address.startsWith('ocpp://') && identityOf({ address }) === identity,
      );
      if (identity !== undefined && !isLeft) await remove(identity);
    },
  };
}
