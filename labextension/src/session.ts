/** What is known of one open notebook: the server's latest view of it, kept up to date while it changes. */

import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Availability } from './availability';
import { type Client, type Document, RequestError } from './client';
import type { Action, Edit, View } from './protocol';
import { snapshot } from './snapshot';
import { apply, isCurrent } from './transactions';

/** Milliseconds without a change before the server is asked. */
const PAUSE = 350;

/** How many times as long as the last answer took the pause is at least, so that large notebooks are not always sent. */
const PATIENCE = 2;

/** Milliseconds without a change after which the server is asked in any case. */
const LONGEST_PAUSE = 5000;

/** Milliseconds after which a server that could not answer is asked again. */
const RETRY = 5000;

/** How often an edit is asked for anew because the notebook changed meanwhile. */
const ATTEMPTS = 3;

/** The pipeline of an open notebook. It reads the notebook, and writes only in `edit`. */
export class Session implements IDisposable {
  private latest: View | null = null;
  private trouble: RequestError | null = null;
  private readonly changes = new Signal<this, void>(this);
  private pause = PAUSE;
  private timer: number | undefined;
  private model: INotebookModel | null = null;
  private sent = '';
  private asking: Promise<void> | null = null;
  private outdated = false;
  private disposed = false;

  constructor(
    readonly panel: NotebookPanel,
    private readonly client: Client,
    private readonly availability: Availability,
    private readonly trans: TranslationBundle
  ) {
    panel.context.ready.then(() => this.follow());
    panel.context.pathChanged.connect(this.askAnew, this);
    panel.disposed.connect(() => this.dispose());
  }

  /** Emitted when the view, or why there is none, has changed. */
  get changed(): ISignal<this, void> {
    return this.changes;
  }

  /** The server's latest view; it stays while the server cannot be reached. */
  get view(): View | null {
    return this.latest;
  }

  /** The server's view where the notebook is one that can be a pipeline. */
  get pipeline(): View | null {
    return this.latest?.kernel_problem === null ? this.latest : null;
  }

  /** Why the view is missing or may be out of date. */
  get failure(): RequestError | null {
    return this.trouble;
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  /** The notebook as it stands. */
  get document(): Document {
    if (!this.model) {
      throw new RequestError(this.trans.__('The notebook is not loaded.'), 0);
    }
    return { path: this.panel.context.localPath, notebook: snapshot(this.model) };
  }

  dispose(): void {
    if (!this.disposed) {
      this.disposed = true;
      window.clearTimeout(this.timer);
      this.model?.contentChanged.disconnect(this.schedule, this);
      Signal.clearData(this);
    }
  }

  /** Ask the server now, also where it was asked the same before. */
  async askAnew(): Promise<void> {
    this.sent = '';
    await this.refresh();
  }

  /**
   * Ask the server what `action` changes and make the change, as one step for undo.
   *
   * @param confirm Is shown what depends on the change, where anything does; nothing changes unless it gives `true`.
   * @returns The edit that was made or refused, or `null` when it was not confirmed.
   */
  async edit(action: Action, confirm?: (consequences: readonly string[]) => Promise<boolean>): Promise<Edit | null> {
    for (let attempt = 1; ; attempt += 1) {
      const seen = this.document;
      const edit = await this.client.edit(seen, action);
      if (edit.problems.length > 0) {
        return edit;
      }
      if (confirm && edit.consequences.length > 0 && !(await confirm(edit.consequences))) {
        return null;
      }
      if (this.model && isCurrent(this.model, edit, seen)) {
        apply(this.model, edit);
        await this.refresh();
        return edit;
      }
      if (attempt === ATTEMPTS) {
        throw new RequestError(this.trans.__('The notebook kept changing while it was being edited.'), 0);
      }
    }
  }

  private follow(): void {
    if (!this.disposed) {
      this.model = this.panel.content.model;
      this.model?.contentChanged.connect(this.schedule, this);
      void this.refresh();
    }
  }

  private schedule(): void {
    this.askIn(this.pause);
  }

  private askIn(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.refresh(), milliseconds);
  }

  /** Ask the server unless it was asked the same before; questions that come while it answers become one more. */
  private async refresh(): Promise<void> {
    if (this.asking) {
      this.outdated = true;
      return this.asking;
    }
    this.asking = this.askUntilCurrent().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async askUntilCurrent(): Promise<void> {
    do {
      this.outdated = false;
      await this.ask();
    } while (this.outdated && !this.disposed);
  }

  private async ask(): Promise<void> {
    if (this.disposed || !this.model) {
      return;
    }
    const document = this.document;
    const text = JSON.stringify(document);
    if (text === this.sent) {
      return;
    }
    const started = performance.now();
    try {
      await this.availability.check();
      this.latest = await this.client.view(document);
      this.trouble = null;
      this.sent = text;
    } catch (error) {
      this.trouble = error instanceof RequestError ? error : new RequestError(String(error), 0);
      this.sent = '';
      this.askIn(RETRY);
    }
    this.pause = Math.min(Math.max(PAUSE, PATIENCE * (performance.now() - started)), LONGEST_PAUSE);
    if (!this.disposed) {
      this.changes.emit();
    }
  }
}
