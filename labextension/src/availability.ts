/** Whether the server extension is there and speaks the same words. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { type Client, NOT_FOUND, RequestError } from './client';
import { PROTOCOL } from './protocol';

/** Asks the server once which words it speaks, and again only after it could not be reached. */
export class Availability {
  private checked: Promise<void> | null = null;

  constructor(
    private readonly client: Client,
    private readonly trans: TranslationBundle
  ) {}

  /**
   * Resolve when the server extension can be used.
   *
   * @throws RequestError It is missing, of another version, or cannot be reached; says what to do.
   */
  check(): Promise<void> {
    this.checked ??= this.compare().catch(error => {
      this.checked = null;
      throw error;
    });
    return this.checked;
  }

  private async compare(): Promise<void> {
    const answer = await this.client.version().catch((error: RequestError) => {
      throw error.status === NOT_FOUND ? this.missing() : error;
    });
    if (answer.protocol !== PROTOCOL) {
      throw this.different(answer.version);
    }
  }

  private missing(): RequestError {
    return new RequestError(
      this.trans.__('The server part of kale is not running.'),
      NOT_FOUND,
      this.trans.__(
        'Install kale-pipelines with its extra "lab" where JupyterLab runs, see that "jupyter server extension list" shows kale.jupyter, and start JupyterLab again.'
      )
    );
  }

  private different(version: string): RequestError {
    return new RequestError(
      this.trans.__('This page and the server belong to different versions of kale (the server has %1).', version),
      0,
      this.trans.__('Start JupyterLab again and reload this page.')
    );
  }
}
