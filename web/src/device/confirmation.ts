// When a dangerous setting may be sent.

/** Whether the person has typed what was asked for, in time. Surrounding spaces do not matter. */
export const isConfirmed = (
  typed: string,
  { name, isOver }: { readonly name: string; readonly isOver: boolean },
): boolean => typed.trim() === name && !isOver;
