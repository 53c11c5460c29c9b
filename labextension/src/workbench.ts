/** What the parts of the extension share: the notebooks that are open, the runs, and the message of the moment. */

import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import { Availability } from './availability';
import { type Client, RequestError } from './client';
import type { Action, Problem } from './protocol';
import { Session } from './session';

/** Something that the panel says until the next thing is done. */
export interface Notice {
  readonly kind: 'info' | 'error';
  readonly text: string;
  readonly help?: string | null;
  readonly problems?: readonly Problem[];
  /** What can be done about it. */
  readonly link?: { readonly text: string; readonly act: () => void } | undefined;
}

/** Is asked before a change on which something depends. */
export type Confirm = (consequences: readonly string[]) => Promise<boolean>;

/** The sessions of all open notebooks, and the one in front. */
export class Workbench {
  private readonly sessions = new WeakMap<NotebookPanel, Session>();
  private readonly changes = new Signal<this, Session | null>(this);
  private readonly notices = new Signal<this, Notice | null>(this);
  private readonly openings = new Signal<this, Session>(this);
  private readonly availability: Availability;
  private shown: Session | null = null;
  private said: Notice | null = null;

  constructor(
    private readonly tracker: INotebookTracker,
    readonly client: Client,
    readonly trans: TranslationBundle
  ) {
    this.availability = new Availability(client, trans);
  }

  /** Emitted for each notebook that is opened. */
  get opened(): ISignal<this, Session> {
    return this.openings;
  }

  /** Emitted when another notebook, or none, is in front. */
  get currentChanged(): ISignal<this, Session | null> {
    return this.changes;
  }

  /** Emitted when there is another thing to say, or nothing any more. */
  get noticed(): ISignal<this, Notice | null> {
    return this.notices;
  }

  /** The session of the notebook in front. */
  get current(): Session | null {
    return this.shown;
  }

  get notice(): Notice | null {
    return this.said;
  }

  /** Follow the notebooks that are open now and those opened later. */
  start(): void {
    this.tracker.forEach(panel => {
      this.sessionOf(panel);
    });
    this.tracker.widgetAdded.connect((_, panel) => {
      this.sessionOf(panel);
    });
    this.tracker.currentChanged.connect(() => this.follow());
    this.follow();
  }

  sessionOf(panel: NotebookPanel): Session {
    const known = this.sessions.get(panel);
    if (known) {
      return known;
    }
    const session = new Session(panel, this.client, this.availability, this.trans);
    this.sessions.set(panel, session);
    this.openings.emit(session);
    return session;
  }

  /** Give the session of an open notebook with this path, or the one in front that has it. */
  sessionAt(path: string): Session | null {
    const panel = this.tracker.find(widget => widget.context.path === path);
    return panel ? this.sessionOf(panel) : null;
  }

  say(notice: Notice | null): void {
    this.said = notice;
    this.notices.emit(notice);
  }

  /** Say what kept something from being done, and where else it may be had. */
  sayFailure(error: unknown, link?: Notice['link']): void {
    if (error instanceof RequestError) {
      const text = error.status === 0 ? this.trans.__('The server did not answer: %1', error.message) : error.message;
      this.say({ kind: 'error', text, help: error.help, problems: error.problems, link });
    } else {
      this.say({ kind: 'error', text: String(error), link });
    }
  }

  /**
   * Edit a notebook, and say so when that is refused or does not succeed.
   *
   * @returns Whether the notebook was changed.
   */
  async edit(session: Session, action: Action, confirm?: Confirm): Promise<boolean> {
    try {
      const edit = await session.edit(action, confirm);
      if (edit && edit.problems.length > 0) {
        this.say({ kind: 'error', text: edit.problems.join('; ') });
        return false;
      }
      this.say(edit && !confirm && edit.consequences.length > 0 ? info(edit.consequences.join('; ')) : null);
      return edit !== null;
    } catch (error) {
      this.sayFailure(error);
      return false;
    }
  }

  private follow(): void {
    const panel = this.tracker.currentWidget;
    const session = panel ? this.sessionOf(panel) : null;
    if (session !== this.shown) {
      this.shown = session;
      this.said = null;
      this.changes.emit(session);
    }
  }
}

function info(text: string): Notice {
  return { kind: 'info', text };
}
