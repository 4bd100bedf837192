// Asks whether it is still the same person, when the server wants to know before it does something; the request is repeated then.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import type { EndpointId } from '#api/routes.ts';
import { answerStepUp, call, failureOf } from '../api.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { hasPasskeys, signWithPasskey } from './passkey.ts';
import { credentialsQuery } from './queries.ts';

/** What was typed as proof. */
interface Typed {
  readonly secret: string;
  readonly isPin: boolean;
  /** Of an app; empty where none is asked for. */
  readonly code: string;
}

/** Proves who it is, by what was typed or by a passkey. */
function useProof({ secret, isPin, code }: Typed, onEnd: (isProven: boolean) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (by: 'typed' | 'passkey') => {
      if (by === 'typed') {
        const known = isPin ? { pin: secret } : { password: secret, ...(code === '' ? {} : { code }) };
        return call('confirmPerson', { body: known });
      }
      const passkey = await signWithPasskey(await call('optionsForPasskey', { body: { use: 'sign' } }));
      return passkey === undefined ? undefined : call('confirmPerson', { body: { passkey } });
    },
    onSuccess: (view) => {
      if (view === undefined) return;
      client.setQueryData(credentialsQuery.queryKey, view);
      onEnd(true);
    },
  });
}

/** What gives values to somebody outside. */
const outputs: ReadonlySet<EndpointId> = new Set([
  'addOutput',
  'changeOutput',
  'removeOutput',
  'testOutput',
  'giveStatistics',
]);

/** What is to be done, and who is told how it ended. */
interface Asked {
  readonly id: EndpointId;
  readonly onEnd: (isProven: boolean) => void;
}

function ProofForm({ id, onEnd }: Asked): ReactNode {
  const { data } = useQuery(credentialsQuery);
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState('');
  const [wantsPassword, setWantsPassword] = useState(false);
  const hasPin = data?.pin === true && !wantsPassword;
  const hasCode = data?.totp === true && !hasPin;
  const confirm = useProof({ secret: typed, isPin: hasPin, code: hasCode ? code.trim() : '' }, onEnd);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== '' && !confirm.isPending) confirm.mutate('typed');
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <p>{t(outputs.has(id) ? 'proof.text-output' : 'proof.text')}</p>
      <Field
        label={t(hasPin ? 'proof.pin' : 'proof.password')}
        name={hasPin ? 'pin' : 'password'}
        type="password"
        inputMode={hasPin ? 'numeric' : 'text'}
        autoComplete={hasPin ? 'off' : 'current-password'}
        maxLength={hasPin ? 12 : 200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {hasCode && (
        <Field
          label={t('sign-in.code')}
          name="code"
          autoComplete="one-time-code"
          maxLength={40}
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
      )}
      {confirm.isError && <FailureNote failure={failureOf(confirm.error)} />}
      <div className="actions">
        {data?.pin === true && (
          <Button
            look="quiet"
            onClick={() => {
              setWantsPassword(!wantsPassword);
              setTyped('');
            }}
          >
            {t(wantsPassword ? 'proof.with-pin' : 'proof.with-password')}
          </Button>
        )}
        {(data?.passkeys.length ?? 0) > 0 && hasPasskeys() && (
          <Button onClick={() => confirm.mutate('passkey')}>{t('proof.passkey')}</Button>
        )}
        <Button type="submit" look="primary" busy={confirm.isPending ? t('proof.busy') : undefined}>
          {t('proof.go')}
        </Button>
      </div>
    </form>
  );
}

/** The dialog, once in the app; closed until the server asks. */
export function StepUp(): ReactNode {
  const [asked, setAsked] = useState<Asked | undefined>();
  useEffect(
    () =>
      answerStepUp(
        (id) =>
          new Promise((onEnd) => {
            setAsked({ id, onEnd });
          }),
      ),
    [],
  );
  if (asked === undefined) return null;
  const end = (isProven: boolean): void => {
    setAsked(undefined);
    asked.onEnd(isProven);
  };
  return (
    <Sheet title={t('proof.title')} onClose={() => end(false)}>
      <ProofForm id={asked.id} onEnd={end} />
    </Sheet>
  );
}
