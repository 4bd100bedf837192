// Everything that can be set, in one place and in order: what is on this page, and what is on others.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AccountPart } from '../account/part-search.ts';
import { useAccountParts } from '../account/use-account-parts.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { t } from '../words.ts';
import { idOfPart, type SettingsPart } from './part-search.ts';
import { useSettingsParts } from './use-settings-parts.ts';

interface EntryProps {
  readonly title: string;
  readonly text: string;
}

const Entry = ({ title, text }: EntryProps): ReactNode => (
  <>
    <strong>{title}</strong>
    <span className="muted">{text}</span>
  </>
);

function HerePart({ part }: { readonly part: SettingsPart }): ReactNode {
  const { id } = useSite();
  return (
    <li>
      <Link
        to="/sites/$site/settings"
        params={{ site: id }}
        search={{ part }}
        onClick={() => document.getElementById(idOfPart(part))?.scrollIntoView()}
      >
        <Entry title={t(`site-settings.part.${part}`)} text={t(`site-settings.part-text.${part}`)} />
      </Link>
    </li>
  );
}

function AccountLink({ part }: { readonly part: AccountPart }): ReactNode {
  return (
    <li>
      <Link to="/account" search={{ part }}>
        <Entry title={t(`account.part.${part}`)} text={t(`account.part-text.${part}`)} />
      </Link>
    </li>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

/** The index; entries that a person may not open are left out. */
export function SettingsIndex(): ReactNode {
  const { id } = useSite();
  const parts = useAccountParts();
  const here = useSettingsParts();
  const mayAdd = useMay('device.manage');
  const mayDraft = useMay('device.draft');
  const isPerson = useSession()?.state === 'signed-in';
  const mayReadLog = useMay('audit.read') && isPerson;
  const accountLinks = (...wanted: readonly AccountPart[]): ReactNode =>
    wanted.filter((part) => parts.includes(part)).map((part) => <AccountLink key={part} part={part} />);
  const hasPeople = parts.includes('own') || parts.includes('people');
  const hasInstallation = parts.includes('backups') || parts.includes('installation') || mayReadLog;
  return (
    <nav className="settings-index card" aria-label={t('site-settings.index')}>
      <Group title={t('site-settings.group.home')}>
        <HerePart part="energy" />
        <li>
          <Link to="/sites/$site/meters" params={{ site: id }}>
            <Entry title={t('meters.title')} text={t('site-settings.meters-text')} />
          </Link>
        </li>
        <HerePart part="history" />
      </Group>
      <Group title={t('site-settings.group.connections')}>
        {mayAdd && (
          <li>
            <Link to="/setup">
              <Entry title={t('menu.add-device')} text={t('site-settings.setup-text')} />
            </Link>
          </li>
        )}
        {!mayAdd && mayDraft && (
          <li>
            <Link to="/sites/$site/topics" params={{ site: id }}>
              <Entry title={t('topics.title')} text={t('site-settings.topics-text')} />
            </Link>
          </li>
        )}
        {here.includes('connections') && <HerePart part="connections" />}
        {accountLinks('uplink', 'programs')}
      </Group>
      {hasPeople && <Group title={t('site-settings.group.people')}>{accountLinks('own', 'people')}</Group>}
      {hasInstallation && (
        <Group title={t('site-settings.group.installation')}>
          {accountLinks('backups', 'installation')}
          {mayReadLog && (
            <li>
              <Link to="/audit">
                <Entry title={t('audit.title')} text={t('site-settings.audit-text')} />
              </Link>
            </li>
          )}
        </Group>
      )}
    </nav>
  );
}
