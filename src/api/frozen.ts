// How the types of the contract are read: what came over the wire, or goes over it, is never changed in place.

/** A shape of the contract, read-only all the way down. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;
