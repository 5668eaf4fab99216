/** What is known of one error name or exit code. */
export interface Explanation {
  readonly name: string;
  /** Who says it: Port, a provider in a connection test, the way to them, portai itself, or an exit code. */
  readonly from: 'Port' | 'provider' | 'network' | 'portai' | 'exit code';
  readonly exitCode: number;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** Commands after `portai`, with placeholders. */
  readonly next: readonly { readonly command: readonly string[]; readonly why: string }[];
  readonly example?: { readonly status: number; readonly body: string };
}
