/** One run: its steps with their states, and what they left behind. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { button, element, fill } from '../dom';
import type { Interpreter, RunFailure, RunState, RunStep } from '../protocol';
import { webPage } from '../runs';
import { duration, figure, stateWord } from '../wording';

export interface RunActions {
  cancel(run: RunState): void;
  showLog(run: RunState, step: RunStep): void;
  showReport(run: RunState, step: RunStep): void;
  showFailure(run: RunState, failure: RunFailure): void;
}

/** Draws a run, and what changes of it, without taking away what the user is pointing at. */
export class RunView {
  readonly node: HTMLDetailsElement;
  private readonly title = element('span', { class: 'kale-Run-title' });
  private readonly figures = element('span', { class: 'kale-Run-figures' });
  private readonly body = element('div', { class: 'kale-Run-body' });
  private drawn = '';

  constructor(
    private readonly trans: TranslationBundle,
    private readonly actions: RunActions,
    run: RunState,
    open: boolean
  ) {
    const summary = element('summary', {}, this.title, this.figures);
    this.node = element('details', { class: 'kale-Run', 'data-run': run.id, open }, summary, this.body);
    this.show(run);
  }

  show(run: RunState): void {
    this.node.dataset.status = run.status;
    fill(this.title, element('span', { class: 'kale-Dot', 'aria-hidden': 'true' }), run.name);
    const place = run.where === 'local' ? this.trans.__('here') : this.trans.__('on Kubeflow');
    fill(this.figures, `${stateWord(run.status, this.trans)}, ${place}, ${duration(run.seconds)}`);
    const drawn = JSON.stringify({ ...run, seconds: 0 });
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.draw(run);
    }
  }

  private draw(run: RunState): void {
    const focused = this.body.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-key')
      : null;
    fill(this.body, this.failure(run), this.steps(run), this.metrics(run), this.footer(run));
    if (focused) {
      this.body.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  private steps(run: RunState): HTMLElement {
    return element(
      'table',
      { class: 'kale-Run-steps', 'aria-label': this.trans.__('Steps of %1', run.name) },
      element('tbody', {}, ...run.steps.map(step => this.row(run, step)))
    );
  }

  private row(run: RunState, step: RunStep): HTMLElement {
    const { trans } = this;
    const log = button(trans.__('Log'), () => this.actions.showLog(run, step), {
      class: 'kale-Link',
      'data-key': `log ${step.name}`,
      'aria-label': trans.__('Log of %1', step.name)
    });
    const report = button(trans.__('Report'), () => this.actions.showReport(run, step), {
      class: 'kale-Link',
      'data-key': `report ${step.name}`,
      'aria-label': trans.__('Report of %1', step.name)
    });
    return element(
      'tr',
      { 'data-step': step.name, 'data-status': step.status },
      element(
        'th',
        { scope: 'row' },
        element('span', { class: 'kale-Dot', 'aria-hidden': 'true' }),
        step.name,
        element('div', { class: 'kale-Run-figures' }, this.progress(step))
      ),
      element('td', {}, step.status === 'waiting' || step.status === 'skipped' ? null : log),
      element('td', {}, step.has_report ? report : null)
    );
  }

  private progress(step: RunStep): string {
    const word = stateWord(step.status, this.trans);
    return step.seconds === null ? word : `${word}, ${duration(step.seconds)}`;
  }

  private metrics(run: RunState): HTMLElement | null {
    const metrics = Object.entries(run.metrics);
    if (metrics.length === 0) {
      return null;
    }
    const figures = metrics.map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', { title: value }, figure(value)))
    );
    return element('dl', { class: 'kale-Metrics' }, ...figures);
  }

  private failure(run: RunState): HTMLElement | null {
    const { failure } = run;
    if (!failure) {
      return null;
    }
    const place = this.trans.__('cell %1, line %2', failure.cell_number ?? '?', failure.line ?? '?');
    return element(
      'div',
      { class: 'kale-Failure' },
      element('div', { class: 'kale-Failure-message' }, failure.message),
      failure.source_line ? element('pre', {}, failure.source_line) : null,
      failure.cell
        ? button(this.trans.__('Go to %1', place), () => this.actions.showFailure(run, failure), {
            'data-action': 'go',
            'data-key': 'failure'
          })
        : null
    );
  }

  private environment({ kernel, path, version }: Interpreter): HTMLElement {
    const title = this.trans.__('Python %1, %2', version, path);
    return element('span', { title }, kernel ?? this.trans.__('in the environment of JupyterLab'));
  }

  private footer(run: RunState): HTMLElement {
    const started = new Date(run.started).toLocaleTimeString();
    const cancel = button(this.trans.__('Cancel run'), () => this.actions.cancel(run), { 'data-key': 'cancel' });
    const link = element(
      'a',
      { href: webPage(run), target: '_blank', rel: 'noopener', class: 'kale-Link' },
      this.trans.__('Show on Kubeflow')
    );
    return element(
      'div',
      { class: 'kale-Run-footer' },
      element('span', {}, this.trans.__('%1, started %2', run.path, started)),
      run.python ? this.environment(run.python) : null,
      webPage(run) ? link : null,
      run.status === 'running' ? cancel : null
    );
  }
}
