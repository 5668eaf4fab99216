import { PortaiError } from '../../core/errors.ts';

/**
 * Runs calls that are an organization's. A refusal also says which key and plan they need, and what works
 * without: Portkey answers a workspace's key and a smaller plan alike.
 */
export async function withNeededKey<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
    throw error.with({
      hint: 'This takes an organization’s Admin API key, and on Portkey’s cloud an Enterprise plan; a workspace’s own key is refused. Without it these still work: integrations list, with --catalog for the providers there are, and --sandbox for all of it.',
      next: [
        ...(error.failure.next ?? []),
        { command: ['integrations', 'list', '--catalog'], why: 'needs no key' },
      ],
    });
  }
}
