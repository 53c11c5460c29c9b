/** The commands of the extension, for the palette, for shortcuts, for the cell toolbar and for menus. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import { pipelineIcon } from './icons';
import type { Panel } from './panel/panel';
import type { PipelineActions } from './pipeline_actions';
import type { Popover, Start } from './popover';
import { selectedCells } from './selection';
import type { Session } from './session';
import type { Workbench } from './workbench';

/** The names of the commands; settings and shortcuts refer to them. */
export const COMMANDS = {
  annotate: 'kale:annotate',
  setRole: 'kale:set-role',
  newStep: 'kale:new-step',
  renameStep: 'kale:rename-step',
  deleteStep: 'kale:delete-step',
  showPanel: 'kale:show-panel',
  preview: 'kale:preview',
  compile: 'kale:compile',
  run: 'kale:run'
} as const;

/** Adds the commands to JupyterLab. */
export class Commands {
  private readonly category: string;
  private rolesListed = false;

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly palette: ICommandPalette | null,
    private readonly workbench: Workbench,
    private readonly popover: Popover,
    private readonly actions: PipelineActions,
    private readonly panel: Panel
  ) {
    this.category = workbench.trans.__('Pipeline');
  }

  add(): void {
    const { trans } = this.workbench;
    this.addPopover(COMMANDS.annotate, trans.__('Annotate Cells…'), 'role');
    this.addPopover(COMMANDS.newStep, trans.__('Put Cells into a Step…'), 'step');
    this.addPopover(COMMANDS.renameStep, trans.__('Rename Step…'), 'rename');
    this.addPopover(COMMANDS.deleteStep, trans.__('Delete Step…'), 'delete');
    this.addAction(COMMANDS.preview, trans.__('Preview Pipeline'), this.actions.preview);
    this.addAction(COMMANDS.compile, trans.__('Compile Pipeline'), this.actions.compile);
    this.addAction(COMMANDS.run, trans.__('Run Pipeline…'), this.actions.run);
    this.addSetRole();
    this.addShowPanel();
    this.workbench.opened.connect((_, session) => {
      session.changed.connect(() => {
        this.listRoles(session);
        this.showWhatIsPossible();
      });
    });
    this.workbench.currentChanged.connect(() => this.showWhatIsPossible());
  }

  private addPopover(id: string, label: string, start: Start): void {
    this.app.commands.addCommand(id, {
      label,
      caption: this.workbench.trans.__('Say what the selected cells are in the pipeline'),
      icon: pipelineIcon,
      isEnabled: () => this.canAnnotate,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => this.openPopover(start)
    });
    this.palette?.addItem({ command: id, category: this.category });
  }

  private addAction(id: string, label: string, act: (session: Session) => Promise<void>): void {
    this.app.commands.addCommand(id, {
      label,
      isEnabled: () => this.workbench.current?.pipeline != null,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        const session = this.workbench.current;
        if (session) {
          this.app.shell.activateById(this.panel.id);
          await act(session);
        }
      }
    });
    this.palette?.addItem({ command: id, category: this.category });
  }

  private addSetRole(): void {
    const { trans } = this.workbench;
    this.app.commands.addCommand(COMMANDS.setRole, {
      label: args => trans.__('Cells: %1', String(args.label ?? '')),
      isEnabled: () => this.canAnnotate,
      describedBy: { args: { type: 'object', properties: { role: { type: ['string', 'null'] } } } },
      execute: args => this.setRole(typeof args.role === 'string' ? args.role : null)
    });
  }

  private addShowPanel(): void {
    this.app.commands.addCommand(COMMANDS.showPanel, {
      label: this.workbench.trans.__('Show Pipeline'),
      icon: pipelineIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        this.app.shell.activateById(this.panel.id);
        this.panel.focus();
      }
    });
    this.palette?.addItem({ command: COMMANDS.showPanel, category: this.category });
  }

  /** Have buttons and menus ask anew which commands are enabled. */
  private showWhatIsPossible(): void {
    for (const id of Object.values(COMMANDS)) {
      this.app.commands.notifyCommandChanged(id);
    }
  }

  /** Put one entry for each role that the server knows into the palette. */
  private listRoles(session: Session): void {
    if (this.rolesListed || !session.pipeline) {
      return;
    }
    this.rolesListed = true;
    const { trans } = this.workbench;
    const roles = session.pipeline.roles.filter(choice => choice.role !== 'step');
    const choices = roles.map(({ role, label }) => ({ role: role as string | null, label: trans.__(label) }));
    for (const args of [...choices, { role: null, label: trans.__('as the cell above') }]) {
      this.palette?.addItem({ command: COMMANDS.setRole, args, category: this.category });
    }
  }

  private get canAnnotate(): boolean {
    const session = this.workbench.current;
    return session?.pipeline != null && selectedCells(session.panel).length > 0;
  }

  private openPopover(start: Start): void {
    const session = this.workbench.current;
    if (session?.pipeline) {
      this.popover.open(session, selectedCells(session.panel), start);
    }
  }

  private async setRole(role: string | null): Promise<void> {
    const session = this.workbench.current;
    if (session) {
      const cells = selectedCells(session.panel).map(cell => cell.model.id);
      await this.workbench.edit(session, { kind: 'set_role', cells, role, step: null });
    }
  }
}
