/** The panel in the side bar: everything about the pipeline of the notebook in front. */

import type { IThemeManager } from '@jupyterlab/apputils';
import type { IMermaidManager } from '@jupyterlab/mermaid';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { button, element, fill } from '../dom';
import { goTo, type Place } from '../places';
import type { View } from '../protocol';
import type { RunStore } from '../runs';
import type { Session } from '../session';
import type { Workbench } from '../workbench';
import { Graph } from './graph';
import { NoticeLine } from './notice';
import { ProblemList } from './problems';
import { RunList } from './run_list';
import type { RunActions } from './run_view';
import { Section } from './section';
import { SettingsForm } from './settings';

/** What the panel's buttons do. */
export interface PanelActions extends RunActions {
  preview(session: Session): void;
  compile(session: Session): void;
  run(session: Session): void;
  reveal(session: Session): void;
}

/** Follows the notebook in front. */
export class Panel extends Widget {
  private session: Session | null = null;
  private readonly heading = element('h2', { class: 'kale-Panel-title' });
  private readonly buttons = element('div', { class: 'kale-Panel-buttons', role: 'toolbar' });
  private readonly trouble = element('div', { class: 'kale-Trouble', role: 'alert', hidden: true });
  private troubled = '';
  private readonly notice: NoticeLine;
  private readonly hint = element('p', { class: 'kale-Hint' });
  private readonly graph: Graph;
  private readonly problems: ProblemList;
  private readonly settings: SettingsForm;
  readonly runs: RunList;
  private readonly sections: Record<'graph' | 'problems' | 'runs' | 'settings', Section>;

  constructor(
    private readonly workbench: Workbench,
    private readonly store: RunStore,
    private readonly actions: PanelActions,
    mermaid: IMermaidManager | null,
    themes: IThemeManager | null
  ) {
    super();
    const { trans } = workbench;
    const problemActions = {
      goTo: (place: Place) => void this.goTo(place),
      fix: (problem: Parameters<ProblemList['show']>[0][number]) => this.edit({ kind: 'fix', problem })
    };
    this.notice = new NoticeLine(trans, problemActions);
    this.graph = new Graph(mermaid, trans, cell => void this.goTo({ cell }));
    this.problems = new ProblemList(trans, problemActions);
    this.settings = new SettingsForm(trans, {
      goTo: problemActions.goTo,
      set: (setting, value) => this.edit({ kind: 'set_setting', setting, value })
    });
    this.runs = new RunList(trans, actions);
    this.sections = {
      graph: new Section('graph', trans.__('Graph'), true),
      problems: new Section('problems', trans.__('Problems'), true),
      runs: new Section('runs', trans.__('Runs'), true),
      settings: new Section('settings', trans.__('Settings'), false)
    };
    this.build();
    workbench.currentChanged.connect(this.follow, this);
    workbench.noticed.connect((_, notice) => this.notice.show(notice));
    store.changed.connect(this.update, this);
    themes?.themeChanged.connect(() => void this.graph.redraw());
    this.follow();
  }

  /** Take the keyboard; the Escape key gives it back to the notebook. */
  focus(): void {
    (this.buttons.querySelector<HTMLElement>('button:enabled') ?? this.node).focus();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.update();
  }

  /** Draw what has changed; while the panel is out of sight, nothing. */
  protected override onUpdateRequest(message: Message): void {
    super.onUpdateRequest(message);
    if (!this.isVisible) {
      return;
    }
    const view = this.session?.pipeline ?? null;
    const path = this.session?.panel.context.localPath;
    fill(this.heading, view?.name || path || this.workbench.trans.__('No notebook'));
    this.node.setAttribute('aria-busy', String(this.session !== null && !this.session.view && !this.session.failure));
    this.showTrouble();
    this.showButtons();
    void this.graph.show(view, path === undefined ? undefined : this.store.latest(path));
    this.problems.show(view?.problems ?? []);
    this.sections.problems.count(view?.problems.length ?? 0);
    this.settings.show(view);
    this.runs.show(this.store.runs);
    this.sections.runs.count(this.store.runs.length);
    this.showSections(view);
  }

  private build(): void {
    const { trans } = this.workbench;
    this.id = 'kale-panel';
    this.addClass('kale-Panel');
    this.node.setAttribute('aria-label', trans.__('Pipeline'));
    this.node.setAttribute('role', 'region');
    this.node.tabIndex = -1;
    this.node.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.session) {
        this.actions.reveal(this.session);
      }
    });
    this.title.caption = trans.__('Pipeline');
    this.buttons.setAttribute('aria-label', trans.__('Pipeline actions'));
    this.buttons.append(
      this.action(
        'preview',
        trans.__('Preview'),
        trans.__('Show the YAML and the source of each step'),
        this.actions.preview
      ),
      this.action('compile', trans.__('Compile'), trans.__('Write the YAML beside the notebook'), this.actions.compile),
      this.action('run', trans.__('Run…'), trans.__('Run the pipeline here or on Kubeflow'), this.actions.run)
    );
    const { graph, problems, runs, settings } = this.sections;
    graph.body.append(this.graph.node);
    problems.body.append(this.problems.node);
    runs.body.append(this.runs.node);
    settings.body.append(this.settings.node);
    fill(
      this.hint,
      trans.__(
        'No steps yet. Select cells and choose “Annotate Cells…”, in a cell’s toolbar or in the command palette.'
      )
    );
    this.node.append(this.heading, this.buttons, this.notice.node, this.trouble, this.hint);
    this.node.append(graph.node, problems.node, runs.node, settings.node);
  }

  private action(name: string, text: string, caption: string, act: (session: Session) => void): HTMLElement {
    const run = () => {
      if (this.session) {
        act(this.session);
      }
    };
    return button(text, run, { class: 'kale-button kale-Action', title: caption, 'data-action': name });
  }

  private follow(): void {
    this.session?.changed.disconnect(this.update, this);
    this.session = this.workbench.current;
    this.session?.changed.connect(this.update, this);
    this.notice.show(this.workbench.notice);
    this.update();
  }

  private showTrouble(): void {
    const { trans } = this.workbench;
    const failure = this.session?.failure;
    const kernel = this.session?.view?.kernel_problem;
    const lost = failure?.status === 0 && !failure.help;
    const text = lost ? trans.__('The server does not answer. What you see may be out of date.') : failure?.message;
    const lines = failure ? [text, failure.help] : [kernel];
    const said = lines.filter(line => line).join('\n');
    if (said === this.troubled) {
      return;
    }
    this.troubled = said;
    const again = button(trans.__('Try again'), () => void this.session?.askAnew(), { 'data-action': 'retry' });
    fill(this.trouble, ...said.split('\n').map(line => element('p', {}, line)), failure ? again : null);
    this.trouble.hidden = said === '';
  }

  private showButtons(): void {
    for (const one of this.buttons.querySelectorAll('button')) {
      one.disabled = this.session?.pipeline == null;
    }
  }

  private showSections(view: View | null): void {
    const { graph, problems, runs, settings } = this.sections;
    graph.node.hidden = !view?.steps.length;
    problems.node.hidden = !view?.problems.length;
    runs.node.hidden = this.store.runs.length === 0;
    settings.node.hidden = !view;
    this.hint.hidden = view?.steps.length !== 0;
  }

  private edit(action: Parameters<Workbench['edit']>[1]): void {
    if (this.session) {
      void this.workbench.edit(this.session, action);
    }
  }

  private async goTo(place: Place): Promise<void> {
    const session = this.session;
    if (session) {
      await goTo(session.panel, place, () => this.actions.reveal(session));
    }
  }
}
