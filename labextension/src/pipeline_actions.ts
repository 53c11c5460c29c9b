/** What can be done with the pipeline of a notebook: look at it, compile it, run it, and look at its runs. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { RequestError } from './client';
import { diffText, folded, framed, type Pages, sourceText } from './pages';
import type { PanelActions } from './panel/panel';
import { goTo } from './places';
import type { RunFailure, RunRequest, RunState, RunStep, View } from './protocol';
import { type Destinations, type Prefill, RunForm } from './run_form';
import { type RunStore, webPage } from './runs';
import type { Session } from './session';
import type { Workbench } from './workbench';

const CLOSES_AFTER = 5000;

/** Carries out the panel's buttons and the commands of the same names. */
export class PipelineActions implements PanelActions {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly documents: IDocumentManager,
    private readonly workbench: Workbench,
    private readonly store: RunStore,
    private readonly pages: Pages,
    private readonly prefill: () => Prefill
  ) {}

  preview = async (session: Session): Promise<void> => {
    const { trans, client } = this.workbench;
    await this.attempt(async () => {
      const preview = await client.preview(session.document);
      const steps = preview.steps.map(step => folded(step.name, false, sourceText(step.source)));
      this.pages.show(
        `preview-${session.panel.id}`,
        trans.__('Preview of %1', session.view?.name ?? ''),
        preview.changes === null ? null : this.changes(preview.changes),
        preview.yaml ? folded(trans.__('YAML'), true, sourceText(preview.yaml)) : null,
        ...steps
      );
      if (preview.problems.length > 0 && !preview.yaml) {
        this.workbench.say({ kind: 'error', text: trans.__('It does not compile.'), problems: preview.problems });
      }
    });
  };

  compile = async (session: Session): Promise<void> => {
    const { trans, client } = this.workbench;
    await this.attempt(async () => {
      const { path } = await client.compile(session.document);
      const open = () => void this.documents.openOrReveal(path);
      this.workbench.say({ kind: 'info', text: trans.__('Compiled.'), link: { text: path, act: open } });
      Notification.success(trans.__('Compiled to %1', path), {
        autoClose: CLOSES_AFTER,
        actions: [{ label: trans.__('Open'), callback: open }]
      });
    });
  };

  run = async (session: Session): Promise<void> => {
    const { client } = this.workbench;
    await this.attempt(async () => {
      await session.askAnew();
      const { document, pipeline } = session;
      if (!pipeline) {
        return;
      }
      const [profiles, interpreter] = await Promise.all([client.profiles(document.path), client.interpreter(document)]);
      await this.askAndStart(session, pipeline, { profiles, interpreter });
    });
  };

  cancel = (run: RunState): void => {
    void this.attempt(() => this.store.cancel(run), run);
  };

  showLog = (run: RunState, step: RunStep): void => {
    const { trans, client } = this.workbench;
    void this.attempt(async () => {
      const log = await client.log(run.id, step.name);
      const cut = log.truncated ? trans.__('The log is long; this is its end.') : null;
      const text = log.text || trans.__('The log is empty.');
      this.pages.show(`log-${run.id}-${step.name}`, trans.__('Log of %1', step.name), cut, sourceText(text));
    }, run);
  };

  showReport = (run: RunState, step: RunStep): void => {
    const { trans, client } = this.workbench;
    void this.attempt(async () => {
      const html = await client.report(run.id, step.name);
      const title = trans.__('Report of %1', step.name);
      this.pages.show(`report-${run.id}-${step.name}`, title, framed(html, title));
    }, run);
  };

  showFailure = (run: RunState, failure: RunFailure): void => {
    void this.attempt(async () => {
      const widget = this.documents.openOrReveal(run.path);
      await widget?.context.ready;
      const session = this.workbench.sessionAt(run.path);
      if (session) {
        await session.panel.revealed;
        await goTo(session.panel, failure, () => this.reveal(session));
      }
    });
  };

  reveal = (session: Session): void => {
    this.app.shell.activateById(session.panel.id);
  };

  /** Ask until a run starts or the user gives up; what was filled in stays. */
  private async askAndStart(session: Session, view: View, destinations: Destinations): Promise<void> {
    let prefill = this.prefill();
    let refusal = '';
    for (;;) {
      const request = await this.ask(
        new RunForm(view, destinations, prefill, this.workbench.trans),
        view.name,
        refusal
      );
      if (!request) {
        return;
      }
      try {
        this.workbench.say({ kind: 'info', text: this.workbench.trans.__('Starting %1…', view.name) });
        await this.store.start(session.document, request);
        this.workbench.say(null);
        return;
      } catch (error) {
        if (!(error instanceof RequestError) || error.problems.length > 0) {
          throw error;
        }
        this.workbench.say(null);
        refusal = [error.message, error.help].filter(text => text).join(' ');
        prefill = { ...prefill, ...request };
      }
    }
  }

  private async ask(form: RunForm, name: string, refusal: string): Promise<RunRequest | null> {
    const { trans } = this.workbench;
    form.refuse(refusal);
    const answer = await new Dialog<RunRequest>({
      title: trans.__('Run %1', name),
      body: form,
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Run'), ariaLabel: trans.__('Run the pipeline') })
      ]
    }).launch();
    return answer.button.accept ? answer.value : null;
  }

  private changes(text: string): HTMLElement {
    const { trans } = this.workbench;
    const title = trans.__('What changed since it was compiled last');
    return folded(title, true, text === '' ? sourceText(trans.__('Nothing.')) : diffText(text));
  }

  /** Do something and say why it did not succeed; what cannot be had here of a run may be had on its page. */
  private async attempt(act: () => Promise<unknown>, run?: RunState): Promise<void> {
    this.workbench.say(null);
    try {
      await act();
    } catch (error) {
      const page = run && webPage(run);
      const text = this.workbench.trans.__('Show the run on Kubeflow');
      this.workbench.sayFailure(error, page ? { text, act: () => window.open(page, '_blank', 'noopener') } : undefined);
    }
  }
}
