/** Requests to the server extension, one method for each. */

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import type {
  Action,
  Compiled,
  Edit,
  Interpreter,
  Preview,
  Problem,
  ProfileList,
  RunList,
  RunRequest,
  RunState,
  StepLog,
  Version,
  View
} from './protocol';

/** The status of an answer from a server that does not know what it is asked for. */
export const NOT_FOUND = 404;

/** A notebook as it stands in the browser, with its path on the server. */
export interface Document {
  readonly path: string;
  readonly notebook: JSONObject;
}

/** A request that did not succeed, with what the server said of it. */
export class RequestError extends Error {
  /**
   * @param message What went wrong, in the server's words where there are any.
   * @param status HTTP status; 0 when the server was not reached.
   * @param help What can be done about it.
   * @param problems The problems of the notebook that stand in the way.
   */
  constructor(
    message: string,
    readonly status: number,
    readonly help: string | null = null,
    readonly problems: readonly Problem[] = []
  ) {
    super(message);
  }
}

interface Refusal {
  readonly message?: unknown;
  readonly help?: unknown;
  readonly problems?: readonly Problem[];
}

/** Speaks with the server extension. Every method rejects with a `RequestError`. */
export class Client {
  constructor(private readonly settings: ServerConnection.ISettings = ServerConnection.makeSettings()) {}

  version(): Promise<Version> {
    return this.ask('version');
  }

  view(document: Document): Promise<View> {
    return this.ask('view', document);
  }

  edit(document: Document, action: Action): Promise<Edit> {
    return this.ask('edit', { ...document, action });
  }

  preview(document: Document): Promise<Preview> {
    return this.ask('preview', document);
  }

  compile(document: Document): Promise<Compiled> {
    return this.ask('compile', document);
  }

  /** Give the servers that can be chosen for the notebook at `path`. */
  profiles(path: string): Promise<ProfileList> {
    return this.ask(`profiles?path=${encodeURIComponent(path)}`);
  }

  /** Give the Python that runs the steps of a notebook here. */
  interpreter(document: Document): Promise<Interpreter> {
    return this.ask('interpreter', document);
  }

  startRun(document: Document, request: RunRequest): Promise<RunState> {
    return this.ask('runs', { ...document, ...request });
  }

  runs(): Promise<RunList> {
    return this.ask('runs');
  }

  cancelRun(run: string): Promise<RunState> {
    return this.ask(`runs/${encodeURIComponent(run)}/cancel`, {});
  }

  log(run: string, step: string): Promise<StepLog> {
    return this.ask(this.stepPath(run, step, 'log'));
  }

  /** Give the HTML of a step's report. */
  async report(run: string, step: string): Promise<string> {
    return (await this.send(this.stepPath(run, step, 'report'))).text();
  }

  private stepPath(run: string, step: string, what: string): string {
    return `runs/${encodeURIComponent(run)}/steps/${encodeURIComponent(step)}/${what}`;
  }

  private async ask<Answer>(path: string, body?: object): Promise<Answer> {
    return (await this.send(path, body)).json() as Promise<Answer>;
  }

  private async send(path: string, body?: object): Promise<Response> {
    const address = `${URLExt.join(this.settings.baseUrl, 'kale')}/${path}`;
    const init: RequestInit = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await ServerConnection.makeRequest(address, init, this.settings).catch((error: Error) => {
      throw new RequestError(error.message, 0);
    });
    if (!response.ok) {
      throw await refusalOf(response);
    }
    return response;
  }
}

async function refusalOf(response: Response): Promise<RequestError> {
  const said: Refusal = await response.json().catch(() => ({}));
  const message = typeof said.message === 'string' ? said.message : response.statusText;
  return new RequestError(message, response.status, typeof said.help === 'string' ? said.help : null, said.problems);
}
