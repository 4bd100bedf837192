// What a device measures, as a choice: the kind first, then what that kind needs to know.
import type { ReactNode } from 'react';
import type { MeterRole } from '#api/meter-roles.ts';
import { t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/parts.tsx';

/** The kinds in the order in which they are offered. */
const roleKinds = [
  'own',
  'grid',
  'pv',
  'battery',
  'home',
  'circuit',
  'generator',
  'copy',
  'same-grid',
  'nothing',
] as const satisfies readonly MeterRole['kind'][];

type Signed = Extract<MeterRole, { readonly reversed?: boolean | undefined }>;

/** Whether what is measured may be shown with the opposite sign. */
const isSigned = (role: MeterRole): role is Signed =>
  ['grid', 'home', 'pv', 'battery', 'copy', 'same-grid'].includes(role.kind);

/** Another device. */
export interface OtherDevice {
  readonly id: string;
  readonly name: string;
}

/** A role in a word or two. */
export function roleWords(role: MeterRole, nameOf: (device: string) => string): string {
  const kind = t(`meters.kind-of.${role.kind}`);
  if (role.kind === 'circuit' && role.name !== undefined) return t('meters.role.of', { kind, name: role.name });
  if (!('of' in role) || role.of === undefined) return kind;
  const words = t('meters.role.of', { kind, name: nameOf(role.of) });
  const isCopy = role.kind === 'copy' || role.kind === 'same-grid';
  return isCopy && role.reversed === true ? t('meters.role.reversed', { role: words }) : words;
}

interface RoleChoiceProps {
  readonly role: MeterRole;
  /** The device's own name. */
  readonly name: string;
  readonly others: readonly OtherDevice[];
  /** Whether it is a part of a device: then `own` is that nothing is said. */
  readonly isPart?: boolean;
  readonly onChange: (role: MeterRole) => void;
}

function ofKind(kind: MeterRole['kind'], { name, others }: Pick<RoleChoiceProps, 'name' | 'others'>): MeterRole {
  if (kind === 'copy' || kind === 'same-grid') return { kind, of: others[0]?.id ?? '' };
  return kind === 'circuit' ? { kind, name } : { kind };
}

function WhichOne({ role, others, onChange }: RoleChoiceProps): ReactNode {
  if (role.kind !== 'pv' && role.kind !== 'battery') return null;
  const { of, apart, ...rest } = role;
  const options = [
    { value: 'whole', label: t('meters.whole') },
    { value: 'apart', label: t('meters.apart') },
    ...others.map(({ id, name }) => ({ value: `of ${id}`, label: t('meters.of-device', { name }) })),
  ];
  return (
    <Choice
      label={t('meters.which')}
      options={options}
      value={apart === true ? 'apart' : of === undefined ? 'whole' : `of ${of}`}
      onChange={(value) => {
        if (value === 'whole') onChange(rest);
        else onChange(value === 'apart' ? { ...rest, apart: true } : { ...rest, of: value.slice(3) });
      }}
    />
  );
}

/** The fields of a role. */
export function RoleChoice(props: RoleChoiceProps): ReactNode {
  const { role, others, isPart = false, onChange } = props;
  const wordOf = (kind: MeterRole['kind']) => (isPart && kind === 'own' ? 'part' : kind);
  const needsOther = (kind: MeterRole['kind']): boolean => kind === 'copy' || (kind === 'same-grid' && !isPart);
  const kinds = roleKinds.filter((kind) => (needsOther(kind) ? others.length > 0 : kind !== 'same-grid'));
  return (
    <>
      <Choice
        label={t('meters.kind')}
        hint={t(`meters.hint-of.${wordOf(role.kind)}`)}
        options={kinds.map((kind) => ({ value: kind, label: t(`meters.kind-of.${wordOf(kind)}`) }))}
        value={role.kind}
        onChange={(kind) => onChange(ofKind(kind, props))}
      />
      {role.kind === 'circuit' && (
        <Field
          label={t('meters.name')}
          maxLength={80}
          value={role.name ?? ''}
          onChange={({ target }) =>
            onChange(target.value === '' ? { kind: 'circuit' } : { ...role, name: target.value })
          }
        />
      )}
      {(role.kind === 'copy' || role.kind === 'same-grid') && (
        <Choice
          label={t('meters.of')}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
          value={role.of}
          onChange={(of) => onChange({ ...role, of })}
        />
      )}
      <WhichOne {...props} />
      {isSigned(role) && (
        <label className="choice">
          <input
            type="checkbox"
            checked={role.reversed === true}
            onChange={({ target }) => {
              const { reversed: _before, ...rest } = role;
              onChange(target.checked ? { ...rest, reversed: true } : rest);
            }}
          />
          <span>{t('meters.reversed')}</span>
        </label>
      )}
    </>
  );
}
