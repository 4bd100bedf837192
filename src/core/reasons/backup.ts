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
  'backup.no-passphrase': 'no passphrase was given, and a file without one would have to be asked for',
  'backup.history-folder': 'a restored history goes into the data folder itself, or to a server',
  'backup.servers': 'a restore is to be finished first: start with the same addresses of records and history as it had',
} as const;
