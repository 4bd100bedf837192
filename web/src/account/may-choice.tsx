// What somebody may do at a home: a role, or to see and perhaps switch some devices alone.
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PersonView } from '#api/people.ts';
import { roles } from '#core/access.ts';
import { failureOf } from '../api.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { FailureNote, Skeleton } from '../ui/parts.tsx';
import { devicesQuery } from './queries.ts';

/** A grant without its home. */
export type May = PersonView['grants'][number]['may'];

type Grant = PersonView['grants'][number];

const devicesOf = ({ may }: Grant): readonly string[] => (typeof may === 'string' ? [] : (may.devices ?? []));

/** What each grant gives, in words, its devices by their names. */
export function useMayTexts(grants: readonly Grant[]): readonly string[] {
  const sites = [...new Set(grants.filter((grant) => devicesOf(grant).length > 0).map(({ site }) => site))];
  const known = useQueries({ queries: sites.map((site) => devicesQuery(site)) });
  const nameOf = (site: string, device: string): string =>
    known[sites.indexOf(site)]?.data?.find(({ id }) => id === device)?.name ?? device;
  return grants.map((grant) => {
    const { site, may } = grant;
    if (typeof may === 'string') return t(`account.roles.${may}`);
    if (may.devices === undefined) return t('account.roles.custom');
    const devices = may.devices.map((device) => nameOf(site, device));
    return t('account.some-devices', { devices, switches: String(may.actions.includes('device.command')) });
  });
}

const some = 'some';

/** Whether a grant can be given: one for single devices needs a device. */
export function isWhole(may: May): boolean {
  return typeof may === 'string' || may.devices === undefined || may.devices.length > 0;
}

interface MayProps {
  /** The home; `*` has no devices to choose from. */
  readonly site: string;
  readonly value: May;
  readonly onChange: (may: May) => void;
}

function DeviceChoice({ site, value, onChange }: MayProps & { readonly value: Exclude<May, string> }): ReactNode {
  const { data, error, isError } = useQuery(devicesQuery(site));
  const chosen = value.devices ?? [];
  const switches = value.actions.includes('device.command');
  const change = (devices: readonly string[], maySwitch: boolean): void =>
    onChange({ actions: maySwitch ? ['site.read', 'device.command'] : ['site.read'], devices });
  return (
    <fieldset className="choices">
      <legend>{t('account.which-devices')}</legend>
      {isError && <FailureNote failure={failureOf(error)} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data !== undefined && data.length > 0 && chosen.length === 0 && (
        <output className="hint">{t('account.choose-device')}</output>
      )}
      {data?.length === 0 && <p className="muted">{t('account.no-devices')}</p>}
      {data?.map(({ id, name }) => (
        <label key={id} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={({ target }) =>
              change(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id), switches)
            }
          />
          {name}
        </label>
      ))}
      <label className="check">
        <input type="checkbox" checked={switches} onChange={({ target }) => change(chosen, target.checked)} />
        {t('account.may-switch')}
      </label>
    </fieldset>
  );
}

/** The fields of it; `label` where it is not a person's. */
export function MayFields({
  site,
  value,
  onChange,
  label = t('account.role'),
}: MayProps & { readonly label?: string }): ReactNode {
  const options = [
    ...optionsOf(roles, (role) => t(`account.roles.${role}`)),
    ...(site === '*' ? [] : [{ value: some, label: t('account.roles.custom') } as const]),
  ];
  return (
    <>
      <Choice
        label={label}
        options={options}
        value={typeof value === 'string' ? value : some}
        onChange={(picked) => onChange(picked === some ? { actions: ['site.read'], devices: [] } : picked)}
      />
      {typeof value !== 'string' && <DeviceChoice site={site} value={value} onChange={onChange} />}
    </>
  );
}
