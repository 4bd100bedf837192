// Records on SQLite against the suite of every store of records.
import { tempDir } from '#tools/testkit/tempdir.ts';
import { recordsConformance } from './records-conformance.ts';
import { heldFolder, heldRecords } from './testing/places.ts';

recordsConformance('SQLite', (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  return () => heldRecords(owner, folder);
});
