// The page of the audit log.

/** English, by code. */
export const auditWords = {
  'audit.text': 'Who did what, when, and what became of it.',
  'audit.who': 'Person or program',
  'audit.action': 'Action',
  'audit.filter': 'Show',
  'audit.clear': 'Show all',
  'audit.none': 'The log has no such line.',
  'audit.more': 'Load more',
  'audit.export': 'Export',
  'audit.checking': 'Reading the log to see whether it is whole …',
  'audit.whole': 'The log is whole: no line is missing or was changed.',
  'audit.broken':
    'The log is not whole: in {chain, select, changes {changes} commands {commands} entries {sign-ins} other {refusals}} line {line, number} is missing or was changed.',
  'audit.denied.message': 'You may not read the audit log.',
  'audit.denied.repair': 'Ask the owner of this home.',
} as const;
