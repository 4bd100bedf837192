// Records on SQLite with the suite for every store of records.
import { tempDir } from '#tools/testkit/tempdir.ts';
import { ledgerConformance } from './ledger-conformance.ts';
import { recordsConformance } from './records-conformance.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';
import { heldFolder, heldRecords } from './testing/places.ts';

const place: RecordsPlace = (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  return () => heldRecords(owner, folder);
};

recordsConformance('SQLite', place);
ledgerConformance('SQLite', place);
