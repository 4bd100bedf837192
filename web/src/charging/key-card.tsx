// Charge points that come over OCPP: where each calls, and its password, which is shown once.
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call, failureOf } from '../api.ts';
import { useLiveState } from '../live-hooks.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';

const chargePoint = 'ocpp16';

interface KeyRowProps {
  readonly device: { readonly id: string; readonly name: string };
}

function KeyRow({ device }: KeyRowProps): ReactNode {
  const site = useSite();
  const key = useMutation({
    mutationFn: () => call('renewChargerKey', { params: { site: site.id, device: device.id } }),
  });
  const { protocol, host } = window.location;
  return (
    <li className="holding">
      <p>
        <strong>{device.name}</strong>
      </p>
      {key.data !== undefined && (
        <dl className="charger-key">
          <dt>{t('charging.key-address')}</dt>
          <dd>
            <code>{`${protocol === 'https:' ? 'wss' : 'ws'}://${host}${key.data.path}`}</code>
          </dd>
          <dt>{t('charging.key-user')}</dt>
          <dd>
            <code>{key.data.username}</code>
          </dd>
          <dt>{t('charging.key-password')}</dt>
          <dd>
            <code>{key.data.password}</code>
          </dd>
        </dl>
      )}
      <Button busy={key.isPending ? t('charging.choosing') : undefined} onClick={() => key.mutate()}>
        {t('charging.key-make')}
      </Button>
      <div aria-live="polite">
        {key.isSuccess && <p>{t('charging.key-once')}</p>}
        {key.isError && <FailureNote failure={failureOf(key.error)} />}
      </div>
    </li>
  );
}

/** The charge points; nothing in a home without any, and for who may not set them up. */
export function KeyCard(): ReactNode {
  const mayManage = useMay('device.manage');
  const devices = useLiveState((state) => state.devices);
  const points = devices?.filter(({ definition }) => definition === chargePoint) ?? [];
  if (!mayManage || points.length === 0) return null;
  return (
    <Card title={t('charging.keys')} className="automation-card">
      <p className="muted">{t('charging.keys-text')}</p>
      <ul className="holdings">
        {points.map((device) => (
          <KeyRow key={device.id} device={device} />
        ))}
      </ul>
    </Card>
  );
}
