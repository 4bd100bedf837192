// A Shelly without MQTT: the address that it opens a WebSocket to, and whether it came.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BrokerAccount } from '#api/set-up.ts';
import { brokerAccountsQuery } from '../account/queries.ts';
import { QrCode } from '../account/qr-code.tsx';
import { age } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { t } from '../words.ts';
import { CopyField } from './copy-field.tsx';
import { socketAddress } from './socket-address.ts';

const lookMs = 3000;

/** When a device signed in with an account. */
function Came({ username }: { readonly username: string }): ReactNode {
  const { data } = useQuery({ ...brokerAccountsQuery, refetchInterval: lookMs });
  const nowMs = useServerNow();
  const cameMs = data?.find((one) => one.username === username)?.cameMs;
  return (
    <output className="note">
      {cameMs === undefined ? t('broker.not-come') : t('broker.came', { age: age(Math.max(0, nowMs - cameMs)) })}
    </output>
  );
}

/** The address, to be copied or scanned. */
export function ShellyAddress({ account }: { readonly account: BrokerAccount }): ReactNode {
  const address = socketAddress({ ...account, page: window.location });
  return (
    <>
      <Came username={account.username} />
      <details className="more">
        <summary>{t('broker.shelly')}</summary>
        <p>{t('broker.shelly-text')}</p>
        <CopyField label={t('broker.shelly-address')} value={address} />
        <QrCode text={address} label={t('broker.shelly-code')} />
        {address.startsWith('wss:') && <p className="hint">{t('broker.shelly-tls')}</p>}
      </details>
    </>
  );
}
