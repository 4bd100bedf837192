// The question before a dangerous setting: what will happen, and a word to be typed, so that a slip of the finger cannot confirm it.
import { useEffect, useId, useState, type ReactNode } from 'react';
import type { Setting } from '#api/settings.ts';
import { clock } from '../clock.ts';
import { settingTitle, t } from '../words.ts';
import { Modal } from '../ui/modal.tsx';
import { Button, Field } from '../ui/parts.tsx';
import { isConfirmed } from './confirmation.ts';
import { groupOf, titleParts } from './setting-groups.ts';
import { settingText, type SettingEntry } from './setting-values.ts';

interface ArmingProps {
  readonly setting: Setting;
  readonly value: SettingEntry;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** How long an armed setting waits, ms; the server counts as well. */
const armedMs = 60_000;

/** Whether the time to confirm is over. */
function useIsOver(): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => clock.after(armedMs, () => setIsOver(true)), []);
  return isOver;
}

/** Opens when first rendered. */
export function ArmingDialog({ setting, value, onConfirm, onCancel }: ArmingProps): ReactNode {
  const heading = useId();
  const [typed, setTyped] = useState('');
  const isOver = useIsOver();
  const { name, current } = setting;
  const isSure = isConfirmed(typed, { name, isOver });
  return (
    <Modal heading={heading} onClose={onCancel}>
      <h2 id={heading}>{t('settings.arm-title', { title: titleParts(settingTitle(setting)).short })}</h2>
      <p>
        {setting.value.kind === 'none'
          ? t('settings.arm-act')
          : t('settings.arm-change', { from: settingText(setting, current), to: settingText(setting, value) })}
      </p>
      <p>{t(`settings.arm-text.${groupOf(setting)}`)}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure) onConfirm();
        }}
      >
        <Field
          label={t('settings.arm-type', { name })}
          problem={isOver ? t('settings.arm-over') : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <div className="actions">
          <Button onClick={onCancel}>{t('word.cancel')}</Button>
          <Button type="submit" look="danger" disabled={!isSure}>
            {t('settings.arm-go')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
