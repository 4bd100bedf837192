// How to point a device to the built-in broker, with an account made for it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import type { BrokerAccount } from '#api/set-up.ts';
import { call, failureOf } from '../api.ts';
import { brokerQuery } from '../queries.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { CopyField } from './copy-field.tsx';
import { ShellyAddress } from './shelly-address.tsx';

type Access = 'device' | 'program';

const usernamePattern = /^[A-Za-z0-9._-]{1,64}$/;

function Account({ account, access }: { readonly account: BrokerAccount; readonly access: Access }): ReactNode {
  return (
    <div className="account" aria-live="polite">
      <CopyField label={t('broker.host')} value={account.host} />
      <CopyField label={t('broker.port')} value={String(account.port)} />
      <CopyField label={t('broker.user')} value={account.username} />
      <CopyField label={t('broker.password')} value={account.password} />
      <p className="note">{t('broker.once')}</p>
      {access === 'device' && <ShellyAddress account={account} />}
    </div>
  );
}

/** The steps at the device. */
function Steps(): ReactNode {
  return (
    <ol className="instructions">
      {([0, 1, 2, 3] as const).map((step) => (
        <li key={step}>{t(`broker.steps.${step}`)}</li>
      ))}
    </ol>
  );
}

/** An account of the built-in broker, made here: of a device, or of a program that hears what outputs say. */
function OwnAccount({ access }: { readonly access: Access }): ReactNode {
  const [username, setUsername] = useState(access === 'device' ? 'device-1' : 'home-assistant');
  const id = useId();
  const [certificate, setCertificate] = useState('');
  const [tried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: () => {
      const proof = certificate.trim() === '' ? {} : { certificate: certificate.trim() };
      return call('addBrokerAccount', { body: { username: username.trim(), access, ...proof } });
    },
  });
  const fits = usernamePattern.test(username.trim());
  const go = (): void => {
    setTried(true);
    if (fits) create.mutate();
  };
  const another = (): void => {
    setUsername('');
    setCertificate('');
    setTried(false);
    create.reset();
  };
  return (
    <>
      {create.data === undefined ? (
        <>
          <div className="field-row">
            <Field
              label={t('broker.username')}
              hint={t('broker.username-hint')}
              problem={tried && !fits ? t('broker.bad-username') : undefined}
              value={username}
              autoCapitalize="none"
              spellCheck={false}
              onChange={({ target }) => setUsername(target.value)}
            />
            <Button busy={create.isPending ? t('broker.busy') : undefined} onClick={go}>
              {t('broker.go')}
            </Button>
          </div>
          <details className="more">
            <summary>{t('broker.certificate')}</summary>
            <p className="note">{t('broker.certificate-text')}</p>
            <div className="field">
              <label htmlFor={id}>{t('broker.certificate-label')}</label>
              <textarea
                className="code"
                id={id}
                rows={4}
                value={certificate}
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
                onChange={({ target }) => setCertificate(target.value)}
              />
            </div>
          </details>
        </>
      ) : (
        <>
          <Account account={create.data} access={access} />
          <Button onClick={another}>{t('broker.another')}</Button>
        </>
      )}
      {create.isError && <FailureNote failure={failureOf(create.error)} />}
    </>
  );
}

/** An account for a program; nothing where the broker is an outside one. */
export function ProgramAccount(): ReactNode {
  const { data: broker } = useQuery(brokerQuery);
  if (broker?.kind !== 'built-in') return null;
  return (
    <details className="more broker">
      <summary>{t('outputs.account')}</summary>
      <p>{t('outputs.account-text')}</p>
      <OwnAccount access="program" />
    </details>
  );
}

/** Which broker it is, and how to reach it. */
export function BrokerHelp(): ReactNode {
  const { data: broker, error, isError, refetch } = useQuery(brokerQuery);
  if (isError && broker === undefined) return <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (broker === undefined) return null;
  if (broker.kind === 'none') return <p className="note">{t('broker.none')}</p>;
  const isOutside = broker.kind === 'outside';
  return (
    <details className="more broker">
      <summary>{t('broker.title')}</summary>
      <p>{isOutside ? t('broker.outside') : t('broker.text')}</p>
      {isOutside && <CopyField label={t('broker.host')} value={broker.address.replace(/^mqtts?:\/\//, '')} />}
      {!isOutside && broker.hosts.length === 0 && <p className="note">{t('broker.unreachable')}</p>}
      <Steps />
      {!isOutside && <OwnAccount access="device" />}
      {!isOutside && broker.hosts.length > 1 && (
        <p className="hint">{t('broker.other-hosts', { hosts: broker.hosts.slice(1).join(', ') })}</p>
      )}
    </details>
  );
}
