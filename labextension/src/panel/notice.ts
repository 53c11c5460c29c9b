/** The message of the moment, below the panel's buttons. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { button, element, fill } from '../dom';
import type { Notice } from '../workbench';
import { type ProblemActions, ProblemList } from './problems';

/** Says what was done or what went wrong; screen readers read it when it changes. */
export class NoticeLine {
  readonly node = element('div', { class: 'kale-Notice', role: 'status' });

  constructor(
    private readonly trans: TranslationBundle,
    private readonly actions: ProblemActions
  ) {}

  show(notice: Notice | null): void {
    this.node.classList.toggle('kale-mod-error', notice?.kind === 'error');
    if (!notice) {
      fill(this.node);
      return;
    }
    fill(
      this.node,
      element('div', { class: 'kale-Notice-text' }, notice.text),
      notice.help ? element('div', { class: 'kale-Notice-help' }, notice.help) : null,
      notice.link ? button(notice.link.text, notice.link.act, { class: 'kale-Link' }) : null,
      this.problems(notice)
    );
  }

  private problems(notice: Notice): HTMLElement | null {
    if (!notice.problems || notice.problems.length === 0) {
      return null;
    }
    const list = new ProblemList(this.trans, this.actions);
    list.show(notice.problems);
    return list.node;
  }
}
