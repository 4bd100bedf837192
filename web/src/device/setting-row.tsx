// One setting: what it is, what the device shows, and for the owner the way to change it. Success is only reported once the
// device has confirmed.
import { useEffect, useRef, useState, type ReactNode, type Ref, type RefObject } from 'react';
import type { Device } from '#api/contract.ts';
import type { Setting } from '#api/settings.ts';
import { isSetPointId } from '#core/set-points.ts';
import { failureOf } from '../api.ts';
import { age } from '../format.ts';
import type { CommandEnd } from '../offline/commands.ts';
import { useServerNow } from '../live-hooks.ts';
import { settingTitle, t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, FailureNote } from '../ui/parts.tsx';
import { ArmingDialog } from './arming-dialog.tsx';
import { titleParts } from './setting-groups.ts';
import { SettingEditor } from './setting-editor.tsx';
import { settingText, type SettingEntry } from './setting-values.ts';
import { type Language, useSetting } from './use-setting.ts';

interface RowProps {
  readonly device: Device;
  readonly setting: Setting;
  readonly mayChange: boolean;
  /** Which command language is used; absent: the maker's. */
  readonly by?: Language;
  /** What else can be done with it. */
  readonly after?: ReactNode;
}

function Current({ setting }: { readonly setting: Setting }): ReactNode {
  const nowMs = useServerNow();
  const { value, current, currentAtMs, readable } = setting;
  if (value.kind === 'none') return null;
  if (!readable) return <span className="muted">{t('settings.hidden')}</span>;
  return (
    <span className="setting-current">
      <strong>{settingText(setting, current)}</strong>
      {currentAtMs !== undefined && (
        <span className="muted">{t('settings.read-at', { age: age(Math.max(0, nowMs - currentAtMs)) })}</span>
      )}
    </span>
  );
}

interface BecameProps {
  readonly setting: Setting;
  readonly outcome: CommandEnd | undefined;
  readonly error: unknown;
}

/** The outcome of the last request. */
function Became({ setting, outcome, error }: BecameProps): ReactNode {
  if (error !== null) {
    const failure = failureOf(error);
    const isUnsure = failure.code === 'command.unconfirmed' || failure.code === 'web.unreachable';
    return <FailureNote failure={failure} title={isUnsure ? t('settings.unsure') : t('settings.refused')} />;
  }
  // What waits is told at the head of the page.
  if (outcome === undefined || outcome.outcome === 'armed' || outcome.outcome === 'waiting') return null;
  return (
    <p className="setting-done">
      <Icon name="check" size={18} />
      {outcome.outcome === 'confirmed'
        ? t('settings.confirmed', { value: settingText(setting, outcome.after) })
        : t('settings.acknowledged')}
    </p>
  );
}

/** How often memory that wears out was written today: where it was, or is about to be. */
function WearNote({ setting: { wear }, isOpen }: Pick<RowProps, 'setting'> & { readonly isOpen: boolean }): ReactNode {
  if (wear === undefined || (wear.used === 0 && !isOpen)) return null;
  const left = Math.max(0, wear.mostADay - wear.used);
  return <small className="muted">{t('settings.wear', { used: wear.used, most: wear.mostADay, left })}</small>;
}

/** Returns the focus to where the person started, once what was opened from there has closed. */
function useReturn(opener: RefObject<HTMLElement | null>, isAway: boolean): void {
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !isAway) opener.current?.focus();
    wasAway.current = isAway;
  }, [opener, isAway]);
}

/** What a setting is and shows, with the available actions beside it. */
function SettingHead({ setting, children }: Pick<RowProps, 'setting'> & { readonly children: ReactNode }): ReactNode {
  const { short, rest } = titleParts(settingTitle(setting));
  return (
    <div className="setting-head">
      <div className="setting-title">
        <span>{short}</span>
        {rest !== undefined && <small className="muted">{rest}</small>}
        <span className="muted">
          {/* The words of the manual; what is called the same on every device is told by its title alone. */}
          {!isSetPointId(setting.name) && <code>{setting.name}</code>}
          {setting.dangerous && <span className="setting-danger">{t('settings.dangerous')}</span>}
        </span>
      </div>
      <Current setting={setting} />
      {children}
    </div>
  );
}

interface ChangeButtonProps {
  readonly opener: Ref<HTMLButtonElement>;
  readonly setting: RowProps['setting'];
  readonly isActing: boolean;
  readonly onClick: () => void;
}

function ChangeButton({ opener, setting, isActing, onClick }: ChangeButtonProps): ReactNode {
  const isAction = setting.value.kind === 'none';
  return (
    <Button
      ref={opener}
      aria-label={
        isAction
          ? t('settings.act-name', { title: settingTitle(setting) })
          : t('settings.change-name', { title: settingTitle(setting) })
      }
      busy={isActing ? t('settings.saving') : undefined}
      onClick={onClick}
    >
      {isAction ? t('settings.act') : t('settings.change')}
    </Button>
  );
}

/** A setting; dangerous ones ask for confirmation first. */
export function SettingRow({ device, setting, mayChange, by = 'setting', after }: RowProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const [wish, setWish] = useState<SettingEntry>('');
  const opener = useRef<HTMLButtonElement>(null);
  const change = useSetting(device, setting, by);
  const { data: outcome, isPending, error } = change;
  const isAction = setting.value.kind === 'none';
  const close = (): void => setIsOpen(false);
  const send = (value: SettingEntry, arm?: string): void => {
    setWish(value);
    change.mutate(
      { value, ...(arm === undefined ? {} : { arm }) },
      {
        onSuccess: (result) => {
          if (result.outcome !== 'armed') close();
        },
      },
    );
  };
  const armed = outcome?.outcome === 'armed' && !isPending ? outcome : undefined;
  useReturn(opener, isOpen || isPending || armed !== undefined);
  const begin = (): void => {
    change.reset();
    if (isAction) send('');
    else setIsOpen(true);
  };
  return (
    <li className="setting">
      <SettingHead setting={setting}>
        {mayChange && !isOpen && (
          <ChangeButton opener={opener} setting={setting} isActing={isPending && isAction} onClick={begin} />
        )}
      </SettingHead>
      <WearNote setting={setting} isOpen={isOpen} />
      {isOpen && (
        <SettingEditor
          setting={setting}
          isSaving={isPending}
          onEntry={change.reset}
          onSave={(value) => send(value)}
          onCancel={close}
        />
      )}
      <div aria-live="polite">{!isPending && <Became setting={setting} outcome={outcome} error={error} />}</div>
      {!isOpen && after}
      {armed !== undefined && (
        <ArmingDialog
          setting={setting}
          value={wish}
          onConfirm={() => send(wish, armed.arm)}
          onCancel={() => {
            change.reset();
            close();
          }}
        />
      )}
    </li>
  );
}
