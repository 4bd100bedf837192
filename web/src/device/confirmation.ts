// When a dangerous setting may go out.

/** Whether the person has typed what was asked for, in time. Spaces around it are no difference. */
export const isConfirmed = (
  typed: string,
  { name, isOver }: { readonly name: string; readonly isOver: boolean },
): boolean => typed.trim() === name && !isOver;
