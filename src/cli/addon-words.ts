// What `solstead addon` is told.

/** Flags of `solstead addon`. */
export interface AddonFlags {
  /** Folder of the app. */
  readonly folder: string;
  /** File of its options; absent: `options.json` there. */
  readonly options?: string;
  /** Where its Supervisor answers, and where it comes from. */
  readonly supervisor: string;
  readonly ingressFrom: string;
  readonly check?: boolean;
  readonly json?: boolean;
}
