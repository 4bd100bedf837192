// History on SQLite with the suite for every history.
import { tempDir } from '#tools/testkit/tempdir.ts';
import { historyConformance } from './history-conformance.ts';
import type { HistoryPlace } from './testing/history-model.ts';
import { qualityConformance } from './quality-conformance.ts';
import { heldFolder, heldHistory } from './testing/places.ts';

const place: HistoryPlace = (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  return () => heldHistory(owner, folder);
};

historyConformance('SQLite', place);
qualityConformance('SQLite', place);

// Hardly any memory: hours are flushed half-way, in parts, and again and again.
historyConformance('SQLite with hardly any memory', (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  return () => heldHistory(owner, folder, { graceMs: 0, mostPolls: 3, mostPoints: 40 });
});

// Every append is a back-fill, or every second one: what is logged and what is not meet in the same hours.
for (const fillFrom of [1, 12])
  historyConformance(`SQLite filled from ${fillFrom} points on`, (owner) => {
    const folder = heldFolder(owner, tempDir(owner));
    return () => heldHistory(owner, folder, { graceMs: 0, fillFrom });
  });

qualityConformance('SQLite filled', (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  return () => heldHistory(owner, folder, { fillFrom: 1 });
});
