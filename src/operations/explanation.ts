/** What is known of one error name or exit code. */
export interface Explanation {
  readonly name: string;
  /** Who says it: a control plane, a provider in a connection test, the network, portai itself, or `exit code`. */
  readonly from: string;
  readonly exitCode: number;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** Commands after `portai`, with placeholders. */
  readonly next: readonly { readonly command: readonly string[]; readonly why: string }[];
  readonly example?: { readonly status: number; readonly body: string };
}
