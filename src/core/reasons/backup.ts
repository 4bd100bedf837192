// Why a backup cannot be made, read or restored.

/** English, by code. */
export const backupReasons = {
  'backup.not-one': 'it is not a backup of Solstead',
  'backup.cut': 'the file ends too early: a part of it is missing',
  'backup.passphrase': 'the passphrase is wrong, or the head of the file is damaged',
  'backup.needs-passphrase': 'it is encrypted: give its passphrase',
  'backup.sealed-otherwise': 'it is encrypted with a key, not with a passphrase',
  'backup.work-factor': 'opening it would take more memory than is allowed (work factor {found}; at most {most})',
  'backup.part': 'the part {part} is damaged',
  'backup.changed': 'the bytes from about {at, number} on are not those that were written',
  'backup.version': 'it is of version {version}; this Solstead knows {known}',
  'backup.form': 'it holds {part} in the form {form}, which this Solstead does not know',
  'backup.name': 'it holds a part with the name {name}, which no backup has',
  'backup.order': 'the part {part} is not where it belongs',
  'backup.too-large': 'the part {part} has {bytes, number} bytes; at most {most, number} are allowed',
  'backup.swells': 'it swells to more than {ratio, number} times its size: it is not a backup',
  'backup.too-many': 'it has more than {most, number} parts of a kind',
  'backup.counts': 'it should hold {known} of {part}, and holds {found}',
  'backup.room': 'it needs {needed, number} bytes, and {free, number} are free',
  'backup.has-data': 'the home there has data already',
  'backup.short-passphrase': 'a passphrase needs at least {least} characters',
  'backup.no-passphrase':
    'no passphrase was given: use --passphrase-file or SOLSTEAD_BACKUP_PASSPHRASE, or run it at a terminal, where it is asked for',
  'backup.not-arrived': 'what arrived is not what was sent ({sent, number} bytes)',
  'backup.place-answer': 'it answered {status} to {method}',
  'backup.place-metadata': 'this address belongs to the data centre and takes no backups',
  'help.place-metadata': 'Name the address of the server that keeps the backups.',
  'backup.place-said': 'it answered {status} to {method}: {said}',
  'backup.host-key': 'the key of the host is {found}; it was {known} before',
  'backup.absolute': 'the path of the folder must be whole, from the root on',
  'backup.no-folder': 'there is no such folder: make it, or mount the disk or share that it is on',
  'backup.not-mounted':
    'this is not the folder that was used before, as {file} is not in it: mount the disk or share; if it is another one now, remove the place, save, and add it again',
  'backup.host-key-new':
    'the host shows the key {found}, which nobody has named: compare it with that of the host itself, and name it with --host-key',
  'backup.place-address':
    'write a place as {forms}; passwords and keys come from --secret-file or SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'the last backup failed: {reason}',
  'backup.see-page': 'it did not arrive at every place; its page Backups says why',
  'backup.exists': 'there is a file of this name already; it is left as it is',
  'backup.running': 'one is running',
  'backup.no-such': 'there is no {name}',
  'backup.set-passphrase': 'a passphrase for backups was not set yet',
  'backup.place-field': '{field} is missing or wrong',
  'backup.no-desk': 'this home is not backed up: it is a simulated one',
  'backup.no-upload': 'nothing was sent under this name',
  'backup.uploading':
    'somebody else is sending a backup; if nothing more comes, another can be sent in {minutes, plural, one {# minute} other {# minutes}}',
  'backup.upload-offset': 'the next byte belongs at {at, number}',
  'backup.history-folder': 'a restored history goes into the data folder itself, or to a server',
  'backup.servers': 'a restore is to be finished first: start with the same addresses of records and history as it had',
} as const;
