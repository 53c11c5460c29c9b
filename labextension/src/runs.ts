/** The runs that the server keeps: asked for while one of them goes on, and once when the page is loaded. */

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { type Client, type Document, NOT_FOUND, RequestError } from './client';
import type { RunRequest, RunState } from './protocol';

const INTERVAL = 1000;
const LONGEST_INTERVAL = 30000;

/** Milliseconds for which a notification lies over the page; JupyterLab's list of them keeps it. */
const GLANCE = 5000;
const READING_TIME = 10000;

/** What a notification about a run lets the user do. */
export type ShowRun = (run: RunState) => void;

/** Knows all runs of the server, newest first, and tells when one begins and ends. */
export class RunStore {
  private states: readonly RunState[] = [];
  private readonly changes = new Signal<this, void>(this);
  private readonly notifications = new Map<string, string>();
  private readonly poll: Poll;

  constructor(
    private readonly client: Client,
    private readonly trans: TranslationBundle,
    private readonly show: ShowRun
  ) {
    this.poll = new Poll({
      name: 'kale:runs',
      auto: false,
      frequency: { interval: INTERVAL, backoff: true, max: LONGEST_INTERVAL },
      standby: 'never',
      factory: () => this.ask()
    });
  }

  /** Emitted when anything about any run has changed. */
  get changed(): ISignal<this, void> {
    return this.changes;
  }

  get runs(): readonly RunState[] {
    return this.states;
  }

  /** The newest run of the notebook at `path`. */
  latest(path: string): RunState | undefined {
    return this.states.find(run => run.path === path);
  }

  /** Ask for the runs, and go on asking while one of them goes on. */
  async refresh(): Promise<void> {
    await this.poll.refresh();
  }

  async start(document: Document, request: RunRequest): Promise<RunState> {
    const run = await this.client.startRun(document, request);
    this.take([run, ...this.states.filter(other => other.id !== run.id)]);
    await this.refresh();
    return run;
  }

  async cancel(run: RunState): Promise<void> {
    const ended = await this.client.cancelRun(run.id);
    this.take(this.states.map(state => (state.id === ended.id ? ended : state)));
  }

  private async ask(): Promise<void> {
    const runs = await this.answered();
    if (runs) {
      this.take(runs);
    }
    if (!runs?.some(isRunning)) {
      void this.poll.stop();
    }
  }

  /** Give the server's runs, or nothing when its part of the extension is missing; what else fails may pass. */
  private async answered(): Promise<readonly RunState[] | null> {
    try {
      return (await this.client.runs()).runs;
    } catch (error) {
      if (error instanceof RequestError && error.status === NOT_FOUND) {
        return null;
      }
      throw error;
    }
  }

  private take(runs: readonly RunState[]): void {
    const before = new Map(this.states.map(run => [run.id, run]));
    this.states = runs;
    for (const run of runs) {
      this.notify(run, before.get(run.id));
    }
    this.forgetLost();
    this.changes.emit();
  }

  /** Take back what was said of runs that a server which was started anew does not know. */
  private forgetLost(): void {
    const known = new Set(this.states.map(run => run.id));
    for (const [run, notification] of this.notifications) {
      if (!known.has(run)) {
        this.notifications.delete(run);
        Notification.dismiss(notification);
      }
    }
  }

  private notify(run: RunState, before: RunState | undefined): void {
    const id = this.notifications.get(run.id);
    if (isRunning(run) && id === undefined) {
      this.notifications.set(run.id, Notification.emit(this.sentence(run), 'in-progress', this.options(run)));
    } else if (!isRunning(run) && id !== undefined && (before === undefined || isRunning(before))) {
      Notification.update({
        id,
        message: this.sentence(run),
        type: NOTIFICATION_TYPE[run.status],
        ...this.options(run)
      });
      this.notifications.delete(run.id);
    }
  }

  private options(run: RunState): Notification.IOptions<null> {
    return {
      autoClose: run.status === 'failed' ? READING_TIME : GLANCE,
      actions: [{ label: this.trans.__('Show'), callback: () => this.show(run) }]
    };
  }

  private sentence(run: RunState): string {
    switch (run.status) {
      case 'running':
        return this.trans.__('%1 is running', run.name);
      case 'succeeded':
        return this.trans.__('%1 succeeded', run.name);
      case 'cancelling':
        return this.trans.__('%1 is being cancelled', run.name);
      case 'cancelled':
        return this.trans.__('%1 was cancelled', run.name);
      case 'lost':
        return this.trans.__('%1: the server no longer answers', run.name);
      default:
        return this.trans.__('%1 failed: %2', run.name, run.failure?.message ?? '');
    }
  }
}

const NOTIFICATION_TYPE = {
  running: 'in-progress',
  cancelling: 'in-progress',
  succeeded: 'success',
  failed: 'error',
  cancelled: 'info',
  lost: 'warning'
} as const;

/** Give the address of the run's page on Kubeflow. */
export function webPage(run: RunState): string | null {
  return run.link !== null && /^https?:/.test(run.link) ? run.link : null;
}

/** Whether the run goes on. */
export function isRunning(run: RunState): boolean {
  return run.status === 'running' || run.status === 'cancelling';
}
