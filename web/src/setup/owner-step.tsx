// Step 1: the owner's account, the home's name and its clock.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Claim } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { enterSession, sessionQuery } from '../queries.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { browserZone, knownZones } from '../zone.ts';
import { Combo } from './combo.tsx';
import { PasswordField, passwordLength } from './password-field.tsx';

interface Entries {
  readonly name: string;
  readonly password: string;
  /** What the console shows; only asked for on other computers. */
  readonly code: string;
  readonly home: string;
  readonly zone: string | undefined;
}

type Problems = Partial<Record<keyof Entries, string>>;

function problemsOf({ name, password, code, home, zone }: Entries, needsCode: boolean): Problems {
  return {
    ...(needsCode && code.trim() === '' ? { code: t('owner.need-code') } : {}),
    ...(name.trim() === '' ? { name: t('owner.need-name') } : {}),
    ...(password.length < passwordLength
      ? { password: t('owner.more', { missing: passwordLength - password.length }) }
      : {}),
    ...(home.trim() === '' ? { home: t('owner.need-name') } : {}),
    ...(zone === undefined ? { zone: t('owner.need-zone') } : {}),
  };
}

const zones = knownZones().map((id) => ({ id, label: id.replaceAll('_', ' ') }));

/** The browser's zone if the list has it. */
function presetZone(): string | undefined {
  const own = browserZone();
  return zones.some(({ id }) => id === own) ? own : undefined;
}

function claimOf({ name, password, code, home, zone }: Entries): Claim {
  const known = code.trim() === '' ? {} : { code: code.trim() };
  return { name: name.trim(), password, ...known, site: { name: home.trim(), timeZone: zone ?? 'UTC' } };
}

interface CodeFieldProps {
  readonly value: string;
  readonly problem?: string | undefined;
  readonly onChange: (code: string) => void;
}

/** The set-up code, if this is another computer than the one Solstead runs on. */
export function CodeField({ value, problem, onChange }: CodeFieldProps): ReactNode {
  const { data: session } = useQuery(sessionQuery);
  if (session?.needsCode !== true) return null;
  return (
    <Field
      label={t('owner.code')}
      hint={t('owner.code-hint')}
      name="code"
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      value={value}
      problem={problem}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** The form of the first visitor. */
export function OwnerStep(): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [entries, setEntries] = useState<Entries>(() => ({
    name: '',
    password: '',
    code: '',
    home: t('owner.home-default'),
    zone: presetZone(),
  }));
  const [tried, setTried] = useState(false);
  const set = (part: Partial<Entries>): void => setEntries((before) => ({ ...before, ...part }));
  const { data: known } = useQuery(sessionQuery);
  const found = problemsOf(entries, known?.needsCode === true);
  const problems = tried ? found : {};
  const claim = useMutation({
    mutationFn: () => call('claimHome', { body: claimOf(entries) }),
    onSuccess: async (session) => {
      await navigate({ to: '/start/$step', params: { step: 'place' }, replace: true });
      enterSession(client, session);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(found).length === 0 && !claim.isPending) claim.mutate();
  };
  return (
    <form className="card narrow" onSubmit={submit} noValidate>
      <h1>{t('owner.title')}</h1>
      <p className="muted">{t('owner.text')}</p>
      <Field
        label={t('owner.name')}
        name="username"
        autoComplete="username"
        maxLength={80}
        value={entries.name}
        problem={problems.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <PasswordField value={entries.password} problem={problems.password} onChange={(password) => set({ password })} />
      <Field
        label={t('owner.home')}
        name="home"
        maxLength={80}
        value={entries.home}
        problem={problems.home}
        onChange={({ target }) => set({ home: target.value })}
      />
      <CodeField value={entries.code} problem={problems.code} onChange={(code) => set({ code })} />
      <Combo
        label={t('owner.zone')}
        hint={t('owner.zone-hint')}
        items={zones}
        value={entries.zone}
        problem={problems.zone}
        onChange={(zone) => set({ zone })}
      />
      {claim.isError && <FailureNote failure={failureOf(claim.error)} />}
      <div className="actions">
        <Button type="submit" look="primary" busy={claim.isPending ? t('owner.busy') : undefined}>
          {t('owner.go')}
        </Button>
      </div>
    </form>
  );
}
