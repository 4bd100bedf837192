// How to point a Shelly to the built-in broker, with an account made for it.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { BrokerAccount } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { texts } from '../texts.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { CopyField } from './copy-field.tsx';

const usernamePattern = /^[A-Za-z0-9._-]{1,64}$/;

function Account({ account }: { readonly account: BrokerAccount }): ReactNode {
  const words = texts.broker;
  return (
    <div className="account" aria-live="polite">
      <CopyField label={words.host} value={account.host} />
      <CopyField label={words.port} value={String(account.port)} />
      <CopyField label={words.user} value={account.username} />
      <CopyField label={words.password} value={account.password} />
      <p className="note">{words.once}</p>
    </div>
  );
}

/** Steps and account. */
export function BrokerHelp(): ReactNode {
  const words = texts.broker;
  const [username, setUsername] = useState('shelly-1');
  const [tried, setTried] = useState(false);
  const create = useMutation({ mutationFn: () => call('addBrokerAccount', { body: { username: username.trim() } }) });
  const fits = usernamePattern.test(username.trim());
  const go = (): void => {
    setTried(true);
    if (fits) create.mutate();
  };
  return (
    <details className="more broker">
      <summary>{words.title}</summary>
      <p>{words.text}</p>
      <ol className="instructions">
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {create.data === undefined ? (
        <div className="field-row">
          <Field
            label={words.username}
            hint={words.usernameHint}
            problem={tried && !fits ? words.badUsername : undefined}
            value={username}
            autoCapitalize="none"
            spellCheck={false}
            onChange={({ target }) => setUsername(target.value)}
          />
          <Button busy={create.isPending ? words.busy : undefined} onClick={go}>
            {words.go}
          </Button>
        </div>
      ) : (
        <Account account={create.data} />
      )}
      {create.isError && <FailureNote failure={failureOf(create.error)} />}
    </details>
  );
}
