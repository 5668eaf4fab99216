import type { OutStream } from '../core/streams.ts';
import { terminalLine } from '../core/text/terminal.ts';
import { startInWidth } from './text-width.ts';

/** Says that a wait is a wait. */
export interface Heartbeat {
  /** A request left; `what` is a noun phrase: "the model gpt-5". */
  readonly sent: (id: string, what: string) => void;
  readonly answered: (id: string) => void;
  /** Takes a line that is rewritten off the screen, so that another can be written. */
  readonly clear: () => void;
  readonly stop: () => void;
}

export interface HeartbeatOptions {
  readonly stream: OutStream;
  /** A line of its own, where lines cannot be rewritten. */
  readonly note: (text: string) => void;
  readonly redact: (text: string) => string;
  readonly now: () => Date;
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** How long nothing is said; three seconds without it. */
  readonly patienceMs?: number;
}

/** Nobody wonders before that while providers are tested. */
const usualPatienceMs = 3_000;
const rewriteMs = 1_000;
const lineMs = 15_000;

const wipe = '\r\u001b[K';

/** For --json and --quiet: nothing is said. */
export const silence: Heartbeat = {
  sent: () => undefined,
  answered: () => undefined,
  clear: () => undefined,
  stop: () => undefined,
};

/**
 * Starts to say what is waited for once an answer takes too long: on a terminal in one
 * line that is rewritten every second, elsewhere in a line every fifteen seconds.
 */
export function heartbeat(options: HeartbeatOptions): Heartbeat {
  const { stream, note, redact, now, sleep, patienceMs = usualPatienceMs } = options;
  const rewrites = stream.isTTY === true;
  let nap = new AbortController();
  let stopped = false;
  const waiting = new Map<string, { readonly what: string; readonly since: number }>();
  let beating = false;
  let shown = false;
  let nextLineMs = patienceMs;

  const clear = () => {
    if (shown) stream.write(wipe);
    shown = false;
  };
  const waitedMs = () => {
    const [oldest] = waiting.values();
    return oldest ? now().getTime() - oldest.since : 0;
  };
  const say = () => {
    const waited = waitedMs();
    const text = redact(`waiting for ${list(waiting)}, ${Math.floor(waited / 1_000)} s`);
    if (rewrites) {
      stream.write(`${wipe}${startInWidth(text, (stream.columns ?? 80) - 1)}`);
      shown = true;
    } else if (waited >= nextLineMs) {
      note(text);
      nextLineMs = waited + lineMs;
    }
  };
  const beat = async () => {
    beating = true;
    while (waiting.size > 0 && !stopped) {
      const untilPatience = patienceMs - waitedMs();
      nap = new AbortController();
      await sleep(untilPatience > 0 ? untilPatience : rewriteMs, nap.signal).catch(() => undefined);
      if (waitedMs() >= patienceMs) say();
    }
    beating = false;
  };

  return {
    sent(id, what) {
      waiting.set(id, { what: terminalLine(what), since: now().getTime() });
      if (!beating) void beat();
    },
    answered(id) {
      waiting.delete(id);
      clear();
      if (waiting.size === 0) nap.abort();
      if (waitedMs() < patienceMs) nextLineMs = patienceMs;
    },
    clear,
    stop() {
      stopped = true;
      waiting.clear();
      nap.abort();
      clear();
    },
  };
}

function list(waiting: ReadonlyMap<string, { readonly what: string }>): string {
  const [first, ...more] = [...waiting.values()];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${first?.what ?? ''}${others}`;
}
