/** The plugin: puts the parts together. */

import { ILabShell, ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, IThemeManager } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IMermaidManager } from '@jupyterlab/mermaid';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Bands } from './bands';
import { Client } from './client';
import { Commands } from './commands';
import { pipelineIcon } from './icons';
import { Pages } from './pages';
import { Panel } from './panel/panel';
import { PipelineActions } from './pipeline_actions';
import { Popover } from './popover';
import { runPrefill } from './run_settings';
import { RunStore } from './runs';
import { Workbench } from './workbench';

const ID = 'kale-pipelines-lab:plugin';
const RANK = 700;

const plugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Annotates, checks, compiles and runs the pipeline of a notebook.',
  autoStart: true,
  requires: [INotebookTracker, IDocumentManager],
  optional: [
    ISettingRegistry,
    ITranslator,
    ICommandPalette,
    IMermaidManager,
    IThemeManager,
    ILayoutRestorer,
    ILabShell
  ],
  activate
};

export default plugin;

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  documents: IDocumentManager,
  settings: ISettingRegistry | null,
  translator: ITranslator | null,
  palette: ICommandPalette | null,
  mermaid: IMermaidManager | null,
  themes: IThemeManager | null,
  restorer: ILayoutRestorer | null
): void {
  const trans = (translator ?? nullTranslator).load('kale');
  const workbench = new Workbench(tracker, new Client(app.serviceManager.serverSettings), trans);
  const store = new RunStore(workbench.client, trans, run => {
    app.shell.activateById(panel.id);
    panel.runs.reveal(run.id);
  });
  const actions = new PipelineActions(app, documents, workbench, store, new Pages(app), runPrefill(settings, ID));
  const panel = new Panel(workbench, store, actions, mermaid, themes);
  const popover = new Popover(workbench);

  panel.title.icon = pipelineIcon;
  app.shell.add(panel, 'right', { rank: RANK });
  restorer?.add(panel, panel.id);
  new Commands(app, palette, workbench, popover, actions, panel).add();
  workbench.opened.connect((_, session) => {
    new Bands(session, trans, (notebook, cell) => {
      notebook.content.deselectAll();
      notebook.content.activeCellIndex = notebook.content.widgets.indexOf(cell);
      popover.open(session, [cell], 'role');
    });
  });
  workbench.start();
  void app.restored.then(() => store.refresh()).catch(() => undefined);
}
