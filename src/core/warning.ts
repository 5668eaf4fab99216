/** Something the caller should know, and that stops nothing; `code` is stable, for programs. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}
