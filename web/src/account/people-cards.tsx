// The people of the homes: what each may do, inviting others, and invitations not used yet.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AnswerOf } from '#api/endpoints.ts';
import type { PersonView } from '#api/people.ts';
import { call, failureOf } from '../api.ts';
import { sitesQuery } from '../queries.ts';
import { useSession, useSite } from '../session.ts';
import { CopyField } from '../setup/copy-field.tsx';
import { t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { dateWords } from './dates.ts';
import { isWhole, type May, MayFields, useMayTexts } from './may-choice.tsx';
import { invitationLink, isOwnName } from './invitation-link.ts';
import { QrCode } from './qr-code.tsx';
import { invitationsQuery, peopleQuery } from './queries.ts';

type Grant = PersonView['grants'][number];

const everywhere = '*';

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

interface GrantProps {
  readonly person: PersonView;
  readonly grant: Grant;
}

function GrantSheet({ person, grant, onClose }: GrantProps & { readonly onClose: () => void }): ReactNode {
  const homeName = useHomeName();
  const askAgain = useAskAgain();
  const { site } = grant;
  const [may, setMay] = useState(grant.may);
  const change = useMutation({
    mutationFn: (next: May | undefined) =>
      call('changeGrant', {
        params: { account: person.id },
        body: next === undefined ? { site } : { site, may: next },
      }),
    onSuccess: onClose,
    onSettled: askAgain,
  });
  return (
    <Sheet title={t('account.role-of', { name: person.name, home: homeName(site) })} onClose={onClose}>
      <MayFields site={site} value={may} onChange={setMay} />
      {change.isError && <FailureNote failure={failureOf(change.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button look="danger" onClick={() => change.mutate(undefined)}>
          {t('account.nothing')}
        </Button>
        <Button
          look="primary"
          disabled={!isWhole(may)}
          busy={change.isPending ? t('account.saving') : undefined}
          onClick={() => change.mutate(may)}
        >
          {t('account.save')}
        </Button>
      </div>
    </Sheet>
  );
}

function GrantLine({ person, grant }: GrantProps): ReactNode {
  const homeName = useHomeName();
  const [isChanging, setIsChanging] = useState(false);
  const home = homeName(grant.site);
  const [may = ''] = useMayTexts([grant]);
  return (
    <div className="grant">
      <p className="muted">{`${home}: ${may}`}</p>
      <Button
        look="quiet"
        aria-label={t('account.change-of', { name: person.name, home })}
        onClick={() => setIsChanging(true)}
      >
        {t('account.change-may')}
      </Button>
      {isChanging && <GrantSheet person={person} grant={grant} onClose={() => setIsChanging(false)} />}
    </div>
  );
}

/** What ends somebody's access: for now, or for ever. */
const endings = {
  endPersonSessions: {
    of: 'account.sign-out-all-of',
    sure: 'account.sign-out-all-sure',
    text: 'account.sign-out-all-text',
    act: 'account.sign-out-all',
  },
  removePerson: {
    of: 'account.remove-of',
    sure: 'account.remove-sure',
    text: 'account.remove-text',
    act: 'account.remove',
  },
} as const;
type Ending = keyof typeof endings;

interface EndProps {
  readonly person: PersonView;
  readonly ending: Ending;
}

function EndSheet({ person, ending, onClose }: EndProps & { readonly onClose: () => void }): ReactNode {
  const askAgain = useAskAgain();
  const { sure, text, act } = endings[ending];
  const end = useMutation({
    mutationFn: () => call(ending, { params: { account: person.id } }),
    onSuccess: onClose,
    onSettled: askAgain,
  });
  return (
    <Sheet title={t(sure, { name: person.name })} onClose={onClose}>
      <p>{t(text)}</p>
      {end.isError && <FailureNote failure={failureOf(end.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button look="danger" busy={end.isPending ? t('app.loading') : undefined} onClick={() => end.mutate()}>
          {t(act)}
        </Button>
      </div>
    </Sheet>
  );
}

function EndButton({ person, ending }: EndProps): ReactNode {
  const [isAsked, setIsAsked] = useState(false);
  const { of, act } = endings[ending];
  return (
    <>
      <Button
        look={ending === 'removePerson' ? 'danger' : 'quiet'}
        aria-label={t(of, { name: person.name })}
        onClick={() => setIsAsked(true)}
      >
        {t(act)}
      </Button>
      {isAsked && <EndSheet person={person} ending={ending} onClose={() => setIsAsked(false)} />}
    </>
  );
}

function PersonRow({ person }: { readonly person: PersonView }): ReactNode {
  const own = useSession()?.account?.name;
  return (
    <li>
      <div>
        <h3>{person.name}</h3>
        {person.grants.map((grant) => (
          <GrantLine key={grant.site} person={person} grant={grant} />
        ))}
      </div>
      {person.name !== own && (
        <div className="actions">
          <EndButton person={person} ending="endPersonSessions" />
          <EndButton person={person} ending="removePerson" />
        </div>
      )}
    </li>
  );
}

/** The link as a text and as a code, with the address of this computer that a guest reaches. */
function InvitationLink({ made }: { readonly made: AnswerOf<'invitePerson'> }): ReactNode {
  const { code, hosts, expiresMs } = made;
  const [host, setHost] = useState(hosts[0]);
  const link = invitationLink(document.baseURI, { code, host });
  const choosesHost = isOwnName(document.baseURI) && hosts.length > 1;
  return (
    <>
      <p>{t('account.link-text', { date: dateWords(expiresMs) })}</p>
      {choosesHost && (
        <Choice
          label={t('account.link-address')}
          options={hosts.map((value) => ({ value, label: value }))}
          value={host}
          onChange={setHost}
        />
      )}
      <CopyField label={t('account.link')} value={link} />
      <QrCode text={link} label={t('account.link-qr')} />
      <p className="muted">{t(isOwnName(link) ? 'account.link-only-here' : 'account.link-scan')}</p>
    </>
  );
}

function InviteSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const shown = useSite();
  const { data: sites = [] } = useQuery(sitesQuery);
  const askAgain = useAskAgain();
  const [site, setSite] = useState(shown.id);
  const [may, setMay] = useState<May>('viewer');
  const invite = useMutation({
    mutationFn: () => call('invitePerson', { body: { site, may } }),
    onSettled: askAgain,
  });
  const homes = sites.map(({ id, name }) => ({ value: id, label: name }));
  if (invite.data !== undefined) {
    return (
      <Sheet title={t('account.invite')} onClose={onClose}>
        <InvitationLink made={invite.data} />
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
          onChange={(next) => {
            setSite(next);
            // The devices of one home are not those of another.
            if (typeof may !== 'string') setMay('viewer');
          }}
        />
      )}
      <MayFields site={site} value={may} onChange={setMay} />
      {invite.isError && <FailureNote failure={failureOf(invite.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button
          look="primary"
          disabled={!isWhole(may)}
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
  const gives = useMayTexts(data);
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
        {data.map(({ id, site, expiresMs }, index) => (
          <li key={id}>
            <p>
              {t('account.invitation', {
                role: gives[index] ?? '',
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
