/** What speaks against a name before anything is written or sent. */
export interface NameProblem {
  readonly message: string;
  /** Whether --force sends it all the same: what is not known may be new. */
  readonly forcible: boolean;
}
