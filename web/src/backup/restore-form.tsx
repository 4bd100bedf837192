// Restoring a backup: the file is sent in parts, checked whole, and takes the place of the home that is there.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { failureOf } from '../api.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Field } from '../ui/parts.tsx';
import { restore } from './queries.ts';

interface RestoreFormProps {
  readonly needsCode: boolean;
  /** Whether there is a home that has to be given up in words. */
  readonly isReplacing: boolean;
}

function FileField({ onFile }: { readonly onFile: (file: File | undefined) => void }): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('restore.file')}</label>
      <input id={id} type="file" name="file" onChange={({ target }) => onFile(target.files?.[0])} />
    </div>
  );
}

function Restored(): ReactNode {
  return (
    <>
      <output>{t('restore.done')}</output>
      <div className="actions">
        <Button look="primary" onClick={() => location.assign(location.pathname)}>
          {t('restore.open')}
        </Button>
      </div>
    </>
  );
}

/** The form. */
export function RestoreForm({ needsCode, isReplacing }: RestoreFormProps): ReactNode {
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState('');
  const [code, setCode] = useState('');
  const [replace, setReplace] = useState(false);
  const [words, setWords] = useState<string>();
  const run = useMutation({
    mutationFn: async () => {
      if (file !== undefined) await restore({ file, passphrase, code, replace, onProgress: setWords });
    },
    onSettled: () => setWords(undefined),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run.mutate();
  };
  if (run.isSuccess) return <Restored />;
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <p>{t('restore.text')}</p>
      <FileField onFile={setFile} />
      <Field
        label={t('backups.passphrase')}
        name="passphrase"
        type="password"
        autoComplete="off"
        maxLength={1000}
        value={passphrase}
        onChange={({ target }) => setPassphrase(target.value)}
      />
      {needsCode && (
        <Field
          label={t('restore.code')}
          hint={t('restore.code-hint')}
          name="code"
          autoComplete="off"
          maxLength={40}
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
      )}
      {isReplacing && (
        <label className="check">
          <input
            type="checkbox"
            name="replace"
            checked={replace}
            onChange={({ target }) => setReplace(target.checked)}
          />
          {t('restore.replace')}
        </label>
      )}
      {run.isError && <FailureNote failure={failureOf(run.error)} />}
      <div className="actions">
        <Button
          look="primary"
          type="submit"
          disabled={file === undefined || (isReplacing && !replace)}
          busy={run.isPending ? (words ?? t('restore.begin')) : undefined}
        >
          {t('restore.begin')}
        </Button>
      </div>
    </form>
  );
}

/** The same as a card, for the owner of a home. */
export function RestoreCard(): ReactNode {
  return (
    <Card title={t('restore.title')}>
      <RestoreForm needsCode={false} isReplacing />
    </Card>
  );
}
