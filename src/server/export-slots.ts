// How many exports run at once, by person and together: each holds a page of history and a connection.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Exports one person may have at once: a browser opens a second before the first has ended. */
const mostOfPerson = 3;
const mostTogether = 8;

/** Hands out slots for exports. */
export interface ExportSlots {
  /** Takes a slot until the returned function is called; calling it again does nothing. Errors: `export.busy`. */
  take(person: string): () => void;
}

/** As many slots as a small computer can serve. */
export function exportSlots(): ExportSlots {
  const taken = new Map<string, number>();
  let together = 0;
  return {
    take(person) {
      const own = taken.get(person) ?? 0;
      if (own >= mostOfPerson || together >= mostTogether) {
        const why = because('export.busy', { count: own >= mostOfPerson ? own : together });
        throw new SolsteadError('export.busy', { at: 'export', why });
      }
      taken.set(person, own + 1);
      together += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        together -= 1;
        const left = (taken.get(person) ?? 1) - 1;
        if (left === 0) taken.delete(person);
        else taken.set(person, left);
      };
    },
  };
}
