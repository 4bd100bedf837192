// What the account has besides its password: codes of an app, recovery codes, passkeys, a PIN.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { CredentialView } from '#api/credentials.ts';
import { call, failureOf } from '../api.ts';
import { CopyField } from '../setup/copy-field.tsx';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { copyText } from '../ui/copy-text.ts';
import { Sheet } from '../ui/sheet.tsx';
import { dateWords } from './dates.ts';
import { hasPasskeys, makePasskey } from './passkey.ts';
import { QrCode } from './qr-code.tsx';
import { credentialsQuery } from './queries.ts';

interface PartProps {
  readonly view: CredentialView;
}

/** Does something that answers with the credentials as they are then. */
function useChange<Input>(change: (input: Input) => Promise<CredentialView | undefined>, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (view) => {
      if (view === undefined) return;
      client.setQueryData(credentialsQuery.queryKey, view);
      onDone?.();
    },
  });
}

function TotpSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { data, error, isError } = useQuery({
    queryKey: ['new-totp'],
    queryFn: () => call('beginTotp'),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const [code, setCode] = useState('');
  const turnOn = useChange(() => call('turnOnTotp', { body: { code } }), onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code !== '' && !turnOn.isPending) turnOn.mutate(undefined);
  };
  return (
    <Sheet title={t('credentials.totp')} onClose={onClose}>
      {isError && <FailureNote failure={failureOf(error)} />}
      {data === undefined && !isError && <Skeleton height={240} />}
      {data !== undefined && (
        <form className="stack" noValidate onSubmit={submit}>
          <p>{t('credentials.totp-scan')}</p>
          <QrCode text={data.address} label={t('credentials.totp-qr')} />
          <CopyField label={t('credentials.totp-secret')} value={data.secret} />
          <Field
            label={t('credentials.totp-first')}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
          {turnOn.isError && <FailureNote failure={failureOf(turnOn.error)} />}
          <div className="actions">
            <Button onClick={onClose}>{t('word.cancel')}</Button>
            <Button type="submit" look="primary" busy={turnOn.isPending ? t('account.saving') : undefined}>
              {t('credentials.turn-on')}
            </Button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

function TotpPart({ view }: PartProps): ReactNode {
  const [isTurningOn, setIsTurningOn] = useState(false);
  const turnOff = useChange(() => call('turnOffTotp'));
  return (
    <li>
      <div>
        <h3>{t('credentials.totp')}</h3>
        <p className="muted">{t(view.totp ? 'credentials.totp-on' : 'credentials.totp-off')}</p>
        {turnOff.isError && <FailureNote failure={failureOf(turnOff.error)} />}
      </div>
      {view.totp ? (
        <Button
          look="danger"
          aria-label={`${t('credentials.turn-off')}: ${t('credentials.totp')}`}
          onClick={() => turnOff.mutate(undefined)}
        >
          {t('credentials.turn-off')}
        </Button>
      ) : (
        <Button
          aria-label={`${t('credentials.turn-on')}: ${t('credentials.totp')}`}
          onClick={() => setIsTurningOn(true)}
        >
          {t('credentials.turn-on')}
        </Button>
      )}
      {isTurningOn && <TotpSheet onClose={() => setIsTurningOn(false)} />}
    </li>
  );
}

function CopyCodes({ codes }: { readonly codes: readonly string[] }): ReactNode {
  const [copied, setCopied] = useState(false);
  const onCopy = async (): Promise<void> => setCopied(await copyText(codes.join('\n')));
  return (
    <Button icon={copied ? 'check' : 'copy'} onClick={() => void onCopy()}>
      {copied ? t('word.copied') : t('word.copy')}
    </Button>
  );
}

function CodesPart({ view }: PartProps): ReactNode {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => call('makeRecoveryCodes'),
    onSettled: () => client.invalidateQueries({ queryKey: credentialsQuery.queryKey }),
  });
  return (
    <li>
      <div>
        <h3>{t('credentials.codes')}</h3>
        <p className="muted">{t('credentials.codes-left', { count: view.recoveryCodes })}</p>
        {make.isError && <FailureNote failure={failureOf(make.error)} />}
      </div>
      <Button onClick={() => make.mutate()}>{t('credentials.codes-new')}</Button>
      {make.data !== undefined && (
        <Sheet title={t('credentials.codes')} onClose={() => make.reset()}>
          <p>{t('credentials.codes-text')}</p>
          <ol className="recovery-codes">
            {make.data.codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ol>
          <div className="actions">
            <CopyCodes codes={make.data.codes} />
            <Button look="primary" onClick={() => window.print()}>
              {t('credentials.print')}
            </Button>
          </div>
        </Sheet>
      )}
    </li>
  );
}

const cancelled = () => ({
  code: 'web.passkey',
  message: t('credentials.passkey-cancelled'),
  repair: t('credentials.passkey-cancelled-repair'),
});

function PasskeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('');
  const add = useChange(async (given: string) => {
    const passkey = await makePasskey(await call('optionsForPasskey', { body: { use: 'make' } }));
    return passkey === undefined ? undefined : call('addPasskey', { body: { name: given, passkey } });
  }, onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '' && !add.isPending) add.mutate(name.trim());
  };
  return (
    <Sheet title={t('credentials.passkey-add')} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <Field
          label={t('credentials.passkey-name')}
          name="passkey-name"
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        {add.isError && <FailureNote failure={failureOf(add.error)} />}
        {add.isSuccess && add.data === undefined && <FailureNote failure={cancelled()} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="submit" look="primary" busy={add.isPending ? t('account.saving') : undefined}>
            {t('credentials.passkey-add')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function PasskeysPart({ view }: PartProps): ReactNode {
  const [isAdding, setIsAdding] = useState(false);
  const remove = useChange((id: string) => call('removePasskey', { params: { id } }));
  return (
    <>
      <li>
        <div>
          <h3>{t('credentials.passkeys')}</h3>
          <p className="muted">{t('credentials.passkeys-text')}</p>
          {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
        </div>
        {hasPasskeys() && <Button onClick={() => setIsAdding(true)}>{t('credentials.passkey-add')}</Button>}
        {isAdding && <PasskeySheet onClose={() => setIsAdding(false)} />}
      </li>
      {view.passkeys.map(({ id, name, usedMs }) => (
        <li key={id}>
          <div>
            <h3>{name}</h3>
            <p className="muted">
              {usedMs === undefined
                ? t('credentials.passkey-unused')
                : t('credentials.passkey-used', { date: dateWords(usedMs) })}
            </p>
          </div>
          <Button look="danger" aria-label={t('account.remove-of', { name })} onClick={() => remove.mutate(id)}>
            {t('account.remove')}
          </Button>
        </li>
      ))}
    </>
  );
}

function PinSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [pin, setPin] = useState('');
  const set = useChange((next: string) => call('setPin', { body: { pin: next } }), onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pin !== '' && !set.isPending) set.mutate(pin);
  };
  return (
    <Sheet title={t('credentials.pin-set')} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <Field
          label={t('credentials.pin-new')}
          name="new-pin"
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          value={pin}
          onChange={({ target }) => setPin(target.value)}
        />
        {set.isError && <FailureNote failure={failureOf(set.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="submit" look="primary" busy={set.isPending ? t('account.saving') : undefined}>
            {t('account.save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function PinPart({ view }: PartProps): ReactNode {
  const [isSetting, setIsSetting] = useState(false);
  const remove = useChange(() => call('removePin'));
  return (
    <li>
      <div>
        <h3>{t('credentials.pin')}</h3>
        <p className="muted">{t(view.pin ? 'credentials.pin-on' : 'credentials.pin-off')}</p>
        {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
      </div>
      <div className="actions">
        {view.pin && (
          <Button
            look="danger"
            aria-label={t('account.remove-of', { name: t('credentials.pin') })}
            onClick={() => remove.mutate(undefined)}
          >
            {t('account.remove')}
          </Button>
        )}
        <Button onClick={() => setIsSetting(true)}>{t('credentials.pin-set')}</Button>
      </div>
      {isSetting && <PinSheet onClose={() => setIsSetting(false)} />}
    </li>
  );
}

/** All of it. */
export function CredentialsCard(): ReactNode {
  const { data, error, isError, refetch } = useQuery(credentialsQuery);
  return (
    <Card title={t('credentials.title')}>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={200} />}
      {data !== undefined && (
        <ul className="rows">
          <TotpPart view={data} />
          <CodesPart view={data} />
          <PasskeysPart view={data} />
          <PinPart view={data} />
        </ul>
      )}
    </Card>
  );
}
