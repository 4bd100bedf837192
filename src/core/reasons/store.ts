// Why the store cannot be opened, read or written.

/** English, by code. */
export const storeReasons = {
  'secret.key': 'it is not a key: {bytes} bytes as base64 or as hexadecimal digits',
  'secret.no-key': 'there is no such file',
  'secret.changed': 'it was changed, or is no secret of this installation',
  'secret.other-key': 'it was sealed with another key: give the key that the installation had then',
  'secret.key-lost':
    '{file} cannot be used: {why}. What was sealed with it (passwords of devices and places, second factors) cannot be opened, and nothing new is sealed. Put it back from a backup, or begin a new key with `solstead repair --adopt --yes` and give the passwords again',
  'secret.unopened':
    '{count, plural, one {{file}} other {# secrets, the first of which is {file},}} cannot be opened: {why}. Give the password again where it is used, or put the file back from a backup',
  'secret.not-latest':
    '{count, plural, one {{file} is} other {# secrets, the first of which is {file}, are}} missing or older than what was written last: an old password may be used. Put the newest copy back, or give the password again where it is used; `solstead repair --yes` accepts what is there',
  'store.other-writer': 'another Solstead is writing this history',
  'store.version': 'its version is {version}; this Solstead knows {known}',
  'store.kind': 'the kind {kind} is unknown',
  'store.no-list': 'it is not a list of texts',
  'store.role': 'the role {role} is unknown',
  'store.no-grant': 'it grants nothing',
  'store.actions': 'one of the actions {actions} is unknown',
  'folder.not-made': 'no folder can be made there',
  'store.grants': 'its grants cannot be read',
  'store.no-file-journal': 'the file is missing but its journal is there',
  'store.foreign': 'it is not a Solstead file',
  'store.short': 'it has {size} of {bytes} bytes',
  'store.empty': 'the file is empty',
  'store.not-arrived':
    'only {arrived} of {count} points of {name} from {when} arrived; does the new place keep values that old?',
  'server.said': 'it answered: {said}',
  'server.status': 'it answered {status}: {said}',
  'store.closed': 'it is closed',
  'server.no-url': 'its address is not an http:// or https:// URL',
  'server.silent': 'no answer within {seconds} s',
  'server.too-old': 'it keeps nothing before 2 January 1970, and {at} ms is earlier',
  'server.too-new': 'it keeps nothing more than two days ahead, and {at} ms is later',
  'server.prefix': 'a prefix may have letters and digits only',
  'store.change': 'its change {change} is unknown here',
  'store.checksum': 'the checksum of its notes does not match',
  'store.blocks': 'it has {found} of {known} blocks',
  'store.worker': 'its worker failed: {said}',
  'store.rows-lost': 'rows {from} to {to} are missing',
  'store.unknown-series': 'it has values of series that the history does not know',
  'store.other-home': 'it belongs to another home',
  'store.sibling-missing': '{file} is missing, but this home had it',
  'store.owner-missing': 'its accounts are missing, but this home had an owner',
  'store.older':
    'its records are older than they were: {count} lines of the audit log are missing (noticed {when}). Accounts, passwords, tokens and devices may be as before; everyone was signed out. Put back the newest copy of records.db, or look through them and accept them with `solstead repair --yes`',
  'home.renewed':
    'home.json was missing and was written anew from the records. Whether these are the newest cannot be told: look through accounts, tokens and devices, or put back the newest copy of the folder',
  'home.set-aside':
    'home.json was damaged: it was written anew from the records, and is kept as {aside}. Whether the records are the newest cannot be told: look through accounts, tokens and devices',
  'home.file-lost':
    '{file} is missing although this home had it; it was begun anew. What it held is lost: messages that waited for clients of the broker, and what was retained, which devices say anew',
  'journal.empty':
    '{file} was empty: messages that waited for clients of the broker, and what was retained, are lost; devices say anew what they retain. Look after the disk',
  'journal.gaps':
    '{file} is damaged at {count, plural, one {one place} other {# places}}; what is whole was used. Messages that waited for clients of the broker, or were retained, may be lost: devices say anew what they retain. Look after the disk',
  'journal.short':
    '{file} ends before what was written into it: it was cut off, or is an older copy. Messages that waited for clients of the broker, or were retained since, are lost: devices say anew what they retain. Look after the disk',
  'journal.set-aside':
    '{file} cannot be used: {why}. It is kept as {aside}, and a new one was begun: messages that waited for clients of the broker, and what was retained, are lost; devices say anew what they retain',
  'journal.none':
    '{file} cannot be used: {why}. What the broker keeps for its clients ends with this process: make the folder writable and start again',
  'waiting.damaged':
    '{count, plural, one {one line} other {# lines}} of {file} were damaged: as many readings that waited for a clock are lost. The file is kept as {aside}. Look after the disk',
  'waiting.short':
    '{file} is missing, was cut off or is an older copy: readings that waited in it for a clock are not in the history. Put its newest copy back and start again, if there is one',
  'waiting.set-aside':
    '{file} cannot be used: {why}. It is kept as {aside}; readings that waited in it for a clock are not in the history',
  'waiting.unusable':
    '{file} cannot be read: {why}. Readings that waited in it for a clock are not in the history: make it readable and start again',
  'waiting.unwritten':
    'readings that wait for a clock cannot be written to {file}: {why}. They are kept in memory, and lost if the process ends before the clock is known',
  'eras.unusable':
    '{file} cannot be used: {why} (kept as {aside}). If the clock of this computer was wrong before this start, the home cannot say on its own which values have a wrong date',
  'bits.mended':
    'on {count, plural, one {one page} other {# pages}} of {file} one bit had been flipped; it was put right, and nothing is lost. Look after the memory and the disk of this computer',
  'pages.changed':
    '{count, plural, one {one page} other {# pages}} of {file} (the first is page {page}) are not as they were written: an older copy was put in its place, another program wrote to it, or the disk is damaged. Put the newest copy back, or look through what it holds and accept it with `solstead repair --yes`',
  'journal.cut':
    '{file} is damaged, and what was committed behind that is lost. It is kept as {aside}. Look after the disk',
  'store.journal': 'its journal (-wal) is damaged',
  'store.other-user': 'another Solstead uses these records',
  'journal.large':
    'it has more than {most, number} MB, which this program never writes: move it away, and what the broker keeps begins anew',
  'store.no-file': 'it is not a file: a folder, a pipe, a socket or a device has its name',
  'store.damaged': 'it is damaged',
  'store.full': 'the disk is full',
  'store.copy-room': 'in {folder} it needs {needed, number} MB, and {free, number} MB are free',
  'store.copy-differs': '{file} does not hold what was written into it: check the disk',
  'store.series': 'it has {found} of {known} devices and series',
  'store.no-file-log': 'the file is missing but its log is there',
  'store.address': 'the address cannot be read',
  'help.database': 'Check that the database server runs, and the host, port and database of its address.',
  'help.database-account':
    'Check the name and the password; the password comes from the environment (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'the server cannot be reached',
  'server.wants-password': 'the server asks for a password, and none was given',
  'document.version': 'it has version {version}; this Solstead knows up to {known}',
  'document.broken': 'it does not have the expected form',
  'connection.used': '{name} is reached through it',
  'secret.name': 'the name of a secret may have lower-case letters, digits, dots and dashes only',
  'secret.open': 'others may read this secret: make it readable by its owner only (mode 0600)',
  'secret.length': 'it must have 1 to {most, number} characters',
} as const;
