/** All runs that the server keeps, newest first. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { element } from '../dom';
import type { RunState } from '../protocol';
import { type RunActions, RunView } from './run_view';

/** Keeps a `RunView` for each run, so that what is unfolded stays so. */
export class RunList {
  readonly node = element('div', { class: 'kale-Runs' });
  private readonly views = new Map<string, RunView>();

  constructor(
    private readonly trans: TranslationBundle,
    private readonly actions: RunActions
  ) {}

  show(runs: readonly RunState[]): void {
    const ids = new Set(runs.map(run => run.id));
    for (const [id, view] of this.views) {
      if (!ids.has(id)) {
        view.node.remove();
        this.views.delete(id);
      }
    }
    for (const run of [...runs].reverse()) {
      this.showRun(run);
    }
  }

  /** Unfold a run, fold the others, and bring it into sight. */
  reveal(id: string): void {
    for (const [other, view] of this.views) {
      view.node.open = other === id;
    }
    this.views.get(id)?.node.scrollIntoView({ block: 'nearest' });
  }

  private showRun(run: RunState): void {
    const known = this.views.get(run.id);
    if (known) {
      known.show(run);
      return;
    }
    for (const view of this.views.values()) {
      view.node.open = false;
    }
    const view = new RunView(this.trans, this.actions, run, true);
    this.views.set(run.id, view);
    this.node.prepend(view.node);
  }
}
