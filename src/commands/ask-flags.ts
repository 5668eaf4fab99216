import type { Command } from 'commander';
import { z } from 'zod';
import { repeatable } from '../cli/pairs.ts';
import { once } from '../core/once.ts';

const name = () => z.string().trim().min(1, 'must not be empty').optional();

/** The flags of `ask`. */
export const askFlags = once(() =>
  z.object({
    provider: name(),
    model: name(),
    agent: name(),
    tools: z.array(z.string().min(1, 'must not be empty')).default([]),
    system: name(),
    label: z.array(z.string()).default([]),
    smoke: z.boolean().default(false),
  }),
);

export type AskFlags = z.output<ReturnType<typeof askFlags>>;

export const addAskOptions = (command: Command) =>
  command
    .argument('[prompt]', 'what is asked, or - for stdin')
    .option('--provider <type>', "instead of the organization's default")
    .option('--model <model>', 'of that provider')
    .option('--agent <id>', 'ask an agent, with tools and instructions of its own')
    .option(
      '--tools <pattern>',
      'tools that may be called, as a regular expression; repeat for more',
      repeatable,
    )
    .option('--system <text>', 'instructions that go before the prompt')
    .option('--label <key=value>', 'a label for the record; repeat for more', repeatable)
    .option('--smoke', 'ask each enabled model one small question, and tell what came');
