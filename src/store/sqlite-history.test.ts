// History on SQLite against the suite of every history.
import { tempDir } from '#tools/testkit/tempdir.ts';
import { historyConformance } from './history-conformance.ts';
import { heldFolder, heldHistory } from './testing/places.ts';

historyConformance('SQLite', (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  return () => heldHistory(owner, folder);
});
