// The people of the homes: what each may do, inviting others, and invitations not used yet.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { PersonView } from '#api/people.ts';
import { type Role, roles } from '#core/access.ts';
import { call, failureOf } from '../api.ts';
import { sitesQuery } from '../queries.ts';
import { useSession, useSite } from '../session.ts';
import { CopyField } from '../setup/copy-field.tsx';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { dateWords } from './dates.ts';
import { invitationsQuery, peopleQuery } from './queries.ts';

type Grant = PersonView['grants'][number];

const everywhere = '*';
const nothing = 'nothing';
const roleOptions = (): readonly { readonly value: Role; readonly label: string }[] =>
  optionsOf(roles, (role) => t(`account.roles.${role}`));

function useHomeName(): (site: string) => string {
  const { data = [] } = useQuery(sitesQuery);
  return (site) => (site === everywhere ? t('account.everywhere') : (data.find(({ id }) => id === site)?.name ?? site));
}

/** Refetches everything that a change of people affects. */
function useAskAgain(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([peopleQuery, invitationsQuery].map(({ queryKey }) => client.invalidateQueries({ queryKey })));
  };
}

function GrantChoice({ person, grant }: { readonly person: PersonView; readonly grant: Grant }): ReactNode {
  const homeName = useHomeName();
  const askAgain = useAskAgain();
  const { site, may } = grant;
  const change = useMutation({
    mutationFn: (role: Role | typeof nothing) =>
      call('changeGrant', { params: { account: person.id }, body: role === nothing ? { site } : { site, role } }),
    onSettled: askAgain,
  });
  const choices: readonly { readonly value: Role | typeof nothing; readonly label: string }[] = [
    ...roleOptions(),
    { value: nothing, label: t('account.nothing') },
  ];
  const label = t('account.role-of', { name: person.name, home: homeName(site) });
  if (typeof may !== 'string') return <p className="muted">{`${homeName(site)}: ${t('account.roles.custom')}`}</p>;
  return (
    <>
      <Choice label={label} options={choices} value={may} onChange={(role) => change.mutate(role)} />
      {change.isError && <FailureNote failure={failureOf(change.error)} />}
    </>
  );
}

function RemoveSheet({ person, onClose }: { readonly person: PersonView; readonly onClose: () => void }): ReactNode {
  const askAgain = useAskAgain();
  const remove = useMutation({
    mutationFn: () => call('removePerson', { params: { account: person.id } }),
    onSuccess: onClose,
    onSettled: askAgain,
  });
  return (
    <Sheet title={t('account.remove-sure', { name: person.name })} onClose={onClose}>
      <p>{t('account.remove-text')}</p>
      {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button look="danger" busy={remove.isPending ? t('app.loading') : undefined} onClick={() => remove.mutate()}>
          {t('account.remove')}
        </Button>
      </div>
    </Sheet>
  );
}

function PersonRow({ person }: { readonly person: PersonView }): ReactNode {
  const own = useSession()?.account?.name;
  const [isRemoving, setIsRemoving] = useState(false);
  return (
    <li>
      <div>
        <h3>{person.name}</h3>
        {person.grants.map((grant) => (
          <GrantChoice key={grant.site} person={person} grant={grant} />
        ))}
      </div>
      {person.name !== own && (
        <Button
          look="danger"
          aria-label={t('account.remove-of', { name: person.name })}
          onClick={() => setIsRemoving(true)}
        >
          {t('account.remove')}
        </Button>
      )}
      {isRemoving && <RemoveSheet person={person} onClose={() => setIsRemoving(false)} />}
    </li>
  );
}

function InviteSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const shown = useSite();
  const { data: sites = [] } = useQuery(sitesQuery);
  const askAgain = useAskAgain();
  const [site, setSite] = useState(shown.id);
  const [role, setRole] = useState<Role>('viewer');
  const invite = useMutation({
    mutationFn: () => call('invitePerson', { body: { site, role } }),
    onSettled: askAgain,
  });
  const homes = sites.map(({ id, name }) => ({ value: id, label: name }));
  if (invite.data !== undefined) {
    const link = new URL(`#/join/${invite.data.code}`, document.baseURI).href;
    return (
      <Sheet title={t('account.invite')} onClose={onClose}>
        <p>{t('account.link-text', { date: dateWords(invite.data.expiresMs) })}</p>
        <CopyField label={t('account.link')} value={link} />
      </Sheet>
    );
  }
  return (
    <Sheet title={t('account.invite')} onClose={onClose}>
      {homes.length > 1 && (
        <Choice
          label={t('account.home')}
          options={[...homes, { value: everywhere, label: t('account.everywhere') }]}
          value={site}
          onChange={setSite}
        />
      )}
      <Choice label={t('account.role')} options={roleOptions()} value={role} onChange={setRole} />
      {invite.isError && <FailureNote failure={failureOf(invite.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button
          look="primary"
          busy={invite.isPending ? t('account.inviting') : undefined}
          onClick={() => invite.mutate()}
        >
          {t('account.invite')}
        </Button>
      </div>
    </Sheet>
  );
}

function Invitations(): ReactNode {
  const homeName = useHomeName();
  const askAgain = useAskAgain();
  const { data = [] } = useQuery(invitationsQuery);
  const withdraw = useMutation({
    mutationFn: (id: string) => call('withdrawInvitation', { params: { id } }),
    onSettled: askAgain,
  });
  if (data.length === 0) return null;
  return (
    <>
      <h3>{t('account.waiting')}</h3>
      {withdraw.isError && <FailureNote failure={failureOf(withdraw.error)} />}
      <ul className="rows">
        {data.map(({ id, site, role, expiresMs }) => (
          <li key={id}>
            <p>
              {t('account.invitation', {
                role: t(`account.roles.${role}`),
                home: homeName(site),
                date: dateWords(expiresMs),
              })}
            </p>
            <Button onClick={() => withdraw.mutate(id)}>{t('account.withdraw')}</Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who may do what. */
export function PeopleCard(): ReactNode {
  const { data, error, isError, refetch } = useQuery(peopleQuery);
  const [isInviting, setIsInviting] = useState(false);
  return (
    <Card
      title={t('account.people')}
      aside={
        <Button icon="plus" onClick={() => setIsInviting(true)}>
          {t('account.invite')}
        </Button>
      }
    >
      <p className="muted">{t('account.people-text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={120} />}
      <ul className="rows">
        {data?.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
      <Invitations />
      {isInviting && <InviteSheet onClose={() => setIsInviting(false)} />}
    </Card>
  );
}
