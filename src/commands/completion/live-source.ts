/** What names are wanted: of the organization, of this machine, or of the program. */
export type LiveSource =
  | {
      readonly of:
        'providers' | 'secrets' | 'integrations' | 'workspaces' | 'profiles' | 'error names';
    }
  /** Of a provider type, or of an integration by its slug. */
  | { readonly of: 'models' | 'integration models'; readonly owner: string };
