// The tablets that show a home, and the links for new ones.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AnswerOf } from '#api/endpoints.ts';
import type { KioskView } from '#api/kiosks.ts';
import { dateWords } from '../account/dates.ts';
import { isOwnName, linkTo } from '../account/invitation-link.ts';
import { QrCode } from '../account/qr-code.tsx';
import { call, failureOf } from '../api.ts';
import { age } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { CopyField } from '../setup/copy-field.tsx';
import { type ThemeChoice, themeChoices } from '../theme.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { type KioskPage, kioskPages, kioskPlace, type KioskSearch, kioskSeconds } from './search.ts';

const kiosksQuery = (site: string) =>
  queryOptions({
    queryKey: ['kiosks', site],
    queryFn: ({ signal }) => call('listKiosks', { params: { site }, signal }),
  });

const pageNames = { live: 'pages.home', energy: 'pages.energy', charts: 'pages.charts' } as const;

/** The link as a text and as a code, with the address of this computer that a tablet reaches. */
function MadeLink({ made, search }: { readonly made: AnswerOf<'addKiosk'>; readonly search: KioskSearch }): ReactNode {
  const { secret, hosts, expiresMs } = made;
  const [host, setHost] = useState(hosts[0]);
  const link = linkTo(document.baseURI, { place: kioskPlace(secret, search), host });
  return (
    <>
      {expiresMs !== undefined && <p>{t('kiosks.made', { date: dateWords(expiresMs) })}</p>}
      {isOwnName(document.baseURI) && hosts.length > 1 && (
        <Choice
          label={t('account.link-address')}
          options={hosts.map((value) => ({ value, label: value }))}
          value={host}
          onChange={setHost}
        />
      )}
      <CopyField label={t('kiosks.link')} value={link} />
      <QrCode text={link} label={t('kiosks.qr')} />
      {isOwnName(link) && <p className="muted">{t('account.link-only-here')}</p>}
    </>
  );
}

const still = 'still';
type Every = `${(typeof kioskSeconds)[number]}` | typeof still;
const pauses: readonly Every[] = [still, ...kioskSeconds.map((each) => `${each}` as const)];

interface ShowProps {
  readonly search: KioskSearch;
  readonly onChange: (search: KioskSearch) => void;
}

/** Which pages, how long each, and how they look. */
function ShowFields({ search, onChange }: ShowProps): ReactNode {
  const { pages = 'live', every, look = 'auto' } = search;
  const chosen = pages.split(',');
  const pick = (page: KioskPage, isOn: boolean): void => {
    const next = kioskPages.filter((each) => (each === page ? isOn : chosen.includes(each)));
    if (next.length > 0) onChange({ ...search, pages: next.join(',') });
  };
  return (
    <>
      <fieldset className="choices">
        <legend>{t('kiosks.pages')}</legend>
        {kioskPages.map((page) => (
          <label key={page} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(page)}
              onChange={({ target }) => pick(page, target.checked)}
            />
            {t(pageNames[page])}
          </label>
        ))}
      </fieldset>
      {chosen.length > 1 && (
        <Choice
          label={t('kiosks.every')}
          options={optionsOf(pauses, (one) =>
            one === still ? t('kiosks.still') : t('kiosks.seconds', { count: one }),
          )}
          value={pauses.find((each) => each === String(every)) ?? still}
          onChange={(one) => onChange({ ...search, every: one === still ? undefined : Number(one) })}
        />
      )}
      <Choice<ThemeChoice>
        label={t('menu.theme')}
        options={optionsOf(themeChoices, (one) => t(`menu.themes.${one}`))}
        value={look}
        onChange={(one) => onChange({ ...search, look: one === 'auto' ? undefined : one })}
      />
    </>
  );
}

function LinkSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [search, setSearch] = useState<KioskSearch>({ pages: 'live' });
  const make = useMutation({
    mutationFn: () => call('addKiosk', { params: { site: site.id }, body: { name: name.trim() } }),
    onSettled: () => client.invalidateQueries({ queryKey: kiosksQuery(site.id).queryKey }),
  });
  return (
    <Sheet title={t('kiosks.add')} onClose={onClose}>
      {make.data === undefined ? (
        <>
          <Field
            label={t('kiosks.name')}
            name="kiosk-name"
            autoComplete="off"
            maxLength={80}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
          <ShowFields search={search} onChange={setSearch} />
          {make.isError && <FailureNote failure={failureOf(make.error)} />}
          <div className="actions">
            <Button onClick={onClose}>{t('word.cancel')}</Button>
            <Button
              look="primary"
              disabled={name.trim() === ''}
              busy={make.isPending ? t('app.loading') : undefined}
              onClick={() => make.mutate()}
            >
              {t('kiosks.add')}
            </Button>
          </div>
        </>
      ) : (
        <MadeLink made={make.data} search={search} />
      )}
    </Sheet>
  );
}

function KioskRow({ kiosk, onRemove }: { readonly kiosk: KioskView; readonly onRemove: () => void }): ReactNode {
  const nowMs = useServerNow();
  const { name, expiresMs, usedMs, from = '–' } = kiosk;
  const used = usedMs === undefined ? t('tokens.unused') : t('tokens.used', { ago: age(nowMs - usedMs), from });
  return (
    <li>
      <div>
        <h3>{name}</h3>
        <p className="muted">{expiresMs === undefined ? used : t('kiosks.waiting', { date: dateWords(expiresMs) })}</p>
      </div>
      <Button look="danger" aria-label={t('account.remove-of', { name })} onClick={onRemove}>
        {t('account.remove')}
      </Button>
    </li>
  );
}

function Kiosks(): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const [isAdding, setIsAdding] = useState(false);
  const { data, error, isError, refetch } = useQuery(kiosksQuery(site.id));
  const remove = useMutation({
    mutationFn: (id: string) => call('removeKiosk', { params: { site: site.id, id } }),
    onSettled: () => client.invalidateQueries({ queryKey: kiosksQuery(site.id).queryKey }),
  });
  return (
    <Card
      title={t('kiosks.title')}
      aside={
        <Button icon="plus" onClick={() => setIsAdding(true)}>
          {t('kiosks.add')}
        </Button>
      }
    >
      <p className="muted">{t('kiosks.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data?.length === 0 && <p className="muted">{t('kiosks.none')}</p>}
      <ul className="rows">
        {data?.map((kiosk) => (
          <KioskRow key={kiosk.id} kiosk={kiosk} onRemove={() => remove.mutate(kiosk.id)} />
        ))}
      </ul>
      {isAdding && <LinkSheet onClose={() => setIsAdding(false)} />}
    </Card>
  );
}

/** The card, for people who may give out such links. */
export function KiosksCard(): ReactNode {
  const mayManage = useMay('kiosk.manage');
  const isPerson = useSession()?.state === 'signed-in';
  return mayManage && isPerson ? <Kiosks /> : null;
}
