/** The problems of the notebook, each with its place, what to do, and a button for what can be done at once. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { button, element, fill } from '../dom';
import type { Place } from '../places';
import type { Problem } from '../protocol';

export interface ProblemActions {
  goTo(place: Place): void;
  fix(problem: Problem): void;
}

/** How many problems are drawn at first, and how many more with each press on the button below them. */
const PORTION = 100;

/** Draws problems; draws them anew only when they have changed, so that the keyboard keeps its place. */
export class ProblemList {
  readonly node = element('ul', { class: 'kale-Problems' });
  private drawn = '';
  private most = PORTION;

  constructor(
    private readonly trans: TranslationBundle,
    private readonly actions: ProblemActions
  ) {}

  show(problems: readonly Problem[]): void {
    const text = JSON.stringify(problems);
    if (text !== this.drawn) {
      this.drawn = text;
      this.draw(problems);
    }
  }

  private draw(problems: readonly Problem[]): void {
    const shown = problems.slice(0, this.most).map(problem => this.item(problem));
    const left = problems.length - shown.length;
    const text = this.trans._n('Show %1 more', 'Show %1 more', Math.min(left, PORTION));
    const more = button(text, () => {
      this.most += PORTION;
      this.draw(problems);
      this.node.children[shown.length]?.querySelector<HTMLElement>('button')?.focus();
    });
    fill(this.node, ...shown, left > 0 ? element('li', {}, more) : null);
  }

  private item(problem: Problem): HTMLElement {
    const { fix, help } = problem;
    return element(
      'li',
      { class: 'kale-Problem', 'data-severity': problem.severity, 'data-code': problem.code },
      element(
        'div',
        { class: 'kale-Problem-head' },
        element(
          'span',
          { class: 'kale-Problem-code', title: problem.slug },
          `${this.trans.__(problem.severity)} ${problem.code}`
        ),
        problem.cell === null ? null : this.place(problem)
      ),
      element('div', { class: 'kale-Problem-message' }, problem.message),
      help ? element('div', { class: 'kale-Problem-help' }, help) : null,
      fix
        ? button(fix.title, () => this.actions.fix(problem), {
            'data-action': 'fix',
            'aria-label': this.trans.__('Fix: %1', fix.title)
          })
        : null
    );
  }

  private place(problem: Problem): HTMLElement {
    const text = this.trans.__('cell %1, line %2', problem.cell_number, problem.line);
    return button(text, () => this.actions.goTo(problem), { class: 'kale-Link', 'data-action': 'go' });
  }
}
