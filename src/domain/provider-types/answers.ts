import type { HttpResponse } from '../http.ts';
import { maskShapes } from '../secret.ts';
import { terminalLine } from '../terminal-text.ts';
import type { Verdict } from './define.ts';

const longestQuote = 200;

/** The provider's own words, short and masked; they are printed beside every verdict but the good ones. */
function providerWords(body: string): string {
  const quoted = /"(?:message|Message|error_description|detail)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(
    body,
  );
  const words = maskShapes(terminalLine((quoted?.[1] ?? '').replaceAll('\\"', '"')));
  return words.length > longestQuote ? `${words.slice(0, longestQuote)}…` : words;
}

function say(summary: string, body: string): string {
  const words = providerWords(body);
  return words && words !== summary ? `${summary} (${words})` : summary;
}

const exhausted = /insufficient_quota|credit balance|quota (?:has been )?exceeded|per day|billing/i;

/**
 * Reads an answer of a model endpoint. A 2xx is good only when the body is the completion that was
 * asked for: a login page or a model list proves nothing.
 */
export function readAnswer(answer: HttpResponse, completion: RegExp): Verdict {
  const { status, body } = answer;
  const invalid = (summary: string): Verdict => ({
    status: 'invalid',
    message: say(summary, body),
  });
  if (/^\s*<(?!ErrorResponse)/.test(body))
    return invalid(`Not an LLM API at this URL: HTML, ${status}`);
  if (status >= 200 && status < 300) {
    if (completion.test(body)) return { status: 'valid', message: 'OK' };
    return invalid('Not an LLM API at this URL: no completion in the answer');
  }
  if (status === 429) {
    if (exhausted.test(body)) return invalid('Quota or credit exhausted');
    return { status: 'valid', message: say('Credentials accepted; rate limited', body) };
  }
  if (status >= 500 || status === 408) {
    return {
      status: 'unverifiable',
      message: say(`Could not be tested: provider error ${status}`, body),
    };
  }
  if (status === 401 || /UnrecognizedClient|InvalidSignature|API key not valid/.test(body)) {
    return invalid('Invalid API key');
  }
  if (status === 402 || exhausted.test(body)) return invalid('Quota or credit exhausted');
  if (status === 403) return invalid('No access to this model');
  if (status === 404) return invalid('Model not found');
  if (status >= 300 && status < 400) return invalid('Redirected: not an LLM API at this URL');
  return invalid('Request refused');
}

/** What every probe asks for: harmless, short, and free of the organization's data. */
export const probePrompt = 'Reply with the word pong.';
