/** A reason to refuse a name before anything is written or sent. */
export interface NameProblem {
  readonly message: string;
  /** True if --force sends the name all the same, since an unknown name may be new. */
  readonly forcible: boolean;
}
